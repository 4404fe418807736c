"""Whose turn it can be with a lead (CQ 37, 39, 40). No article says within how many days it is passed on, signed for, or
decided whether to file: the list shows how long it has waited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, role_in
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.enforcement.who import RECEIVER_ROLES
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.kernel.turns import Holder, Limit, Turn, turn


def _local(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, LOCAL))


def receiver(case: Lead) -> Holder:
    """Who investigates."""
    assert case.receiver is not None
    return Holder(authority=case.receiver, role=role_in(case.receiver, RECEIVER_ROLES))


def _turn(kind: str, title: str, cites: str, **more: Any) -> Turn[Lead]:
    return turn(
        f"enforcement.{kind}",
        title,
        on=Lead,
        shown=f"{title}：{{case.party}}",
        cites=cites,
        **{"whose": receiver} | more,
    )


def _limit(key: str, day: str) -> Callable[[Lead, datetime], Limit]:
    return lambda case, at: legal_limit(key, getattr(case, day))


REPORT = turn(
    "enforcement.report",
    "通报违法线索",
    on=Inspection,
    shown="通报违法线索：{case.party}",
    page="/inspections/{case.public_id}/bundles/",
    cites="transfer",
    whose=lambda case: _local(case.local_authority),
)
ASSESS = _turn(
    "assess",
    "评估线索风险并决定",
    "transfer",
    whose=lambda case: _local(case.local_authority),
    event="收到线索",
)
SAMPLE_RESULT = _turn(
    "sample_result",
    "登记抽样的检验结果",
    "transfer",
    whose=lambda case: _local(case.local_authority),
    event="抽样送检",
    until=lambda case: not case.samples.filter(result_on=None).exists(),
)
TRANSFER = _turn("transfer", "移交线索", "transfer", whose=lambda case: _local(case.local_authority))
SIGN_FOR = _turn("sign_for", "核对并签收移交的线索", "transfer", event="移交线索")
FILE = _turn("file", "决定是否立案", "filing", event="接受移交线索")
FILING_FEEDBACK = _turn(
    "filing_feedback",
    "反馈立案情况",
    "filing",
    event="作出是否立案决定",
    limit=_limit("filing_feedback", "filing_on"),
)
PENALTY = _turn(
    "penalty",
    "作出是否处罚的决定",
    "penalty_case",
    event="立案",
    limit=_limit("penalty_case_decision", "filing_on"),
)
RESULT_FEEDBACK = _turn(
    "result_feedback",
    "反馈处理结果",
    "penalty",
    event="作出是否处罚的决定",
    limit=_limit("penalty_feedback", "penalty_on"),
)
