"""Signing out whoever has left: a session without a request for some time ends by itself.

The time of the last request travels in a signed cookie bound to the session, so that no page has to write to the
database; beside it the session keeps when the person signed in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "zj_seen"
SIGNED_IN = "signed_in_at"
# A cookie younger than this is not written anew: pages load in bursts.
FRESH = 30


class IdleMiddleware:
    """Ends a session that was left alone longer than ``settings.IDLE_SECONDS`` (0: never)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; the person of an abandoned session is signed out before anything is done for them."""
        if not settings.IDLE_SECONDS or not request.user.is_authenticated:
            return self.get_response(request)
        idle = time.time() - _last_seen(request)
        if idle > settings.IDLE_SECONDS:
            # Not logout(): its listeners write, and a page that only reads waits for nobody.
            request.session.flush()
            request.user = AnonymousUser()
            request.left_alone = True  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.delete_cookie(COOKIE)
            return response
        response = self.get_response(request)
        if request.user.is_authenticated and (idle > FRESH or COOKIE not in request.COOKIES):
            response.set_cookie(
                COOKIE,
                _signer(request).sign(str(int(time.time()))),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _last_seen(request: HttpRequest) -> float:
    """Seconds since the epoch of the last request of this session, as far as can be shown."""
    since = float(request.session.get(SIGNED_IN, 0))
    try:
        return max(since, int(_signer(request).unsign(request.COOKIES.get(COOKIE, ""))))
    except (BadSignature, ValueError):
        return since


def _signer(request: HttpRequest) -> Signer:
    # Bound to the sign-in, not to the session's key, which changes with a second factor or a new password.
    began = f"{request.user.pk}.{request.session.get(SIGNED_IN)}"
    return Signer(salt=f"zhuangjian.idle.{began}")


def remember_sign_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Keep in the session when it began."""
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN] = time.time()


def connect() -> None:
    """Called once when the pages are ready."""
    user_logged_in.connect(remember_sign_in, dispatch_uid="web.idle")
