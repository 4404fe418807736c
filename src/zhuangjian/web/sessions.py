"""Sessions in the database, which a page that only reads never waits to remove."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.middleware import SessionMiddleware as Plain
from django.http import HttpRequest

from zhuangjian.config.database import only_if_free

READING = ("GET", "HEAD", "OPTIONS")


class SessionStore(InDatabase):
    """A session that ended by itself (a new password, left alone) opens nothing: its row may go another time."""

    only_reading = False

    def delete(self, session_key: str | None = None) -> None:
        """Remove the row; where the page only reads, not while somebody else writes."""
        if not self.only_reading:
            super().delete(session_key)
            return
        with only_if_free():
            super().delete(session_key)


class SessionMiddleware(Plain):
    """Tells the session whether its request changes anything."""

    def process_request(self, request: HttpRequest) -> None:
        """The session of the request."""
        super().process_request(request)
        request.session.only_reading = request.method in READING  # type: ignore[attr-defined]
