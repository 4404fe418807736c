"""Whose turn it can be with an urgent report: both authorities at once, and the team with what it is told (CQ 35)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, OFFICE, role_in
from zhuangjian.apps.urgent.models import Direction, UrgentReport
from zhuangjian.kernel.turns import Holder, turn


def _one_of(unit: Any, roles: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, roles))


HANDLE = turn(
    "urgent.handle",
    "处置紧急报告",
    on=UrgentReport,
    shown="{title}：{case.party}，{case.situation}",
    cites="urgent",
    event="检查组报告",
    whose=lambda case: _one_of(case.local_authority, LOCAL),
)
DIRECT = turn(
    "urgent.direct",
    "答复紧急报告",
    on=UrgentReport,
    shown="{title}：{case.party}，{case.situation}",
    cites="urgent",
    event="检查组报告",
    whose=lambda case: _one_of(case.organiser, OFFICE),
)
NOTE = turn(
    "urgent.note",
    "收悉检查指导",
    on=Direction,
    shown="{title}：{case.inspection.party}，{case.get_kind_display}",
    cites="urgent",
    event="组织检查单位作出指导",
    whose=lambda case: Holder(person=case.inspection.leader().person),
    party=lambda case: case.inspection.party,
)
