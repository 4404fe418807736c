"""Draws: the offices' list and page; in public the list, one draw with its check in the browser, its file, the verifier."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.draws import verify_draw
from zhuangjian.apps.draws.actions.steps import ahead
from zhuangjian.apps.draws.files import document, latest
from zhuangjian.apps.draws.models import Draw, DrawFile, FileKind
from zhuangjian.apps.draws.queries import announced
from zhuangjian.apps.draws.sheets import DRAWS, PUBLIC_DRAWS, public_stage, stage_view
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"
STEPS = ("draws.announce", "draws.run", "draws.place", "draws.open")
SHOWN = 500


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The draws that the person sees."""
    if not request.person.has("head", "programme_officer"):
        raise Http404(GONE)
    view = DRAWS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "draws/index.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One draw: the next step, whom it came to and with whom, who was replaced, its files."""
    row = visible_or_404(Draw, request.person, key, "programme", "authority", "unit", "frozen_by", "drawn_by")
    drawn = row.drawn.select_related("party", "task").prefetch_related("officers__person")
    context = {
        "row": row,
        "sheet": DRAWS,
        "state": stage_view(row),
        "drawn": drawn[:SHOWN],
        "steps": STEPS,
        "ahead": ahead(row),
        "staffed": bool(row.staff_digest),
        "out": (document(row, FileKind.LIST) or {})["frozen"]["excluded"][:SHOWN],
    }
    return render(request, "draws/detail.html", context)


@require_GET
def file(request: PersonRequest, key: UUID, kind: str) -> HttpResponse:
    """The file of a draw as it stands, for its offices."""
    row = visible_or_404(Draw, request.person, key)
    found = latest(row, FileKind(kind)) if kind in (FileKind.LIST, FileKind.STAFF) else None
    if found is None:
        raise Http404(GONE)
    return _json(found)


@require_GET
def public_index(request: HttpRequest) -> HttpResponseBase:
    """Draws whose digest is public."""
    view = PUBLIC_DRAWS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "draws/public_index.html", {"listing": view})


@require_GET
def public_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was published of one draw, step by step; with its file, once that is public, also the result."""
    row = _announced(key)
    context: dict[str, Any] = {"row": row, "sheet": PUBLIC_DRAWS, "state": public_stage(row)}
    if row.opened_at is not None:
        found = document(row, FileKind.LIST)
        assert found is not None
        names = {line[0]: line for line in found["frozen"]["items"]}
        context["drawn"] = [names[one] for one in found["result"]["selected"]]
        context["out"] = found["frozen"]["excluded"][:SHOWN]
        context["rounds"] = found["rounds"][1:]
    return render(request, "draws/public_detail.html", context)


@require_GET
def public_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The published file."""
    row = _announced(key)
    found = latest(row, FileKind.LIST) if row.opened_at is not None else None
    if found is None:
        raise Http404(GONE)
    return _json(found)


@require_GET
def program(request: HttpRequest) -> HttpResponse:
    """The verifier in Python, for who would rather run it on a machine of their own."""
    text = Path(verify_draw.__file__).read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_draw.py"'
    return response


def _announced(key: UUID) -> Draw:
    row = announced().select_related("authority", "unit").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return row  # type: ignore[no-any-return]


def _json(found: DrawFile) -> HttpResponse:
    response = HttpResponse(found.content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="draw-{found.kind}-{found.no}.json"'
    return response
