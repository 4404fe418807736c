"""Practices, events and measures in support, for who works with them and for everybody (LN 2(7))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.benchmark.models import Attendance, Event, Practice, Support
from zhuangjian.apps.benchmark.pages import GONE, listed
from zhuangjian.apps.benchmark.queries import public_practices
from zhuangjian.apps.benchmark.sheets_sharing import (
    EVENTS,
    PRACTICES,
    PUBLIC_PRACTICES,
    SUPPORTS,
    event_view,
    practice_view,
    support_view,
)
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.warning.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest


def _one(request: PersonRequest, row: Any, sheet: Any, stage: tuple[str, str], **more: Any) -> HttpResponse:
    today = timezone.localdate()
    lines = [line_of(duty, today) for duty in open_turns(row)]
    context = {"row": row, "sheet": sheet, "stage": stage, "lines": lines, **more}
    return render(request, "benchmark/one.html", context)


@require_GET
def practices(request: PersonRequest) -> HttpResponseBase:
    """The practices that the person sees."""
    return listed(request, PRACTICES, "practices")


@require_GET
def practice(request: PersonRequest, key: UUID) -> HttpResponse:
    """One practice with what it says."""
    row = visible_or_404(Practice, request.person, key)
    return _one(request, row, PRACTICES, practice_view(row), text=row.text, tab="practices")


@require_GET
def events(request: PersonRequest) -> HttpResponseBase:
    """Visits, lectures and the like."""
    return listed(request, EVENTS, "events")


@require_GET
def event(request: PersonRequest, key: UUID) -> HttpResponse:
    """One event, with who put themselves down as far as the person may know it."""
    row = visible_or_404(Event, request.person, key, "authority")
    found = Attendance.objects.visible_to(request.person).filter(event=row).select_related("party")
    return _one(request, row, EVENTS, event_view(row), attendances=found, tab="events")


@require_GET
def supports(request: PersonRequest) -> HttpResponseBase:
    """Measures in support of titled enterprises and the brand."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return listed(request, SUPPORTS, "supports")


@require_GET
def support(request: PersonRequest, key: UUID) -> HttpResponse:
    """One measure in support."""
    row = visible_or_404(Support, request.person, key, "owner")
    return _one(request, row, SUPPORTS, support_view(row), tab="supports")


@require_GET
def public_practice_list(request: HttpRequest) -> HttpResponseBase:
    """Practices that everybody may read."""
    listing = PUBLIC_PRACTICES.of(request)
    if listing.export is not None:
        return listing.export
    return render(request, "benchmark/public_practices.html", {"listing": listing})


@require_GET
def public_practice(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them."""
    row = public_practices().filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return render(request, "benchmark/public_practice.html", {"row": row})
