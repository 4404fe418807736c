"""Urgent reports: the list, one of them, and those of an inspection with the one form that reports to both authorities."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.urgent.models import Direction, UrgentReport
from zhuangjian.apps.urgent.sheets import REPORTS, stage_view
from zhuangjian.apps.urgent.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

STEPS = ("urgent.handle", "urgent.direct")


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The reports that the person sees."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = REPORTS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "urgent/index.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One report: whose turn it is, what was done."""
    person = request.person
    row = visible_or_404(
        UrgentReport, person, key, "party", "local_authority", "organiser", "inspection", "reported_by"
    )
    log_rows([row], person, "紧急报告", PAGE)
    today = timezone.localdate()
    context = {
        "row": row,
        "stage": stage_view(row),
        "sheet": REPORTS,
        "lines": [line_of(duty, today) for duty in open_turns(row)],
        "directions": Direction.objects.visible_to(person).filter(report=row).select_related("given_by"),
        "acts": [name for name in STEPS if ACTIONS[name].allowed(person, row)],
    }
    return render(request, "urgent/detail.html", context)


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """The reports of an inspection and the directions given to its team."""
    row, context = opened(request, key, "urgent")
    reports = UrgentReport.objects.visible_to(request.person).filter(inspection=row)
    context["reports"] = [(one, stage_view(one)) for one in reports]
    context["may_report"] = ACTIONS["urgent.report"].allowed(request.person, row)
    context["may_direct"] = ACTIONS["urgent.adjust"].allowed(request.person, row)
    context["directions"] = (
        Direction.objects.visible_to(request.person)
        .filter(inspection=row)
        .select_related("given_by", "noted_by", "report")
    )
    return render(request, "urgent/of_inspection.html", context)
