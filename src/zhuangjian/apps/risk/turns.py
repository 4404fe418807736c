"""Whose turn it can be with a grade or a signal. No article sets a number of days: they are the house's practice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhuangjian.apps.duties.holders import LOCAL, OFFICE, role_in
from zhuangjian.apps.risk.law import change_days, objection_days, within
from zhuangjian.apps.risk.models import GradeChange, Objection, SignalCase
from zhuangjian.kernel.turns import Holder, Limit, Turn, turn


def _local(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, LOCAL))


def _office(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, OFFICE))


def _changed_by(case: GradeChange, at: datetime) -> Limit:
    day = timezone.localdate(at)
    return within(change_days(day), day)


def _answered_by(case: Objection, at: datetime) -> Limit:
    day = timezone.localdate(at)
    return within(objection_days(day), day)


CHANGED = turn(
    "risk.changed",
    "处理风险等级变动",
    on=GradeChange,
    shown="{case.party}的风险等级由{case.before}级变为{case.after}级：决定是否调整检查安排",
    event="风险等级变动",
    cites="grading",
    whose=_local,
    limit=_changed_by,
    practice=True,
)
ANSWER = turn(
    "risk.answer",
    "答复等级异议",
    on=Objection,
    shown="答复{case.party}对风险等级的异议",
    event="企业提出异议",
    cites="grading",
    whose=_local,
    limit=_answered_by,
    practice=True,
)


def _signal(kind: str, title: str, event: str) -> Turn[SignalCase]:
    return turn(
        f"risk.{kind}",
        title,
        on=SignalCase,
        shown="{title}：{case}",
        event=event,
        cites="risk_signals",
        whose=_office,
        practice=True,
    )


TAKE = _signal("take", "受理风险信号", "发现风险信号")
ASSESS = _signal("assess", "研判风险信号", "受理风险信号")
FOLLOW = _signal("follow", "处置已确认的风险信号", "确认风险信号")
