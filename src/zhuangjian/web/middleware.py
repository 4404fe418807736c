"""Every page needs a signed-in person, but for the few public ones."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from zhuangjian.api.auth import SIGN_IN_FIRST, Bearer, has_token, known_as
from zhuangjian.apps.authorities.enrolling import still_known
from zhuangjian.apps.authorities.second_factor import has_second_factor
from zhuangjian.apps.ledger.intake import BAD_TEXT
from zhuangjian.web.public import in_place, told

# The API signs in by itself (session or token); public pages show only published rows.
OPEN = ("/login/", "/public/", "/static/", "/api/", "/favicon.ico", "/healthz")
DESCRIPTION = ("/api/docs", "/api/openapi.json")
ALWAYS = ("/logout/", "/static/")
TOTP = (*ALWAYS, "/account/totp/verify/")
PASSWORD = (*TOTP, "/account/password/", "/do/authorities.change_password/")
ALTERED = "您的账号数据与账本所记不符，可能被绕过系统改动，暂不能办理和查看。系统已通知审计员核查，请联系系统管理员。"


class SignedInMiddleware:
    """Sends anonymous visitors to the sign-in page, and people who owe a second factor or a new password there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, or a redirect when somebody has to sign in first."""
        path = request.path
        if _unreadable(request):
            return told(request, 400, "网址中含有不可见的控制字符，请核对后重试。")
        described = path.startswith(DESCRIPTION)
        if described and has_token(request):
            # A program reads the description as it calls the API: with its token.
            return self.get_response(request) if Bearer()(request) else told(request, 401, SIGN_IN_FIRST)
        if path.startswith(OPEN) and not described:
            response = self.get_response(request)
            if path.startswith("/api/"):
                response.headers.setdefault("Cache-Control", "no-store")
            elif path.startswith("/public/") and request.user.is_authenticated:
                # A public page too says who is signed in, and offers what only they may open.
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        person = request.user
        if not person.is_authenticated:
            return _sign_in(request)
        known_as(request, person)
        if not path.startswith(ALWAYS) and not still_known(person):
            return told(request, 403, ALTERED)
        if _second_factor_owed(person) and not path.startswith(TOTP):
            if in_place(request):
                return _asked(request, "code", "请先输入动态口令，没有提交。填写的内容仍在本页。")
            return HttpResponseRedirect(f"/account/totp/verify/?next={quote(path)}")
        if person.must_change_password and not path.startswith(PASSWORD):
            return HttpResponseRedirect("/account/password/")
        response = self.get_response(request)
        # On a shared machine the next person must not find a case by going back.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _unreadable(request: HttpRequest) -> bool:
    """NUL and its like in the address: PostgreSQL refuses them in any search."""
    texts = [request.path, *(text for key, values in request.GET.lists() for text in (key, *values))]
    return any(BAD_TEXT.search(text) for text in texts)


def _sign_in(request: HttpRequest) -> HttpResponse:
    left_alone = getattr(request, "left_alone", False)
    if in_place(request):
        why = "因长时间没有操作，系统已自动退出登录" if left_alone else "登录已过期"
        return _asked(
            request, "password", f"{why}，没有提交。请登录后回到本页再点一次，您填写的内容仍在本页。"
        )
    if left_alone:
        messages.info(request, "因长时间没有操作，系统已自动退出登录，请重新登录。")
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")


def _asked(request: HttpRequest, how: str, words: str) -> HttpResponse:
    """401 to a page that asks for the password or the code in place and then sends again (session.js)."""
    response = told(request, 401, words)
    response["X-Sign-In"] = how
    return response


def _second_factor_owed(person: object) -> bool:
    """A person with a confirmed second factor who has not shown it in this session."""
    return not person.is_verified() and has_second_factor(person)  # type: ignore[attr-defined]
