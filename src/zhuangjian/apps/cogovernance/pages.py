"""Texts for the public and events: the officials' side, and what everybody reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.cogovernance.law import here
from zhuangjian.apps.cogovernance.models import Event, Piece
from zhuangjian.apps.cogovernance.queries import public_events, published_pieces
from zhuangjian.apps.cogovernance.sheets import EVENTS, PIECES, PUBLIC_EVENTS, PUBLIC_PIECES, view
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.warning.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


def _list(request: HttpRequest, sheet: Any, tab: str, template: str) -> HttpResponseBase:
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    context = {"listing": listing, "tab": tab, "title": sheet.title, "here_now": here()}
    return render(request, f"cogovernance/{template}.html", context)


def _lines(row: Any) -> list[Any]:
    today = timezone.localdate()
    return [line_of(duty, today) for duty in open_turns(row)]


@require_GET
def pieces(request: PersonRequest) -> HttpResponseBase:
    """Education and cases, drafts too for those who write them."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return _list(request, PIECES, "pieces", "list")


@require_GET
def piece(request: PersonRequest, key: UUID) -> HttpResponse:
    """One version, with those before and after it."""
    row = visible_or_404(Piece, request.person, key, "authority", "written_by", "approved_by", "replaces")
    later = Piece.objects.visible_to(request.person).filter(replaces=row).first()
    context = {"row": row, "sheet": PIECES, "stage": view(row), "lines": _lines(row)}
    versions = [one for one in (later, row.replaces) if one is not None]
    return render(request, "cogovernance/piece.html", context | {"versions": versions})


@require_GET
def events(request: PersonRequest) -> HttpResponseBase:
    """Events of all units."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return _list(request, EVENTS, "events", "list")


@require_GET
def event(request: PersonRequest, key: UUID) -> HttpResponse:
    """One event with its report."""
    row = visible_or_404(Event, request.person, key, "authority", "arranged_by")
    context = {"row": row, "sheet": EVENTS, "stage": view(row), "lines": _lines(row)}
    return render(request, "cogovernance/event.html", context)


@require_GET
def public_list(request: HttpRequest) -> HttpResponseBase:
    """Education and typical cases for everybody."""
    return _list(request, PUBLIC_PIECES, "education", "public_list")


@require_GET
def public_event_list(request: HttpRequest) -> HttpResponseBase:
    """Events for everybody."""
    return _list(request, PUBLIC_EVENTS, "events", "public_list")


def _public(request: HttpRequest, rows: Any, key: UUID, sheet: Any) -> HttpResponse:
    row = rows.select_related("authority").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return render(request, "cogovernance/public_one.html", {"row": row, "sheet": sheet, "stage": view(row)})


@require_GET
def public_piece(request: HttpRequest, key: UUID) -> HttpResponse:
    """One text; what was taken down or replaced is not there."""
    return _public(request, published_pieces(), key, PUBLIC_PIECES)


@require_GET
def public_event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One event; a cancelled one is not there."""
    return _public(request, public_events(), key, PUBLIC_EVENTS)
