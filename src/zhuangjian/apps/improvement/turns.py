"""Whose turn it can be under a plan of action (LN 2(1), 3, 4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhuangjian.apps.duties.holders import role_in
from zhuangjian.apps.improvement.models import Item, ItemStage, Problem, ProblemStage, Report
from zhuangjian.apps.improvement.who import WORKERS, item_at, problem_at
from zhuangjian.kernel.turns import Holder, Limit, turn


def _workers(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, WORKERS))


def _due(case: Any, at: datetime) -> Limit:
    return Limit(case.due, basis="to_be_confirmed")


# The text names years and a mechanism, no days: the day is that of the plan as it was opened, to be confirmed.
FINISH = turn(
    "improvement.finish",
    "办理行动事项",
    on=Item,
    shown="{case.get_kind_display}：{case.title}",
    cites="improvement",
    event="列入行动方案",
    whose=lambda case: _workers(case.unit),
    limit=_due,
    while_=item_at(ItemStage.OPEN),
)
REPORT = turn(
    "improvement.report",
    "起草工作情况报告",
    on=Report,
    shown="起草工作情况报告（{case.period}）",
    cites="improvement_reports",
    event="报送周期开始",
    whose=lambda case: _workers(case.unit),
    limit=_due,
)
APPROVE = turn(
    "improvement.approve_report",
    "审签工作情况报告",
    on=Report,
    shown="审签工作情况报告（{case.period}）",
    cites="improvement_reports",
    event="报告起草",
    whose=lambda case: Holder(authority=case.unit, role="head"),
    limit=_due,
)
SOLVE = turn(
    "improvement.solve",
    "化解共性问题",
    on=Problem,
    shown="化解共性问题：{case.title}",
    cites="improvement_problems",
    event="列入共性问题清单",
    whose=lambda case: _workers(case.unit),
    limit=lambda case, at: Limit(case.due),
    while_=problem_at(ProblemStage.OPEN, ProblemStage.ASKED),
)
SIGN = turn(
    "improvement.sign_reasons",
    "审定按理由销号",
    on=Problem,
    shown="审定按理由销号：{case.title}",
    cites="improvement_problems",
    event="申请按理由销号",
    whose=lambda case: Holder(authority=case.plan.authority, role="head"),
)
