"""Whose turn it can be in a rectification, and after the inspection it comes from (CQ 19, 16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.duties.holders import LOCAL, role_in
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import Rectification, RevocationOpinion
from zhuangjian.kernel.turns import Holder, Turn, turn


def _turn(kind: str, title: str, shown: str, **more: Any) -> Turn[Rectification]:
    return turn(
        f"rectification.{kind}",
        title,
        on=Rectification,
        shown=shown,
        cites="rectification",
        **{"whose": lambda case: _local(case.authority)} | more,
    )


def _provincial(unit: Any) -> Any:
    """The provincial authority, whose licensing department it is: the unit itself or the one above it."""
    return unit if unit.commands_all or unit.parent is None else unit.parent


def _local(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, LOCAL))


def _none(state: str) -> Callable[[Rectification], bool]:
    return lambda case: not case.problems.filter(state=state).exists()


# No law says within how many days the notice goes out, or a report is re-checked.
ISSUE = turn(
    "rectification.issue",
    "发出整改通知",
    on=Inspection,
    shown="向{case.party}发出整改通知",
    page="/rectifications/new/{case.public_id}/",
    event="检查记录交付",
    cites="rectification",
    whose=lambda case: _local(case.local_authority),
)
REPORT = _turn("report", "报送整改报告", "{title}", whose=lambda case: Holder(party=case.party))
# Nobody does this by an act of its own: it lasts until the enterprise has handed in, or the matter is handed on.
FOLLOW_UP = _turn("follow_up", "督促按期整改", "督促{case.party}按期整改")
RECHECK = _turn(
    "recheck", "复查整改情况", "复查{case.party}的整改情况", event="收到整改报告", until=_none("reported")
)
# That a plan has to be accepted is house practice: the article has it handed in with the report.
ACCEPT_PLAN = _turn(
    "accept_plan", "审核整改计划", "审核{case.party}的整改计划", event="收到整改计划", until=_none("planned")
)
CLOSE = _turn("close", "办结整改", "办结{case.party}的整改", event="复查符合要求")
# Not put right: the case is filed. To have it put right once more does not answer this.
DECIDE = _turn("decide", "移交立案调查", "就{case.party}未按要求整改移交立案调查", event="复查不符合要求")
WITH_PARTY = (REPORT, FOLLOW_UP)
ALL = (*WITH_PARTY, RECHECK, ACCEPT_PLAN, CLOSE, DECIDE)

# The text sets no limit for the licensing department's decision; the duty shows how long it waits.
ANSWER_OPINION = turn(
    "rectification.answer_revocation",
    "答复撤销许可意见",
    on=RevocationOpinion,
    shown="答复就{case.inspection.party}提出的撤销许可意见",
    page="/rectifications/revocation/{case.inspection.public_id}/",
    event="提出撤销许可意见",
    cites="revocation",
    whose=lambda case: Holder(authority=_provincial(case.authority), role=Role.LICENSING_OFFICER),
)
PROPOSE = turn(
    "rectification.propose_revocation",
    "提出撤销许可意见",
    on=Inspection,
    shown="就{case.party}提出撤销化妆品生产许可意见",
    page="/rectifications/revocation/{case.public_id}/",
    cites="revocation",
    whose=lambda case: Holder(
        authority=case.organising_unit, role=role_in(case.organising_unit, (Role.HEAD,))
    ),
)
