"""Visits of several authorities, and what authorities tell each other of their inspections (CQ 8)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.programme.models import Exchange, Visit
from zhuangjian.apps.programme.sheets_joint import (
    EXCHANGES,
    VISITS,
    exchange_status,
    note_tasks,
    seen_parts,
    visit_status,
)
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.kernel.sheets import Sheet


@require_GET
def visits(request: PersonRequest) -> HttpResponseBase:
    """The visits of several authorities that the person may see."""
    return _list(request, VISITS, "programme/visits.html")


@require_GET
def visit(request: PersonRequest, key: UUID) -> HttpResponse:
    """One visit: who takes part with which inspection, and the answer that is waited for."""
    person = request.person
    row = visible_or_404(Visit, person, key, "party", "unit", "proposed_by")
    note_tasks(person, row, "网页")
    context = {"row": row, "sheet": VISITS, "state": visit_status(row), "parts": seen_parts(row, person)}
    return render(request, "programme/visit.html", context)


@require_GET
def exchanges(request: PersonRequest) -> HttpResponseBase:
    """What the person's authority was told of others' inspections, and told them."""
    return _list(request, EXCHANGES, "programme/exchanges.html")


@require_GET
def exchange(request: PersonRequest, key: UUID) -> HttpResponse:
    """One notice, to be acknowledged."""
    row = visible_or_404(Exchange, request.person, key, "party", "unit", "acknowledged_by")
    context = {"row": row, "sheet": EXCHANGES, "state": exchange_status(row)}
    return render(request, "programme/exchange.html", context)


def _list(request: PersonRequest, sheet: Sheet, template: str) -> HttpResponseBase:
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = sheet.of(request)
    if view.export is not None:
        return view.export
    return render(request, template, {"listing": view})
