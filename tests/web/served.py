"""The real server on the test's database and home, and requests to it from many threads at once."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

TOKEN = "k" * 32


def database_address() -> str:
    """The test's database as ``DATABASE_URL`` names it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}@{quote(given['HOST'], safe='')}/{given['NAME']}"


def environment() -> dict[str, str]:
    """What a command needs to run on the test's database and home."""
    names = {"DATABASE_URL": database_address(), "ZHUANGJIAN_HOME": str(settings.HOME)}
    return {**os.environ, **names}


@contextmanager
def server() -> Iterator[int]:
    """``zhuangjian serve`` in a process of its own; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "zhuangjian.cli.main", "serve", "--port", str(port)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_it_answers(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_it_answers(port: int, process: Any, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            if ask(port, "GET", "/login/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError("the server did not come up")


class Answer:
    """Status, words and how long it took."""

    def __init__(self, response: http.client.HTTPResponse, began: float) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8", "replace")
        self.seconds = time.perf_counter() - began


def ask(
    port: int,
    method: str,
    address: str,
    session: str = "",
    data: dict[str, str] | None = None,
    **headers: str,
) -> Answer:
    """One request on a connection of its own."""
    began = time.perf_counter()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Cookie": f"csrftoken={TOKEN}; {settings.SESSION_COOKIE_NAME}={session}", "X-CSRFToken": TOKEN}
    body = None
    if data is not None:
        body = urlencode(data)
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    link.request(method, address, body, sent | headers)
    answer = Answer(link.getresponse(), began)
    link.close()
    return answer


def session_of(person: Any) -> str:
    """A fresh session of this person."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
