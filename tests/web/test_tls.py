"""The site behind a real proxy that ends TLS, set up word for word as docs/operations.md says."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import session
from tools.system import SEARCHED

NGINX = shutil.which("nginx", path=SEARCHED)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="没有 nginx（python3 tools/system.py unit）"),
    pytest.mark.skipif(session.database_kind() != "sqlite", reason="与数据库无关，只在 SQLite 上跑一遍"),
]
OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
PASSWORD = "Chashi-2026-test"
# nginx connects from an address of its own, so that a stranger on this machine is not the named proxy.
PROXY_ADDRESS = "127.0.0.2"
ACCOUNT = f"""
from zhuangjian.config.ready import ensure_ready
ensure_ready()
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import Authority, Person
office = Authority.objects.create(name="局", short_name="局", kind="municipal", region_code="500000")
person = Person.objects.create_user("zhang", "{PASSWORD}", name="张三", authority=office, roles=["head"])
assert not person.must_change_password
enrol(person)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def certificate(folder: Path) -> None:
    """A self-signed certificate for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    paper = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.crt").write_bytes(paper.public_bytes(serialization.Encoding.PEM))
    raw = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "tls.key").write_bytes(raw)


def configuration(folder: Path, ports: SimpleNamespace) -> str:
    """The documented servers with this test's ports, names and certificate."""
    (block,) = re.findall(r"```nginx\n(.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.S)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{ports.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{ports.https} ssl;",
        "zj.example.gov.cn": "localhost",
        "https://$host$": f"https://$host:{ports.https}$",
        "/etc/zhuangjian": str(folder),
        "proxy_pass http://127.0.0.1:8000;": f"proxy_bind {PROXY_ADDRESS}; proxy_pass http://127.0.0.1:{ports.site};",
    }
    for old, new in changes.items():
        assert old in block, old
        block = block.replace(old, new)
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{block}}}\n"
    )


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "ended before it listened"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("never listened")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    ports = SimpleNamespace(site=free_port(), http=free_port(), https=free_port())
    environment = os.environ | {
        "ZHUANGJIAN_HOME": str(folder / "home"),
        "ZHUANGJIAN_HTTPS": "1",
        "ZHUANGJIAN_HOSTS": f"localhost:{ports.https}",
        "ZHUANGJIAN_PROXIES": PROXY_ADDRESS,
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", ACCOUNT], env=environment, check=True, timeout=300)
    certificate(folder)
    (folder / "nginx.conf").write_text(configuration(folder, ports))
    serve = [sys.executable, "-m", "zhuangjian.cli.main", "serve", "--port", str(ports.site)]
    proxy = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for command in (serve, proxy)
    ]
    try:
        wait_for(ports.site, processes[0])
        wait_for(ports.https, processes[1])
        yield SimpleNamespace(
            **vars(ports),
            base=f"https://localhost:{ports.https}",
            trust=ssl.create_default_context(cafile=str(folder / "tls.crt")),
            database=folder / "home" / "database" / "zhuangjian.sqlite3",
        )
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=30)


def ask(site, path: str, *, port: int | None = None, body=None, **headers: str):
    """One request, no redirect followed: over TLS, or in clear to ``port``. The header names are as given."""
    if port is None:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            "localhost", site.https, context=site.trust, timeout=60
        )
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {name.replace("__", "-"): value for name, value in headers.items()}
    form = urlencode(body) if body else None
    if form:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("POST" if form else "GET", path, body=form, headers=sent)
    answer = connection.getresponse()
    text = answer.read().decode()
    cookies = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or []:
        cookies.load(line)
    connection.close()
    return SimpleNamespace(status=answer.status, headers=answer.headers, text=text, cookies=cookies)


def signed_in(site, **headers: str):
    """The answer to a right name and password given over TLS."""
    page = ask(site, "/login/")
    token = page.cookies["csrftoken"].value
    form = {"username": "zhang", "password": PASSWORD, "csrfmiddlewaretoken": token}
    return ask(
        site,
        "/login/",
        body=form,
        Cookie=f"csrftoken={token}",
        Origin=site.base,
        Referer=f"{site.base}/",
        **headers,
    )


def addresses(site) -> list[str]:
    with sqlite3.connect(site.database) as database:
        rows = database.execute("SELECT address FROM authorities_signinevent ORDER BY id").fetchall()
    return [address for (address,) in rows]


def test_the_first_page_is_the_sign_in_page_and_nothing_loops(site):
    first = ask(site, "/")
    assert (first.status, first.headers["Location"]) == (302, "/login/?next=/")
    page = ask(site, first.headers["Location"])
    assert page.status == 200
    assert 'name="password"' in page.text
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_signing_in_works_with_cookies_for_tls_only(site):
    answer = signed_in(site)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    cookie = answer.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert answer.cookies["csrftoken"]["secure"] is True
    home = ask(site, "/", Cookie=f"sessionid={cookie.value}")
    assert home.status == 200
    assert "张三" in home.text


def test_plain_http_is_sent_to_https_at_the_proxy_and_at_the_site(site):
    at_proxy = ask(site, "/inspections/?a=1", port=site.http, Host="localhost")
    assert (at_proxy.status, at_proxy.headers["Location"]) == (301, f"{site.base}/inspections/?a=1")
    host = f"localhost:{site.https}"
    at_site = ask(site, "/inspections/?a=1", port=site.site, Host=host)
    assert (at_site.status, at_site.headers["Location"]) == (301, f"{site.base}/inspections/?a=1")


@pytest.mark.parametrize("name", ["X__Forwarded__Proto", "X_Forwarded_Proto", "x__forwarded__proto"])
def test_a_stranger_who_claims_tls_is_not_believed(site, name):
    host = f"localhost:{site.https}"
    answer = ask(site, "/login/", port=site.site, Host=host, **{name: "https"})
    assert answer.status == 301


@pytest.mark.parametrize("name", ["X__Forwarded__For", "X_Forwarded_For", "Forwarded", "X__Real__IP"])
def test_the_sign_in_log_holds_the_client_s_address_whatever_the_client_claims(site, name):
    before = len(addresses(site))
    assert signed_in(site, **{name: "198.51.100.66"}).status == 302
    assert addresses(site)[before:] == ["127.0.0.1"]


def test_the_health_check_answers_in_clear_without_a_redirect(site):
    inside = ask(site, "/healthz", port=site.site, Host="10.0.0.9:8000")
    assert (inside.status, inside.text) == (200, "ok")
    assert ask(site, "/healthz").text == "ok"
