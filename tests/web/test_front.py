"""Behind a proxy: whose words about the client are believed, and the health check in front of everything."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory, override_settings

from tests.authorities.test_sign_in import PASSWORD
from zhuangjian.apps.authorities.models import Authority, Person, SignInEvent
from zhuangjian.config.network import host_names, proxies, trusted_origins
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.web import public
from zhuangjian.web.front import ProxyMiddleware

NAMED = proxies("10.0.0.1, 192.168.0.0/16, fd00::/8")
TLS = {"HTTPS": True, "SECURE_SSL_REDIRECT": True, "PROXIES": NAMED}


def seen(peer: str, **headers: str):
    """(scheme, address, headers left) of a request as the pages see it."""
    kept = []
    with override_settings(PROXIES=NAMED):
        ProxyMiddleware(kept.append)(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))
    (request,) = kept
    claims = sorted(name for name in request.META if "FORWARDED" in name or name == "HTTP_X_REAL_IP")
    return request.scheme, request.META["REMOTE_ADDR"], claims


@pytest.mark.parametrize("peer", ["10.0.0.1", "192.168.255.1", "fd00::9", "::ffff:10.0.0.1"])
def test_a_named_proxy_is_believed_about_scheme_and_client(peer):
    found = seen(peer, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert found == ("https", "203.0.113.7", [])


@pytest.mark.parametrize("peer", ["10.0.0.2", "192.167.255.255", "203.0.113.1", "fe00::1"])
def test_anybody_else_s_claims_are_removed(peer):
    found = seen(
        peer,
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_FOR="203.0.113.7",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_REAL_IP="203.0.113.7",
        HTTP_FORWARDED="for=203.0.113.7;proto=https",
    )
    assert found == ("http", peer, [])


def test_without_named_proxies_nobody_is_believed():
    with override_settings(PROXIES=[]):
        request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="https")
        ProxyMiddleware(lambda r: r)(request)
    assert not request.is_secure()


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.9, 203.0.113.7", "203.0.113.7"),  # the client's own invention stands to the left
        ("10.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 192.168.1.1", "203.0.113.7"),  # two proxies in a row
        ("203.0.113.7:51234", "203.0.113.7"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("unknown", "10.0.0.1"),
        ("203.0.113.7, garbage", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy(forwarded, address):
    assert seen("10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)[1] == address


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        ("HTTPS", "https"),
        ("https,http", "http"),
        ("http, https", "https"),
        ("gopher", "http"),
        ("", "http"),
    ],
)
def test_the_nearest_proxy_has_the_last_word_on_the_scheme(said, scheme):
    assert seen("10.0.0.1", HTTP_X_FORWARDED_PROTO=said)[0] == scheme


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "203.0.113.7", "10.0.0.2"),
    ],
)
def test_the_sign_in_log_names_the_client_not_the_proxy_and_not_an_invention(db, client, peer, said, address):
    authority = Authority.objects.create(name="局", short_name="局", kind="municipal", region_code="500000")
    Person.objects.create_user("zhang", PASSWORD, name="张三", authority=authority, roles=["head"])
    with override_settings(PROXIES=NAMED):
        for word in (PASSWORD, "falsch"):
            answer = client.post(
                "/login/",
                {"username": "zhang", "password": word},
                REMOTE_ADDR=peer,
                HTTP_X_FORWARDED_FOR=said,
            )
    assert answer.status_code in (200, 302)
    assert set(SignInEvent.objects.unrestricted().values_list("address", flat=True)) == {address}


@override_settings(**TLS)
def test_behind_tls_a_page_is_shown_and_plain_http_is_sent_there(db, client):
    through = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    assert client.get("/login/", HTTP_X_FORWARDED_PROTO="https", **through).status_code == 200
    for headers in ({**through, "HTTP_X_FORWARDED_PROTO": "http"}, {"HTTP_X_FORWARDED_PROTO": "https"}):
        answer = client.get("/login/", **headers)
        assert (answer.status_code, answer["Location"]) == (301, "https://testserver/login/")


@override_settings(**TLS, ALLOWED_HOSTS=["zj.example"])
def test_the_health_check_asks_neither_for_tls_nor_a_host_name_nor_a_person(db, client):
    answer = client.get("/healthz", HTTP_HOST="10.1.2.3:8000")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok", "no-store")
    assert not answer.cookies


def test_the_health_check_says_that_the_database_is_gone_and_nothing_of_it(db, client, monkeypatch):
    def gone():
        raise OperationalError("password of zhuangjian@10.9.9.9 refused")

    monkeypatch.setattr(public, "_database_answers", gone)
    monkeypatch.setattr(public.connection, "close", lambda: None)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database unavailable")


def test_the_health_check_survives_one_connection_that_died(db, client, monkeypatch):
    tries = []

    def first_fails():
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(public, "_database_answers", first_fails)
    monkeypatch.setattr(public.connection, "close", lambda: None)
    assert client.get("/healthz").status_code == 200


def test_host_names_are_compared_without_ports_and_forms_are_trusted_with_them():
    named = "zj.example, zj.example:8443,.cq.example,[::1]:9000,*"
    assert host_names(named) == ["zj.example", ".cq.example", "[::1]", "*"]
    assert trusted_origins(named) == [
        "https://zj.example",
        "https://zj.example:8443",
        "https://cq.example",
        "https://*.cq.example",
        "https://[::1]:9000",
    ]


def test_a_form_from_a_named_port_is_taken_and_from_another_is_not(db):
    strict = Client(enforce_csrf_checks=True)
    through = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "zj.example"}
    origins = trusted_origins("zj.example:8443")
    with override_settings(**TLS, ALLOWED_HOSTS=["zj.example"], CSRF_TRUSTED_ORIGINS=origins):
        strict.get("/login/", **through)
        token = strict.cookies["csrftoken"].value
        form = {"username": "nobody", "password": "x", "csrfmiddlewaretoken": token}
        statuses = {
            port: strict.post(
                "/login/", form, HTTP_ORIGIN=f"https://zj.example:{port}", **through
            ).status_code
            for port in (8443, 8444)
        }
    assert statuses == {8443: 200, 8444: 403}


def test_a_proxy_that_is_no_address_is_refused_by_name():
    with pytest.raises(Refusal, match="nginx"):
        proxies("127.0.0.1,nginx")


def test_the_site_does_not_start_behind_tls_without_a_named_proxy():
    from zhuangjian.cli.site import _refuse_endless_redirects

    with override_settings(HTTPS=True, PROXIES=[]), pytest.raises(Refusal, match="ZHUANGJIAN_PROXIES"):
        _refuse_endless_redirects()
    with override_settings(HTTPS=True, PROXIES=NAMED):
        _refuse_endless_redirects()
