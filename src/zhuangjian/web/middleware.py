"""Every page needs a signed-in person, but for the few public ones."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

# The API signs in by itself (session or token); public pages show only published rows.
OPEN = ("/login/", "/public/", "/static/", "/api/", "/favicon.ico", "/healthz")
BEFORE_PASSWORD = ("/logout/", "/account/password/")
BEFORE_TOTP = ("/logout/", "/account/totp/verify/")


class SignedInMiddleware:
    """Sends anonymous visitors to the sign-in page, and people who must change their password to that page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, or a redirect when somebody has to sign in first."""
        path = request.path
        if path.startswith(OPEN):
            return self.get_response(request)
        person = request.user
        if not person.is_authenticated:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        if _totp_pending(person) and not path.startswith(BEFORE_TOTP):
            return HttpResponseRedirect(f"/account/totp/verify/?next={quote(path)}")
        if person.must_change_password and not path.startswith((*BEFORE_PASSWORD, *BEFORE_TOTP)):
            return HttpResponseRedirect("/account/password/")
        return self.get_response(request)


def _totp_pending(person: object) -> bool:
    """A person with a confirmed second factor who has not shown it in this session."""
    from django_otp import user_has_device

    return not person.is_verified() and user_has_device(person)  # type: ignore[attr-defined]
