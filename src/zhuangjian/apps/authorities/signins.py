"""The log of sign-ins, which administrators read."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_str

from zhuangjian.apps.authorities.models import Person, SignInEvent
from zhuangjian.engines.rules.answer import Refusal


class WrongPassword(Refusal):
    """A signed-in person gave a wrong password for their own account."""


def count_wrong_password(request: HttpRequest, refusal: Refusal) -> None:
    """Count a wrong password as a failed sign-in, so that a stolen session cannot guess it; after the rollback."""
    if isinstance(refusal, WrongPassword):
        username = request.user.get_username()
        user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def note(request: HttpRequest | None, person: Person | None, kind: str) -> None:
    """Keep one event; address and browser as far as the request tells them."""
    meta = request.META if request is not None else {}
    agent = force_str(meta.get("HTTP_USER_AGENT", ""), errors="replace")
    SignInEvent.objects.create(
        person=person,
        kind=kind,
        address=meta.get("REMOTE_ADDR") or None,
        agent="".join(c for c in agent if c.isprintable())[:200],
    )


def kept_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """The name under which failed sign-ins are counted: a person's own, else only a keyed digest of what was typed.

    Somebody may have typed their password there. Both are locked alike, so a lock tells nobody which names exist.
    """
    typed = (credentials or {}).get("username")
    if typed is None and request is not None:
        typed = request.POST.get("username")
    if typed is None:
        return None
    person = _named({"username": typed})
    if person is not None and person.username == typed:
        return person.username
    return "?" + salted_hmac("zhuangjian.signins", str(typed), algorithm="sha256").hexdigest()


def _named(credentials: dict[str, Any] | None) -> Person | None:
    username = str((credentials or {}).get("username") or "")[:60]
    return Person.objects.filter(username=username).first() if username and "\x00" not in username else None


def _signed_in(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:
    note(request, user, "signed_in")


def _signed_out(sender: Any, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        note(request, user, "signed_out")


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    note(request, _named(credentials), "failed")


def _locked(sender: Any, request: HttpRequest, username: str = "", **_: Any) -> None:
    note(request, _named({"username": username}), "locked")


def connect() -> None:
    """Called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="authorities.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="authorities.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="authorities.failed")
    user_locked_out.connect(_locked, dispatch_uid="authorities.locked")
