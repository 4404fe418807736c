"""A server whose worker hangs recovers by itself, its locks are given back, and nothing outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

import zhuangjian
from tests.documents.test_renderer import ends_within, runs
from zhuangjian.config.pulse import Pulse

LIMIT = 6
HANGING = """
import os, sqlite3, sys, time
from zhuangjian.config import server
from zhuangjian.config.pulse import beating

def site(environ, start):
    path = environ["PATH_INFO"]
    database = sqlite3.connect("here.sqlite3", timeout=1)
    with database:
        if path != "/":
            database.execute("BEGIN IMMEDIATE")
            database.execute("CREATE TABLE IF NOT EXISTS acts (said TEXT)")
        if path == "/hang":
            open("hangs", "w").close()
            time.sleep(3600)
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]

application = beating(site)
if __name__ == "__main__":
    server.run("127.0.0.1", int(sys.argv[1]), 2, application="hanging:application")
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answered(port, path="/", seconds=60):
    """The answer, asked again until there is one; None when there is none in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return answer.read().decode()
        time.sleep(0.2)
    return None


@pytest.fixture
def site(tmp_path):
    """(process, port) of a small site under our server, with two workers and a short limit."""
    (tmp_path / "hanging.py").write_text(HANGING)
    port = free_port()
    path = os.pathsep.join((str(Path(zhuangjian.__file__).parents[1]), str(tmp_path)))
    with subprocess.Popen(
        [sys.executable, "hanging.py", str(port)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path, "ZHUANGJIAN_HANG_LIMIT": str(LIMIT)},
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert answered(port)
            yield process, port
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def workers_of(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if runs(int(child))]


def stopped(pid):
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(thread.read_text().rsplit(")", 1)[1].split()[0] == "T" for thread in threads)


def hang(port):
    with suppress(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/hang", timeout=300).read()


def test_a_request_that_hangs_holding_the_database_is_ended_and_everybody_can_write_again(site, tmp_path):
    _, port = site
    assert answered(port, "/write")
    Thread(target=hang, args=(port,), daemon=True).start()
    until = time.monotonic() + 30
    while not (tmp_path / "hangs").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert answered(port, "/write", seconds=1) is None, "the database was to be locked"
    assert answered(port, "/write", seconds=60)


def test_workers_that_stand_still_are_replaced_and_the_site_answers_again(site):
    process, port = site
    before = workers_of(process.pid)
    assert len(before) == 2
    time.sleep(2)
    for worker in before:
        os.kill(worker, signal.SIGSTOP)
        # The signal reaches every thread of it only after a while.
        while not stopped(worker):
            time.sleep(0.05)
    assert answered(port, seconds=1) is None
    assert answered(port, "/write", seconds=60)
    assert all(ends_within(worker, 30) for worker in before)
    assert process.poll() is None


def test_no_worker_outlives_a_server_that_was_killed(site):
    process, _ = site
    workers = workers_of(process.pid)
    process.kill()
    assert all(ends_within(worker, 30) for worker in workers)


def test_a_server_told_to_stop_stops_though_a_request_hangs(site, tmp_path):
    process, port = site
    Thread(target=hang, args=(port,), daemon=True).start()
    while not (tmp_path / "hangs").exists():
        time.sleep(0.1)
    process.terminate()
    assert process.wait(40) is not None


class TestPulse:
    """What counts as hanging."""

    def pulse(self, answer):
        return Pulse(answer, limit=0.05)

    def asked(self, pulse, body=None):
        return pulse({"wsgi.input": body}, None)

    def test_a_request_within_the_limit_does_not(self):
        pulse = self.pulse(lambda environ, start: [pulse.hangs()])
        assert self.asked(pulse) == [False]

    def test_one_over_the_limit_does(self):
        def slow(environ, start):
            time.sleep(0.06)
            return [pulse.hangs()]

        pulse = self.pulse(slow)
        assert self.asked(pulse) == [True]
        assert not pulse.hangs(), "it is over"

    def test_one_that_failed_no_longer_counts(self):
        def failing(environ, start):
            raise ValueError

        pulse = self.pulse(failing)
        with pytest.raises(ValueError):
            self.asked(pulse)
        time.sleep(0.06)
        assert not pulse.hangs()

    def test_a_client_that_sends_slowly_is_not_taken_for_a_hanging_worker(self):
        class Slow:
            def read(self, *size):
                time.sleep(0.06)
                return b"body" if not pulse.hangs() else b"hangs"

        pulse = self.pulse(lambda environ, start: [environ["wsgi.input"].read(), pulse.hangs()])
        assert self.asked(pulse, Slow()) == [b"body", False]
