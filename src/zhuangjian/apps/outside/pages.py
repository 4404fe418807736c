"""Problems outside the task: the list, one of them, and those of an inspection with the form that reports one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.outside.models import Handling, OutsideProblem
from zhuangjian.apps.outside.sheets import PROBLEMS, stage_view
from zhuangjian.apps.outside.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

# What is most pressing first.
STEPS = (
    "measures.urgent",
    "outside.handle",
    "outside.fix",
    "outside.see",
    "cooperation.notify_label",
    "outside.release",
    "outside.result",
    "outside.measure",
    "outside.extend",
    "outside.reinspect",
    "outside.close",
)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The problems that the person sees."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = PROBLEMS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "outside/index.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One problem: the next step, what was done, what it rests on."""
    person = request.person
    row = visible_or_404(OutsideProblem, person, key, "party", "local_authority", "inspection", "reported_by")
    log_rows([row], person, "任务外问题", PAGE)
    today = timezone.localdate()
    context = {
        "row": row,
        "stage": stage_view(row),
        "sheet": PROBLEMS,
        "lines": [line_of(duty, today) for duty in open_turns(row)],
        "handlings": Handling.objects.visible_to(person).filter(problem=row).select_related("entered_by"),
        "orders": row.measures.visible_to(person),
        "letters": row.letters.visible_to(person).order_by("pk"),
        "evidence": Evidence.objects.visible_to(person).filter(
            pk__in=row.evidence_rows.values("evidence_id")
        ),
        "acts": [name for name in STEPS if ACTIONS[name].allowed(person, row)],
    }
    return render(request, "outside/detail.html", context)


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """The problems of an inspection, and the one form that reports one to both authorities."""
    row, context = opened(request, key, "outside")
    rows = OutsideProblem.objects.visible_to(request.person).filter(inspection=row)
    context["problems"] = [(one, stage_view(one)) for one in rows]
    return render(request, "outside/of_inspection.html", context)
