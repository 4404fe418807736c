"""A form without an account, of whatever area: given out, checked, and its act done when it is let through."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from zhuangjian.apps.concern.guard import BITS, Spent, admitted, new_form
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import parse, perform
from zhuangjian.engines.rules.answer import Refusal


def form_of(request: HttpRequest, refused: Refusal | None) -> dict[str, Any]:
    """What ``concern/guarded.html`` needs. Nothing is done twice for a refusal: the same form is handed in again, with the
    work done for it, unless it is used up."""
    again = refused is not None and not isinstance(refused, Spent)
    return {
        "token": (again and request.POST.get("form", "")) or new_form(timezone.now()),
        "proof": request.POST.get("proof", "") if again else "",
        "bits": BITS,
        "fault": str(refused or ""),
    }


def handed_in(request: HttpRequest, act: type[Act[Any, Any]], case: Any, data: dict[str, Any]) -> None:
    """Do the act as nobody, if the form is let through; refused, the form can be handed in again."""
    # What is missing is told before the form is used up.
    parse(act, data)
    post, address = request.POST, request.META.get("REMOTE_ADDR", "")
    used = admitted(
        post.get("form", ""), post.get("homepage", ""), post.get("proof", ""), address, timezone.now()
    )
    try:
        perform(act, None, case, data)
    except Refusal:
        used.delete()
        raise
