"""Reporting without an account, asking by code, and the office's side of it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuangjian.apps.concern.actions.concerns import ReceiveConcern, provincial
from zhuangjian.apps.concern.door import form_of, handed_in
from zhuangjian.apps.concern.models import Concern, ConcernKind, Informant
from zhuangjian.apps.concern.queries import districts, open_duties, with_code
from zhuangjian.apps.concern.sheets import CONCERNS, view
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another
FIELDS = ("kind", "subject", "product", "text", "about", "authority", "name", "contact")


def _new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The public form; handed in, it gives a receipt code once."""
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            return _received(request, given)
        except Refusal as said:
            refused = said
    else:
        given["about"], given["subject"] = request.GET.get("about", ""), request.GET.get("subject", "")[:120]
        given["kind"] = "objection" if given["about"] else "report"
    context = {
        "given": given,
        "kinds": ConcernKind.choices(),
        "units": [provincial(), *districts()],
        **form_of(request, refused),
    }
    return render(request, "concern/report.html", context, status=422 if refused else 200)


def _received(request: HttpRequest, given: dict[str, str]) -> HttpResponse:
    code = _new_code()
    handed_in(
        request,
        ReceiveConcern,
        None,
        {name: value for name, value in given.items() if value} | {"code": code},
    )
    return render(request, "concern/received.html", {"code": code})


@never_cache
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """How far a report is, for whoever has its code; the code is never in an address."""
    code = request.POST.get("code", "")
    row = with_code(code) if code else None
    context = {"asked": request.method == "POST", "row": row, "state": view(row) if row else None}
    return render(request, "concern/status.html", context)


@require_GET
def concerns(request: PersonRequest) -> HttpResponseBase:
    """The reports that the person sees."""
    if not request.person.scope.official:
        raise Http404(GONE)
    listing = CONCERNS.of(request)
    if listing.export is not None:
        return listing.export
    return render(request, "concern/list.html", {"listing": listing})


@require_GET
def concern(request: PersonRequest, key: UUID) -> HttpResponse:
    """One report; who sent it is shown to who handles it."""
    row = visible_or_404(Concern, request.person, key, "authority", "party", "handler")
    today = timezone.localdate()
    context = {
        "row": row,
        "sheet": CONCERNS,
        "stage": view(row),
        "lines": [line_of(one, today) for one in open_duties(row)],
        "informant": Informant.objects.visible_to(request.person).filter(concern=row).first(),
    }
    return render(request, "concern/detail.html", context)
