"""A worker's pulse: it says every second that it lives, ends itself when a request hangs, and follows its parent."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, Final

FOLDER: Final = "ZHUANGJIAN_PULSE"
# Seconds after which a request that is still being answered, or a worker without pulse, is taken to hang.
LIMIT: Final = 120.0
BEAT: Final = 1.0
FAREWELL: Final = 10.0
log = logging.getLogger("zhuangjian.server")
Answer = Callable[[dict[str, Any], Any], Iterable[bytes]]


def hang_limit() -> float:
    """``ZHUANGJIAN_HANG_LIMIT`` in seconds."""
    try:
        return float(os.environ.get("ZHUANGJIAN_HANG_LIMIT") or LIMIT)
    except ValueError:
        return LIMIT


def beating(application: Answer) -> Answer:
    """The application with a pulse when our server runs it, else unchanged."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return application
    pulse = Pulse(application, hang_limit())
    Thread(target=pulse.beat, args=(Path(folder) / str(os.getpid()),), daemon=True).start()
    return pulse


class Pulse:
    """Knows since when each request is being answered; waiting for its body, which the client may send slowly, is not counted."""

    def __init__(self, application: Answer, limit: float) -> None:
        self.application = application
        self.limit = limit
        self.since: dict[int, float | None] = {}
        self._numbers = count()
        self._parent = os.getppid()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The application's answer, timed."""
        number = next(self._numbers)
        environ["wsgi.input"] = _Body(environ["wsgi.input"], self, number)
        self.since[number] = time.monotonic()
        try:
            return self.application(environ, start_response)
        finally:
            del self.since[number]

    def hangs(self) -> bool:
        """Whether some request is being answered for longer than the limit."""
        now = time.monotonic()
        return any(begun is not None and now - begun > self.limit for begun in list(self.since.values()))

    def beat(self, file: Path) -> None:
        """Beat until the parent is gone or a request hangs; then end this process, in order or at once."""
        while os.getppid() == self._parent:
            if self.hangs():
                # Nothing in Python ends a thread that hangs; a killed process gives back every lock it held.
                log.critical(
                    "a request has been running for more than %s s: the worker is replaced", self.limit
                )
                faulthandler.dump_traceback(all_threads=True)
                os.kill(os.getpid(), signal.SIGKILL)
            file.touch()
            time.sleep(BEAT)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(FAREWELL)
        os._exit(1)


class _Body:
    """A request's body whose reading does not count as answering."""

    def __init__(self, body: Any, pulse: Pulse, number: int) -> None:
        self._body = body
        self._pulse = pulse
        self._number = number

    def read(self, *size: int) -> bytes:
        return self._waited(self._body.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._waited(self._body.readline, *size)

    def readlines(self, *hint: int) -> list[bytes]:
        return self._waited(self._body.readlines, *hint)

    def __iter__(self) -> Any:
        return iter(self.readline, b"")

    def _waited(self, read: Callable[..., Any], *arguments: int) -> Any:
        since = self._pulse.since
        timed = self._number in since
        if timed:
            since[self._number] = None
        try:
            return read(*arguments)
        finally:
            if timed:
                since[self._number] = time.monotonic()
