"""A backup taken while people act is whole, comes back elsewhere with the same root, and is never half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from tests import session
from tests.ledger.conftest import add_authority, enter, kept  # noqa: F401
from zhuangjian.apps.documents.store import keep_document, path_of
from zhuangjian.apps.ledger import chain, heads
from zhuangjian.backup import manifest, rows
from zhuangjian.backup.make import make
from zhuangjian.backup.restore import check, empty_home
from zhuangjian.engines.rules.answer import Refusal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def copies_allowed(monkeypatch):
    """Django's tests forbid connections to databases they were not told of; the copy is one of its own."""
    forbids = BaseDatabaseWrapper.ensure_connection

    def ensure(self):
        if self.alias == rows.ALIAS:
            if self.connection is None:
                with self.wrap_database_errors:
                    self.connect()
        else:
            forbids(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure)


def quiet(words: str) -> None:
    """Progress that nobody reads."""


class Office:
    """People who act all the time until told to stop: new authorities, and papers with their files."""

    def __init__(self, inspection, people: int = 2) -> None:
        self.inspection, self.stopped, self.faults = inspection, threading.Event(), []
        self.threads = [threading.Thread(target=self.work, args=(n,)) for n in range(people)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join(60)
        assert self.faults == []

    def work(self, number: int) -> None:
        try:
            count = 0
            while not self.stopped.is_set():
                count += 1
                add_authority(f"忙局{number}-{count}")
                with transaction.atomic():
                    chain.lock()
                    paper = b"paper %d of %d at %d" % (count, number, time.time_ns())
                    keep_document(
                        self.inspection,
                        "report",
                        "检查报告",
                        paper,
                        "application/pdf",
                        by=self.inspection.team.get().person,
                        at=timezone.now(),
                    )
                    enter("test.paper", self.inspection)
        except Exception as error:
            self.faults.append(error)
        finally:
            connections.close_all()


def run(words: list[str], home: Path, database: str = "", **variables: str):
    """One command of the program in a process and a home of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"ZHUANGJIAN_HOME": str(home), **variables}
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "zhuangjian.cli.main", *words]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300
    )


def targets(tmp_path: Path):
    """Where to restore to: SQLite, and when the run has a PostgreSQL a new database on it as well."""
    yield ""
    if session.database_kind() == "postgres":
        import psycopg

        server = os.environ["DATABASE_URL"]
        name = f"restored_{time.time_ns()}"
        with psycopg.connect(server, autocommit=True) as postgres:
            postgres.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield server.rpartition("/")[0] + f"/{name}"


def test_a_backup_taken_while_people_act_comes_back_with_the_same_root(kept, tmp_path):  # noqa: F811
    with Office(kept.inspection):
        made = []
        for number in range(3):
            made.append(make(tmp_path / f"b{number}", tmp_path / f"k{number}", "", quiet))
            time.sleep(0.3)
    sizes = [data["ledger"]["size"] for data in made]
    assert sizes == sorted(set(sizes))
    assert all(data["ledger"]["sound"] for data in made)
    assert heads.root_at(sizes[0], "sha256") == made[0]["ledger"]["root"]
    for number, database in enumerate(targets(tmp_path)):
        data = made[number]
        words = ["restore", str(tmp_path / f"b{number}"), "--keys", str(tmp_path / f"k{number}")]
        done = run([*words, "--format", "json"], tmp_path / f"home{number}", database)
        assert done.returncode == 0, done.stdout + done.stderr
        report = json.loads(done.stdout)
        assert (report["ok"], report["entries"], report["root"]) == (
            True,
            data["ledger"]["size"],
            data["ledger"]["root"],
        )
        again = run(["ledger", "verify", "--format", "json"], tmp_path / f"home{number}", database)
        assert (again.returncode, json.loads(again.stdout)["root"]) == (0, data["ledger"]["root"])
        act = ["user", "add-authority", "恢复后新局", "--kind", "municipal", "--region", "500000"]
        assert run(act, tmp_path / f"home{number}", database).returncode == 0
        after = run(["ledger", "verify", "--format", "json"], tmp_path / f"home{number}", database)
        assert json.loads(after.stdout)["entries"] == data["ledger"]["size"] + 1
        assert after.returncode == 0, after.stdout


def test_every_kind_of_stored_file_comes_back(kept, tmp_path):  # noqa: F811
    from zhuangjian.apps.documents import store
    from zhuangjian.apps.jobs.store import of_pieces

    digests = {
        "evidence": store.put("evidence", b"a photo"),
        "documents": store.put("documents", b"a paper"),
        "uploads": of_pieces("登记.csv", [b"a register"]).digest,
    }
    make(tmp_path / "b", tmp_path / "k", "", quiet)
    done = run(["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k")], tmp_path / "home")
    assert done.returncode == 0, done.stdout + done.stderr
    for folder, digest in digests.items():
        assert list((tmp_path / "home" / folder).rglob(digest)), folder


def test_a_number_once_given_is_not_given_again_after_the_way_back(kept, tmp_path):  # noqa: F811
    from zhuangjian.apps.ledger.models import Request

    row = Request.objects.create(key="last", person_id=1, digest="x", entry_seq=1)
    used = row.pk
    row.delete()
    make(tmp_path / "b", tmp_path / "k", "", quiet)
    script = (
        "from zhuangjian.config.ready import ensure_ready; ensure_ready()\n"
        "from zhuangjian.apps.ledger.models import Request\n"
        "print(Request.objects.create(key='next', person_id=1, digest='x', entry_seq=1).pk)"
    )
    for number, database in enumerate(targets(tmp_path)):
        home = tmp_path / f"home{number}"
        done = run(["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k")], home, database)
        assert done.returncode == 0, done.stdout + done.stderr
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
            "ZHUANGJIAN_HOME": str(home)
        }
        if database:
            environment["DATABASE_URL"] = database
        said = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120
        )
        assert int(said.stdout) == used + 1, said.stderr


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "cut", "manifest"])
def test_a_backup_that_was_touched_is_refused_and_says_where(kept, tmp_path, harm):  # noqa: F811
    folder = tmp_path / "b"
    make(folder, tmp_path / "k", "", quiet)
    paper = min((folder / "files").rglob("?" * 64))
    where = str(paper.relative_to(folder))
    if harm == "changed":
        paper.write_bytes(b"other bytes")
    elif harm == "missing":
        paper.unlink()
    elif harm == "added":
        (folder / "more").write_bytes(b"")
        where = "more"
    elif harm == "cut":
        whole = (folder / manifest.DATABASE).read_bytes()
        (folder / manifest.DATABASE).write_bytes(whole[:-1])
        where = manifest.DATABASE
    else:
        data = json.loads((folder / manifest.NAME).read_text())
        data["region"] = "liaoning"
        (folder / manifest.NAME).write_text(json.dumps(data))
        where = manifest.NAME
    with pytest.raises(Refusal) as refused:
        check(folder, tmp_path / "k", "")
    assert [line.partition("：")[0] for line in refused.value.missing] == [where]


def test_the_keys_are_apart_and_only_the_right_ones_and_the_right_words_open_the_backup(kept, tmp_path):  # noqa: F811
    make(tmp_path / "b", tmp_path / "k", "correct horse", quiet)
    secret = (heads.head_file().parent / "ledger.key").read_bytes()
    assert not any(secret in path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file())
    assert secret not in (tmp_path / "k").read_bytes()
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    assert check(tmp_path / "b", tmp_path / "k", "correct horse")[1]["ledger.key"] == secret
    for words in ("", "wrong"):
        with pytest.raises(Refusal, match="口令"):
            check(tmp_path / "b", tmp_path / "k", words)
    other = json.loads((tmp_path / "k").read_text())
    (tmp_path / "none").write_text(json.dumps({**other, "keys": {}}))
    with pytest.raises(Refusal, match="没有可用的账本签名密钥"):
        check(tmp_path / "b", tmp_path / "none", "")


def test_nothing_is_written_over(kept, tmp_path):  # noqa: F811
    make(tmp_path / "b", tmp_path / "k", "", quiet)
    with pytest.raises(Refusal, match="已有内容"):
        make(tmp_path / "b", tmp_path / "k2", "", quiet)
    with pytest.raises(Refusal, match="已存在"):
        make(tmp_path / "b2", tmp_path / "k", "", quiet)
    with pytest.raises(Refusal, match="不能放在备份目录里"):
        make(tmp_path / "b2", tmp_path / "b2" / "k", "", quiet)
    (tmp_path / "used" / "keys").mkdir(parents=True)
    (tmp_path / "used" / "keys" / "django.key").write_bytes(b"x")
    with pytest.raises(Refusal, match="已有文件"):
        empty_home(tmp_path / "used", tmp_path / "b")


def test_an_unfinished_restore_opens_for_nothing_but_its_own_repetition(kept, tmp_path):  # noqa: F811
    for name in ("b", "other"):
        make(tmp_path / name, tmp_path / f"{name}.keys", "", quiet)
    home = tmp_path / "home"
    empty_home(home, tmp_path / "b")
    (home / "keys").mkdir()
    (home / "keys" / "ledger.key").write_bytes(b"half")
    refused = run(["init"], home)
    assert refused.returncode == 1
    assert "恢复没有完成" in refused.stderr
    with pytest.raises(Refusal, match="已有文件"):
        empty_home(home, tmp_path / "other")
    done = run(["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "b.keys")], home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run(["init"], home).returncode == 0


def test_a_damaged_file_is_backed_up_as_it_is_and_named(kept, tmp_path):  # noqa: F811
    (document,) = kept.inspection._meta.apps.get_model("documents.Document").objects.unrestricted()
    path_of("documents", document.digest).write_bytes(b"other")
    try:
        data = make(tmp_path / "b", tmp_path / "k", "", quiet)
    finally:
        path_of("documents", document.digest).unlink()
    # The home is that of all tests: others may have left damaged files too.
    assert document.digest in [name.rpartition("/")[2] for name in data["damaged"]]
    done = run(["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k")], tmp_path / "home")
    assert done.returncode == 1
    assert f"文书 {document.public_id} 的文件：内容与登记的摘要不符" in "".join(done.stdout.split("\n"))


def test_a_ledger_that_lost_its_end_is_backed_up_with_the_head_that_says_so(kept, tmp_path):  # noqa: F811
    lost = heads.signed(99, "0" * 64, "sha256")
    heads.head_file().write_text(json.dumps(lost.to_dict()))
    data = make(tmp_path / "b", tmp_path / "k", "", quiet)
    assert (data["ledger"]["sound"], data["ledger"]["head"]["signature"]) == (False, lost.signature)


KILLED = """
import os, sys
from pathlib import Path
from zhuangjian.config.ready import ensure_ready
ensure_ready()
from zhuangjian.backup.make import make
last, count, watching = int(sys.argv[3]), 0, False
STEPS = ("open", "os.rename", "os.mkdir", "sqlite3.connect", "os.remove", "os.rmdir", "shutil.rmtree")
def audit(event, arguments):
    global count
    if watching and event in STEPS:
        count += 1
        if count == last:
            os.kill(os.getpid(), 9)
sys.addaudithook(audit)
watching = True
make(Path(sys.argv[1]), Path(sys.argv[2]), "", print)
watching = False
print("STEPS", count)
"""


@pytest.mark.skipif(session.database_kind() != "sqlite", reason="这一段与数据库无关")
def test_a_backup_killed_at_any_step_leaves_nothing_that_looks_whole(tmp_path):
    home = tmp_path / "home"
    run(["user", "add-authority", "测试局", "--kind", "municipal", "--region", "500000"], home)
    for number in range(3):
        name = f"{number:064x}"
        path = home / "documents" / name[:2] / name[2:4] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
        "ZHUANGJIAN_HOME": str(home)
    }

    def attempt(step: int):
        words = [sys.executable, "-c", KILLED, str(tmp_path / "b"), str(tmp_path / f"k{step}"), str(step)]
        return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)

    whole = attempt(10**9)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout.split()[-1])
    assert steps > 10
    (tmp_path / "b").rename(tmp_path / "first")
    looked = 0
    for step in range(1, steps + 1, max(1, steps // 12)):
        killed = attempt(step)
        assert killed.returncode == -signal.SIGKILL
        if (tmp_path / "b").exists():
            # Renamed: then it is whole, keys and all.
            check(tmp_path / "b", tmp_path / f"k{step}", "")
            (tmp_path / "b").rename(tmp_path / f"whole{step}")
        for half in tmp_path.glob(".b.*.part"):
            looked += 1
            try:
                check(half, tmp_path / f"k{step}", "")
            except Refusal:
                continue
            # Only the name was missing: all of it was there.
            assert (half / manifest.NAME).is_file()
    assert looked
    assert attempt(10**9 + 1).returncode == 0
    assert not list(tmp_path.glob(".b.*.part"))
