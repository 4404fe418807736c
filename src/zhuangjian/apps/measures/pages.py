"""Measures, liftings and obstructions: the lists, one of each, and what was decided after an inspection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.measures.models import Assessment, Interview, Lifting, Measure, Obstruction, Progress
from zhuangjian.apps.measures.sheets import LIFTINGS, MEASURES, stage_view
from zhuangjian.apps.measures.sheets_obstructions import OBSTRUCTIONS
from zhuangjian.apps.measures.sheets_obstructions import stage_view as obstruction_view
from zhuangjian.apps.measures.waiting import lines_of
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"
IMPOSE = (
    "measures.suspend",
    "measures.control",
    "measures.recall",
    "measures.summon",
    "measures.record_credit",
    "measures.file_case",
    "measures.none",
)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The measures that the person sees."""
    return _listed(request, MEASURES, "measures/index.html")


@require_GET
def liftings(request: PersonRequest) -> HttpResponseBase:
    """The applications for lifting that the person sees."""
    return _listed(request, LIFTINGS, "measures/liftings.html")


@require_GET
def obstructions(request: PersonRequest) -> HttpResponseBase:
    """The obstructions that the person sees."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return _listed(request, OBSTRUCTIONS, "measures/obstructions.html")


def _listed(request: HttpRequest, sheet: Any, template: str) -> HttpResponseBase:
    view = sheet.of(request)
    return view.export if view.export is not None else render(request, template, {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One measure: the next step, what was done about it, its applications and papers."""
    person = request.person
    row = visible_or_404(Measure, person, key, "party", "authority", "inspection", "decided_by")
    log_rows([row], person, f"处理措施 {row.number}", PAGE)
    found = list(Lifting.objects.visible_to(person).filter(measure=row).select_related("decided_by"))
    assessed = Assessment.objects.visible_to(person).filter(lifting__in=found)
    context = {
        "row": row,
        "stage": stage_view(row),
        "sheet": MEASURES,
        "lines": lines_of(row, *found),
        "progress": Progress.objects.visible_to(person).filter(measure=row).select_related("entered_by"),
        "interviews": Interview.objects.visible_to(person).filter(measure=row),
        "liftings": [(one, [a for a in assessed if a.lifting_id == one.pk]) for one in found],
        "papers": _papers(person, row, *found),
        "official": person.scope.official,
    }
    return render(request, "measures/detail.html", context)


@require_GET
def obstruction(request: PersonRequest, key: UUID) -> HttpResponse:
    """One obstruction: its forms, its evidence, how it is handled."""
    person = request.person
    row = visible_or_404(Obstruction, person, key, "party", "authority", "inspection", "measure")
    log_rows([row], person, f"阻碍检查的处理 {row.party}", PAGE)
    context = {
        "row": row,
        "stage": obstruction_view(row),
        "sheet": OBSTRUCTIONS,
        "lines": lines_of(row),
        "papers": _papers(person, row),
    }
    return render(request, "measures/obstruction.html", context)


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """What was decided after an inspection, and the forms for deciding it."""
    row, context = opened(request, key, "measures")
    person = request.person
    found = Measure.objects.visible_to(person).filter(inspection=row)
    blocked = Obstruction.objects.visible_to(person).filter(inspection=row).first()
    context |= {
        "measures": [(one, stage_view(one)) for one in found],
        "obstruction": blocked,
        "obstruction_stage": obstruction_view(blocked) if blocked else None,
        "acts": [name for name in IMPOSE if ACTIONS[name].allowed(person, row)],
    }
    return render(request, "measures/of_inspection.html", context)


def _papers(person: Any, *cases: Any) -> list[Document]:
    """The papers of these that the person may read."""
    rows: list[Document] = []
    for case in cases:
        rows += Document.objects.visible_to(person).filter(
            target_model=case._meta.label_lower, target_id=case.pk
        )
    return rows
