"""A newcomer's first server: `zhuangjian demo --serve` on an empty home, in one region."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.documents.test_renderer import ends_within
from zhuangjian.apps.demo.cast import PASSWORD
from zhuangjian.config.fresh import program

PATIENCE = 400


@contextmanager
def first_server(home: Path, region: str) -> Iterator[int]:
    """The port of a demo made and served there; on leaving it must have said what it made and end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    command, environment = program("zhuangjian.cli.main", "demo", "--serve")
    environment.pop("DATABASE_URL", None)
    environment |= {"ZHUANGJIAN_HOME": str(home), "ZHUANGJIAN_REGION": region, "PORT": str(number)}
    with open(home / "said", "w") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=home)
    try:
        until = time.monotonic() + PATIENCE
        while not answers(number):
            assert process.poll() is None, (home / "said").read_text()
            assert time.monotonic() < until, (home / "said").read_text()
            time.sleep(0.5)
        yield number
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(40)
        process.kill()
    words = (home / "said").read_text()
    assert "演示省份已造好" in words
    assert PASSWORD in words
    assert ends_within(process.pid, 1)


def answers(port: int) -> bool:
    """Whether somebody serves the site there."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.read() == b"ok")
    return False
