"""The plan on one page, and its items, meetings and reports (LN 1, 3, 4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.improvement.board import board_of
from zhuangjian.apps.improvement.drafting import said
from zhuangjian.apps.improvement.law import plan_of_law
from zhuangjian.apps.improvement.models import ActionPlan, Item, Meeting, Report
from zhuangjian.apps.improvement.sheets import (
    FUNDS,
    ITEMS,
    MEETINGS,
    PLANS,
    REPORTS,
    item_view,
    plan_view,
    report_view,
)
from zhuangjian.apps.improvement.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest


def _list(request: PersonRequest, sheet: Any, title: str, words: str, law: str) -> HttpResponseBase:
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = sheet.of(request)
    if view.export is not None:
        return view.export
    context = {"listing": view, "title": title, "words": words, "law": law}
    return render(request, "improvement/list.html", context)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The plans; calmly said where none is in force."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = PLANS.of(request)
    if view.export is not None:
        return view.export
    law = plan_of_law(timezone.localdate())
    plans = ActionPlan.objects.visible_to(request.person)
    opened = law is not None and plans.filter(key=law.key).exists()
    return render(request, "improvement/index.html", {"listing": view, "law": law, "opened": opened})


@require_GET
def plan(request: PersonRequest, key: UUID) -> HttpResponse:
    """One plan on one page: goals then and now, tasks, what the year has to bring, group, reports, funds."""
    row = visible_or_404(ActionPlan, request.person, key, "authority")
    context = {"row": row, "stage": plan_view(row), "sheet": PLANS} | board_of(row, request.person)
    return render(request, "improvement/plan.html", context)


@require_GET
def items(request: PersonRequest) -> HttpResponseBase:
    """The items that the person sees."""
    return _list(
        request, ITEMS, "行动事项", "阶段任务、议定事项、信息通报和宣传，各有承办单位和期限", "improvement"
    )


@require_GET
def item(request: PersonRequest, key: UUID) -> HttpResponse:
    """One item."""
    row = visible_or_404(Item, request.person, key, "plan", "unit", "meeting", "done_by")
    return render(request, "improvement/item.html", _one(row, ITEMS, item_view(row)))


@require_GET
def meetings(request: PersonRequest) -> HttpResponseBase:
    """The meetings that the person sees."""
    return _list(
        request, MEETINGS, "会议", "专项工作小组和办公室的会议，议定事项逐项跟踪", "improvement_group"
    )


@require_GET
def meeting(request: PersonRequest, key: UUID) -> HttpResponse:
    """One meeting with what it decided."""
    row = visible_or_404(Meeting, request.person, key, "plan")
    rows = Item.objects.visible_to(request.person).filter(meeting=row).select_related("unit")
    context = {"row": row, "sheet": MEETINGS, "decisions": [(one, item_view(one)) for one in rows]}
    return render(request, "improvement/meeting.html", context)


@require_GET
def reports(request: PersonRequest) -> HttpResponseBase:
    """The reports that the person sees."""
    return _list(
        request,
        REPORTS,
        "工作情况报告",
        "各单位定期报送，由数据起草、负责人审签、以函件发出",
        "improvement_reports",
    )


@require_GET
def report(request: PersonRequest, key: UUID) -> HttpResponse:
    """One report."""
    row = visible_or_404(Report, request.person, key, "plan", "unit", "letter", "drafted_by", "approved_by")
    context = _one(row, REPORTS, report_view(row)) | {"lines_said": said(row.figures)}
    return render(request, "improvement/report.html", context)


@require_GET
def funds(request: PersonRequest) -> HttpResponseBase:
    """The budget lines that the person sees."""
    return _list(request, FUNDS, "经费", "行动方案的经费和使用", "improvement_funds")


def _one(row: Any, sheet: Any, stage: tuple[str, str]) -> dict[str, Any]:
    today = timezone.localdate()
    lines = [line_of(duty, today) for duty in open_turns(row)]
    return {"row": row, "sheet": sheet, "stage": stage, "lines": lines}
