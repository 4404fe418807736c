"""Whose turn it can be in guidance: a plan, its receipt, the visits, what the enterprise made of them."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.holders import role_in
from zhuangjian.apps.guidance.law import pairing_open_by
from zhuangjian.apps.guidance.models import (
    Guidance,
    GuidanceStage,
    GuidanceVisit,
    Pairing,
    PairingList,
    PairingListStage,
)
from zhuangjian.apps.guidance.who import UNANSWERED, at, listing
from zhuangjian.apps.improvement.who import WORKERS
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Limit, turn


def _unit(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, WORKERS))


def _helper(case: Guidance) -> Holder:
    """The person who was named to help the enterprise; the unit where there is none."""
    row = Pairing.objects.unrestricted().filter(guidance=case).select_related("supporter").first()
    return Holder(person=row.supporter) if row and row.supporter else _unit(case)


PLAN = turn(
    "guidance.plan",
    "制定指导方案",
    on=Guidance,
    shown="制定指导方案：{case.party}（{case.get_moment_display}）",
    cites="guidance",
    event="列入指导",
    whose=_helper,
    limit=lambda case, moment: Limit(case.due, basis="house"),
    while_=at(GuidanceStage.DRAFT),
    practice=True,
)
CONFIRM = turn(
    "guidance.confirm",
    "确认指导方案",
    on=Guidance,
    shown="确认{case.authority}的指导方案",
    cites="guidance",
    event="制定方案",
    whose=lambda case: Holder(party=case.party),
    while_=at(GuidanceStage.PLANNED),
    practice=True,
)
GUIDE = turn(
    "guidance.guide",
    "按方案指导",
    on=Guidance,
    shown="按方案指导{case.party}",
    cites="guidance",
    event="制定方案",
    whose=_helper,
    limit=lambda case, moment: Limit(case.ends_on, basis="house"),
    while_=at(GuidanceStage.PLANNED, GuidanceStage.RUNNING),
    practice=True,
)
ANSWER = turn(
    "guidance.answer",
    "写明指导后的情况",
    on=GuidanceVisit,
    shown="写明{case.get_kind_display}以后的情况",
    cites="guidance",
    event="登记指导",
    whose=lambda case: Holder(party=case.party),
    while_=UNANSWERED,
    practice=True,
)
SETTLE = turn(
    "guidance.settle_pairing",
    "确定年度帮扶名单",
    on=PairingList,
    shown="确定{case}",
    cites="guidance",
    event="开始征集",
    whose=_unit,
    limit=lambda case, moment: Limit(case.settle_by, basis="house"),
    while_=listing(PairingListStage.OPEN),
    practice=True,
)
AGAIN = turn(
    "guidance.open_pairing",
    "开始下一年度的帮扶名单",
    on=PairingList,
    shown=lambda case: f"开始{case.year + 1}年结对帮扶名单",
    page="/guidance/pairing-lists/",
    cites="guidance",
    event="确定年度帮扶名单",
    whose=_unit,
    limit=lambda case, moment: Limit(pairing_open_by(case.year + 1), basis="house"),
    while_=holds(
        "下一年度还没有开始",
        lambda case: not PairingList.objects.unrestricted().filter(year__gt=case.year).exists(),
        "下一年度的名单已经开始。",
    ),
    practice=True,
)
