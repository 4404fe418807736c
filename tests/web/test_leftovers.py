"""Half-written files of killed processes go; what is stored, still written or not ours stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from zhuangjian.config.leftovers import NAMELESS, REUSED, STILL, swept

DIGEST = "ab" * 32


@pytest.fixture
def gone():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def put(home, name, age, folder="evidence/ab/ab"):
    path = home / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def part(pid):
    return f"{DIGEST}.{pid}.0a1b2c3d.part"


@pytest.mark.parametrize("folder", ["evidence/ab/ab", "documents/ab/ab", "uploads/ab", "keys"])
def test_a_part_of_a_process_that_is_gone_is_removed_after_some_minutes(tmp_path, gone, folder):
    old = put(tmp_path, part(gone), STILL + 5, folder)
    assert swept(tmp_path) == [old]
    young = put(tmp_path, part(gone), STILL - 5, folder)
    assert swept(tmp_path) == []
    assert young.exists()


def test_a_part_of_a_running_process_stays_for_a_day(tmp_path):
    kept = put(tmp_path, part(os.getpid()), REUSED - 5)
    assert swept(tmp_path) == []
    gone = put(tmp_path, f"x.{os.getpid()}.ffffffff.part", REUSED + 5)
    assert swept(tmp_path) == [gone]
    assert kept.exists()


@pytest.mark.parametrize("name", ["tmpab12cd_9", "old.part", "ledger.new"])
def test_one_without_a_writer_s_number_stays_for_an_hour(tmp_path, name):
    path = put(tmp_path, name, NAMELESS - 5, "uploads/ab")
    assert swept(tmp_path) == []
    os.utime(path, (time.time() - NAMELESS - 5,) * 2)
    assert swept(tmp_path) == [path]


@pytest.mark.parametrize("name", [DIGEST, "ledger.head", "tmp", "tmpfile.xlsx", "zhuangjian.sqlite3"])
def test_whatever_else_lies_there_stays_however_old(tmp_path, name):
    path = put(tmp_path, name, 10 * REUSED, "keys")
    assert swept(tmp_path) == []
    assert path.exists()


def test_a_write_that_was_killed_half_way_leaves_nothing_for_good(tmp_path):
    """The real store in a process killed while it writes, then the sweep."""
    script = (
        "import os, signal, pathlib, zhuangjian.config.durable as d\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "d.write_whole(pathlib.Path('evidence/stored'), b'x' * 1000)\n"
    )
    (tmp_path / "evidence").mkdir()
    from zhuangjian.config.fresh import program

    _, environment = program("")
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=False)
    (left,) = (tmp_path / "evidence").iterdir()
    assert left.name.endswith(".part")
    os.utime(left, (time.time() - STILL - 5,) * 2)
    assert swept(tmp_path) == [left]
