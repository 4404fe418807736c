"""Whose turn it can be with a measure, its lifting, and an obstruction (CQ 49-51)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, OFFICE, role_in
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction
from zhuangjian.kernel.turns import Holder, Limit, Turn, turn


def _local(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, LOCAL))


def _turn(kind: str, title: str, shown: str, **more: Any) -> Turn[Measure]:
    return turn(
        f"measures.{kind}",
        title,
        on=Measure,
        shown=shown,
        **{"whose": lambda case: _local(case.authority), "cites": "measures"} | more,
    )


# No article says within how many days the result is acted on.
HANDLE = turn(
    "measures.handle",
    "根据检查结果作出处理",
    on=Inspection,
    shown="根据检查结果对{case.party}作出处理",
    page="/inspections/{case.public_id}/measures/",
    event="检查记录交付",
    cites="measures",
    whose=lambda case: _local(case.local_authority),
)
WATCH = _turn("watch", "核查执行情况", "核查{case.party}执行措施的情况")
REPORT_RECALL = _turn(
    "report_recall",
    "报告召回进展",
    "召回产品并报告进展：{case.party}",
    event="收到责令召回的通知",
    cites="measure_recall",
    whose=lambda case: Holder(party=case.party),
)
FOLLOW_RECALL = _turn(
    "follow_recall", "督促召回", "督促{case.party}召回并报告", cites="measure_recall", event="责令召回"
)
EFFECT = _turn(
    "effect", "评估召回效果", "评估{case.party}的召回效果", cites="measure_recall", event="收到召回总结"
)
HOLD = _turn("hold", "开展责任约谈", "约谈{case.party}", cites="measure_interview", event="通知约谈")
COMMIT = _turn(
    "commit",
    "履行约谈承诺并报告",
    "履行约谈时的承诺并报告：{case.party}",
    event="责任约谈",
    cites="measure_interview",
    whose=lambda case: Holder(party=case.party),
)
VERIFY = _turn(
    "verify",
    "核查约谈承诺",
    "核查{case.party}履行约谈承诺的情况",
    cites="measure_interview",
    event="责任约谈",
)
FREQUENCY = _turn(
    "frequency",
    "按信用记录安排检查频次",
    "按{case.party}的信用记录安排检查频次",
    cites="measure_credit",
    event="记录信用档案",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, OFFICE)),
)


def _limit(case: Lifting, at: datetime) -> Limit:
    return legal_limit("lifting_assessment", case.received_on)


ASSESS = turn(
    "measures.assess_lifting",
    "评估整改情况",
    on=Lifting,
    shown="评估{case.party}的整改情况，决定是否解除措施",
    event="收到整改报告",
    cites="lifting",
    whose=lambda case: _local(case.authority),
    limit=_limit,
)
# Within the article's days the rectification is assessed; for the decision after it no number of days is set.
DECIDE = turn(
    "measures.decide_lifting",
    "决定是否解除措施",
    on=Lifting,
    shown="决定是否解除对{case.party}的措施",
    event="评估整改情况",
    cites="lifting",
    whose=lambda case: _local(case.authority),
)
OBSTRUCTED = turn(
    "measures.obstruction",
    "处理拒绝、逃避、阻碍检查",
    on=Obstruction,
    shown="处理{case.party}拒绝、逃避、阻碍检查",
    event="记录拒绝、逃避、阻碍检查",
    cites="obstruction",
    whose=lambda case: _local(case.authority),
)
HANDED_OVER = turn(
    "measures.obstruction_result",
    "登记移送的处理结果",
    on=Obstruction,
    shown="登记{case.party}阻碍检查移送后的处理结果",
    event="移送有权处理的部门",
    cites="obstruction",
    whose=lambda case: _local(case.authority),
)
