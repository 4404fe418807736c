"""Signals: the inbox, and one of them with the records behind it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.risk.models import Run, RunKind, SignalCase, SignalStep, StepKind
from zhuangjian.apps.risk.pages import officials_only
from zhuangjian.apps.risk.sheets_signals import CASES, evidence_of, stage_view
from zhuangjian.kernel.requests import PersonRequest

STEPS = (
    ("risk.take_signal", "受理并开始研判"),
    ("risk.assess_signal", "登记研判结果"),
    ("risk.note_step", "登记去向"),
    ("risk.close_signal", "办结风险信号"),
)
# Where each step is gone on with.
PLACES = {
    StepKind.FOR_CAUSE: ("/programme/", "年度计划：登记有因检查任务"),
    StepKind.SAMPLING: ("/intake/", "数据导入：抽检结果"),
    StepKind.GUIDANCE: ("/parties/", "企业档案"),
}


@require_GET
def signals(request: PersonRequest) -> HttpResponseBase:
    """The signals of the person's units."""
    officials_only(request)
    view = CASES.of(request)
    if view.export is not None:
        return view.export
    run = (
        Run.objects.visible_to(request.person)
        .filter(kind=str(RunKind.SIGNALS), finished_at__isnull=False)
        .order_by("-pk")
        .first()
    )
    return render(request, "risk/signals.html", {"listing": view, "run": run})


@require_GET
def signal(request: PersonRequest, key: UUID) -> HttpResponse:
    """One signal: what stands out, the records behind it, what was found, where it goes."""
    person = request.person
    row = visible_or_404(
        SignalCase, person, key, "party", "authority", "taken_by", "assessed_by", "closed_by"
    )
    steps = SignalStep.objects.visible_to(person).filter(case=row).select_related("noted_by")
    context = {
        "row": row,
        "stage": stage_view(row),
        "sheet": CASES,
        "evidence": evidence_of(row, person),
        "steps": [(one, PLACES.get(StepKind(one.kind))) for one in steps],
        "acts": [name for name, _ in STEPS if ACTIONS[name].allowed(person, row)],
    }
    return render(request, "risk/signal.html", context)
