"""Answers that name a matter hidden from others are written down as reads of it before they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhuangjian.apps.conduct.reads import noting
from zhuangjian.apps.conduct.secret import note_named

TEXT = ("text/", "application/json")


class SecretReadsMiddleware:
    """Behind what says who is signed in; the files and streams of a case are written down where they are made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, once its reads are on the disk. Raises NotNoted, which is answered by 503."""
        with noting() as already:
            response = self.get_response(request)
            person: Any = getattr(request, "user", None)
            scope = getattr(person, "scope", None)
            if scope is None or not scope.official or response.streaming:
                return response
            if response.get("Content-Type", "").startswith(TEXT):
                door = "接口" if request.path.startswith("/api/") else "网页"
                note_named(person, response.content, already, door)  # type: ignore[attr-defined]
            return response
