"""Everybody's own account: password, second factor, tokens, interests."""

from __future__ import annotations

import io
from typing import Any

import qrcode
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from qrcode.image.svg import SvgPathImage

from zhuangjian.apps.authorities.actions.own import pending_device, second_factor_on
from zhuangjian.apps.authorities.models import ApiToken, Interest, Role, SignInEvent
from zhuangjian.apps.authorities.pages import credentials_of
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def account(request: PersonRequest) -> HttpResponse:
    """One's own data and what one can do with it."""
    person = request.person
    context = {
        "person": person,
        "roles": [Role(code).label for code in sorted(person.roles)],
        "credentials": credentials_of(person, person),
        "expertise": person.expertise.all(),
        "interests": Interest.objects.visible_to(person)
        .filter(person=person)
        .order_by("ended_on", "-declared_at"),
        "tokens": ApiToken.objects.visible_to(person).filter(person=person, revoked_at=None).order_by("-pk"),
        "sign_ins": SignInEvent.objects.visible_to(person).filter(person=person)[:8],
        "second_factor": second_factor_on(person),
    }
    return render(request, "authorities/account.html", context)


@require_GET
def password(request: PersonRequest) -> HttpResponse:
    """The form for a new password; the only page open to somebody who must change it."""
    return render(request, "authorities/password.html", {"person": request.person})


@require_GET
def totp(request: PersonRequest) -> HttpResponse:
    """Setting up the second factor: the code to scan, and the proof that it was scanned."""
    person = request.person
    device = pending_device(person)
    context = {
        "person": person,
        "second_factor": second_factor_on(person),
        "device": device,
        "secret": _groups(device) if device else "",
    }
    response = render(request, "authorities/totp.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def totp_code(request: PersonRequest) -> HttpResponse:
    """The code to scan, as a picture from our own address, while the device waits for its proof."""
    device = pending_device(request.person)
    if device is None:
        raise Http404
    picture = io.BytesIO()
    qrcode.make(device.config_url, image_factory=SvgPathImage, box_size=9, border=2).save(picture)
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


def _groups(device: Any) -> str:
    from base64 import b32encode

    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
