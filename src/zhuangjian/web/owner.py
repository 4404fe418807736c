"""Whom a page was made for. On a shared device the next person must neither see nor send what the last one left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.web.public import told, wants_json
from zhuangjian.web.turns import READING

FIELD = "page_owner"
HEADER = "X-Page-Owner"
WORDS = (
    "本页是另一个人登录时打开的，现在登录的是您，没有保存任何内容；原来的人填写的内容仍为其留在本机。"
    "请从首页重新打开这一页后再办理。"
)
OTHER_DOORS = ("/login/", "/logout/")


def owner_of(person: Any) -> str:
    """A name for the person that tells a browser whose a page is, and that nobody can work out without the server."""
    if person is None or not person.is_authenticated:
        return ""
    return salted_hmac("zhuangjian.page-owner", str(person.pk), algorithm="sha256").hexdigest()[:32]


class PageOwnerMiddleware:
    """Refuses what a page made for somebody else sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """409 when the page says whose it is and that is not who is signed in."""
        if request.method in READING or request.path.startswith(OTHER_DOORS):
            return None
        given = request.headers.get(HEADER, "")
        if not given and not request.path.startswith("/api/"):
            given = request.POST.get(FIELD, "")
        if not given or constant_time_compare(given, owner_of(request.user)):
            return None
        if wants_json(request):
            answer = Refusal(WORDS).to_dict() | {"another_person": True}
            return JsonResponse(answer, status=409, json_dumps_params={"ensure_ascii": False})
        return told(request, 409, WORDS)
