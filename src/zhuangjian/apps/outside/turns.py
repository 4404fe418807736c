"""Whose turn it can be with a problem outside the task (CQ 18): at once, no number of days."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, OFFICE, role_in
from zhuangjian.apps.outside.models import OutsideProblem, ProblemStage
from zhuangjian.apps.outside.state import seized, told_provinces, untested
from zhuangjian.kernel.turns import Holder, Turn, turn


def _turn(kind: str, title: str, **more: Any) -> Turn[OutsideProblem]:
    return turn(
        f"outside.{kind}",
        title,
        on=OutsideProblem,
        shown="{title}：{case.party}",
        cites="outside",
        **{"whose": _local, "event": "检查组报告"} | more,
    )


def _local(case: OutsideProblem) -> Holder:
    return Holder(authority=case.local_authority, role=role_in(case.local_authority, LOCAL))


def _office(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, OFFICE))


SEE = _turn("see", "收悉任务外问题", whose=lambda case: _office(case.inspection.dispatching_unit))
FIX = _turn(
    "fix",
    "固定任务外问题的证据",
    whose=lambda case: Holder(person=case.reported_by),
    until=lambda case: case.stage == ProblemStage.CLOSED or case.evidence_rows.exists(),
)
HANDLE = _turn("handle", "处置任务外问题")
ORDER = _turn("order", "责令暂停生产、经营")
NOTIFY = _turn(
    "notify",
    "逐级通报产品标签标示的省份",
    whose=lambda case: _office(case.provincial),
    until=told_provinces,
)
LIMIT = _turn(
    "limit", "查封、扣押期限届满前延长或者解除", event="查封、扣押", until=lambda case: not seized(case)
)
RESULT = _turn("result", "登记检验结果", event="抽样、送检", until=lambda case: not untested(case))
CLOSE = _turn("close", "登记任务外问题的处置结果")
