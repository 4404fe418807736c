"""Requests that change something take a place first, so that those who wait for each other leave room for readers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from zhuangjian.web.public import told

READING = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY = "系统正忙，没有保存。请稍等片刻再提交一次；您填写的内容仍在本页。"
# Who finds no place waits while others get done, but not behind a queue that stands still.
STANDSTILL = 0.5
LONGEST = 3.0
LOOK = 0.05


class Full(Exception):
    """Everybody with a place is waiting, and nothing moves."""


class Places:
    """As many places as may be taken by changes in this process at the same time."""

    def __init__(self, number: int) -> None:
        self.places = threading.BoundedSemaphore(number)
        self.moved = 0.0

    @contextmanager
    def one(self) -> Iterator[None]:
        """One place for as long as the block runs; raises :class:`Full`."""
        if not self.places.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self.moved = time.monotonic()
            self.places.release()

    def _wait(self) -> None:
        began = time.monotonic()
        while not self.places.acquire(timeout=LOOK):
            now = time.monotonic()
            if now - max(began, self.moved) > STANDSTILL or now - began > LONGEST:
                raise Full


class TurnsMiddleware:
    """503 with what to do, when all places are taken or the database let somebody wait too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.places = Places(max(1, settings.THREADS - settings.THREADS_FOR_READERS))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; changes one after the other in a bounded number of threads."""
        if request.method in READING:
            return self.get_response(request)
        try:
            with self.places.one():
                return self.get_response(request)
        except Full:
            return busy(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What waited in vain for a writer is told so; every other error goes its way."""
        return busy(request) if isinstance(error, OperationalError) and waited_in_vain(error) else None


def waited_in_vain(error: BaseException) -> bool:
    """Whether a database error means that somebody else wrote for longer than one may wait."""
    state = getattr(error.__cause__, "sqlstate", "")
    return state == "55P03" or "database is locked" in str(error)


def busy(request: HttpRequest) -> HttpResponse:
    """503, in the form in which whoever asked can show it."""
    if not hasattr(request, "htmx"):
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    response = told(request, 503, BUSY)
    response["Retry-After"] = "3"
    return response
