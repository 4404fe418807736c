"""Pages of requests for people to assist: the list, and one of them (CQ 20)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.inspections.models import Seconding
from zhuangjian.apps.inspections.models.seconding import SecondingStage
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.inspections.sheets_seconding import SECONDINGS, stage_of
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The requests that the person may see."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = SECONDINGS.of(request)
    if view.export is not None:
        return view.export
    if view.page.rows:
        log_rows(view.page.rows, request.person, "协助人员列表", PAGE)
    return render(request, "inspections/secondings.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One request: who is asked, whom they named, what comes next."""
    person = request.person
    row = visible_or_404(Seconding, person, key, "unit", "asked_from", "inspection")
    log_rows([row], person, "协助人员", PAGE)
    context = {
        "row": row,
        "stage": stage_of(row),
        "sheet": SECONDINGS,
        "until": until_of(row.due_on, timezone.localdate()) if row.stage == SecondingStage.ASKED else None,
    }
    return render(request, "inspections/seconding.html", context)
