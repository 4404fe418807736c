"""A load killed in the middle leaves nothing half-loaded, and goes on to the same end as one that was not killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests import session
from tests.intake.files import licence_row, workbook, write

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


class Place:
    """A home and a database of their own."""

    def __init__(self, home: Path, url: str | None) -> None:
        self.env = {
            k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
        }
        self.env["ZHUANGJIAN_HOME"] = str(home)
        self.env["PYTHONPATH"] = str(ROOT)
        if url:
            self.env["DATABASE_URL"] = url

    def start(self, *args: str) -> subprocess.Popen[str]:
        """A process on this place."""
        command = [sys.executable, str(ROOT / "tests" / "intake" / "driver.py"), *args]
        return subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def run(self, *args: str) -> str:
        """Its whole output; an error fails the test."""
        process = self.start(*args)
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        return out

    def state(self) -> dict[str, object]:
        """Everything the registry and the intake hold."""
        return json.loads(self.run("state"))

    def load_killed_after(self, path: Path, mode: str, chunks: int) -> None:
        """Load, and kill the process once so many chunks were applied."""
        process = self.start("load", str(path), mode)
        assert process.stdout
        for _ in range(chunks):
            assert process.stdout.readline() == "chunk\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        assert process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    """An empty, migrated home (and database), to be copied for each place."""
    home = tmp_path_factory.mktemp("seed") / "home"
    postgres = session.database_kind() == "postgres"
    name = f"crash_{uuid.uuid4().hex[:12]}"
    place = Place(home, _database(name, "template0") if postgres else None)
    place.run("init")
    yield home, name if postgres else None
    if postgres:
        _drop(name)


@pytest.fixture
def place(seed, tmp_path):
    """Makes places that start as copies of the seed."""
    home, template = seed
    made: list[str] = []

    def make() -> Place:
        copy = Path(shutil.copytree(home, tmp_path / f"home{uuid.uuid4().hex[:6]}"))
        if template is None:
            return Place(copy, None)
        made.append(f"{template}_{len(made)}")
        return Place(copy, _database(made[-1], template))

    yield make
    for name in made:
        _drop(name)


def _server():
    import psycopg

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _database(name: str, template: str) -> str:
    words = "ENCODING 'UTF8' LOCALE 'C.UTF-8'" if template == "template0" else ""
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {words}')
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


def _drop(name: str) -> None:
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def rows():
    return [licence_row(n, **({"有效期至": "坏"} if n % 37 == 0 else {})) for n in range(1, 201)]


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "licences_2021-01.csv", rows())


@pytest.fixture
def book(tmp_path):
    return workbook(tmp_path / "licences_2021-01.xlsx", rows(), above=2)


def test_a_killed_load_in_one_transaction_leaves_nothing_and_can_be_run_again(place, file):
    killed, whole = place(), place()
    killed.load_killed_after(file, "whole", 3)
    left = killed.state()
    assert left["party"] == left["source"] == left["batch"] == left["held"] == []
    assert left["ledger"] is True
    killed.run("load", str(file), "whole")
    whole.run("load", str(file), "whole")
    assert killed.state() == whole.state()
    assert len(whole.state()["party"]) == 195


def test_a_killed_load_in_steps_keeps_whole_chunks_and_goes_on_from_there(place, file):
    killed, whole = place(), place()
    killed.load_killed_after(file, "steps", 3)
    left = killed.state()
    assert left["finished"] == [False]
    assert len(left["source"]) in (
        80,
        120,
    )  # the third chunk was told, and its commit may or may not have been reached
    assert len(left["party"]) == sum("'new'" in row for row in left["source"])
    answer = json.loads(killed.run("load", str(file), "steps").splitlines()[-1])
    assert (answer["read"], answer["new"], answer["quarantined"]) == (200, 195, 5)
    whole.run("load", str(file), "steps")
    end = killed.state()
    assert end == whole.state()
    assert end["finished"] == [True]
    assert end["ledger"] is True


def test_a_killed_load_with_a_second_process_goes_on_from_there(place, file):
    killed, whole = place(), place()
    killed.load_killed_after(file, "ahead", 3)
    assert killed.state()["finished"] == [False]
    killed.run("load", str(file), "ahead")
    whole.run("load", str(file), "steps")
    assert killed.state() == whole.state()


@pytest.mark.parametrize("mode", ["steps", "ahead"])
def test_a_killed_load_of_a_workbook_goes_on_to_the_end_of_the_same_table_as_text(place, book, file, mode):
    killed, whole = place(), place()
    killed.load_killed_after(book, mode, 3)
    left = killed.state()
    assert left["finished"] == [False]
    assert 80 <= len(left["source"]) < 200
    answer = json.loads(killed.run("load", str(book), mode).splitlines()[-1])
    assert (answer["read"], answer["new"], answer["quarantined"]) == (200, 195, 5)
    whole.run("load", str(file), "steps")
    facts = ("party", "names", "sites", "licences", "units", "kinds", "words")
    end, same = killed.state(), whole.state()
    assert {key: end[key] for key in facts} == {key: same[key] for key in facts}
    assert len(end["source"]) == 200
    assert len(end["held"]) == 5
    assert (end["finished"], end["ledger"]) == ([True], True)


def test_two_processes_loading_the_same_large_file_do_its_work_once(place, file):
    shared, whole = place(), place()
    both = [shared.start("load", str(file), "steps") for _ in range(2)]
    for process in both:
        process.communicate(timeout=300)
        assert process.returncode == 0
    whole.run("load", str(file), "steps")
    assert shared.state() == whole.state()


def test_two_snapshots_loaded_at_the_same_time_end_like_one_after_the_other(place, tmp_path):
    older = write(tmp_path / "licences_2021-01.csv", [licence_row(n) for n in range(1, 121)])
    newer = write(
        tmp_path / "licences_2021-05.csv",
        [
            licence_row(n, 企业名称=f"重庆新名{n}号化妆品有限公司", 住所=f"重庆市江北区新路{n}号")
            for n in range(1, 121)
        ],
    )
    together, apart = place(), place()
    both = [together.start("load", str(older), "steps"), together.start("load", str(newer), "whole")]
    for process in both:
        process.communicate(timeout=300)
        assert process.returncode == 0
    apart.run("load", str(older), "whole")
    apart.run("load", str(newer), "whole")
    facts = ("party", "names", "sites", "licences", "units", "kinds", "words")
    first, second = together.state(), apart.state()
    assert {key: first[key] for key in facts} == {key: second[key] for key in facts}
    assert first["ledger"] is True
