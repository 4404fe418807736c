"""Whose turn it can be with a letter (CQ 42, 47, 48). Where no law sets a limit, the list shows how long it has waited."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.cooperation.law import limit_of, rule_of
from zhuangjian.apps.cooperation.models import Letter, LetterStage
from zhuangjian.apps.cooperation.who import ROLES, at
from zhuangjian.apps.duties.holders import role_in
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Limit, Turn, turn


def handler(case: Letter) -> Holder:
    """Who answers a letter that came in."""
    return Holder(authority=case.handler, role=role_in(case.handler, ROLES))


def own(case: Letter) -> Holder:
    """The unit whose letter it is."""
    return Holder(authority=case.authority, role=role_in(case.authority, ROLES))


def _head(case: Letter) -> Holder:
    return Holder(authority=case.authority, role="head")


def reported(case: Letter) -> bool:
    """Whether the national authority was asked to say who is competent."""
    sent = Letter.objects.unrestricted().filter(earlier=case, kind=LetterKind.DISPUTE)
    return bool(sent.exclude(sent_at=None).exists())


def _decision(case: Letter, at: Any) -> Limit:
    rule = rule_of(case.kind)
    if rule is None or not rule.decision:
        return Limit(None)
    return legal_limit(rule.decision, timezone.localdate(at))


SEND = turn(
    "cooperation.send",
    "发出函件",
    on=Letter,
    shown="发出{case.get_kind_display}：{case.subject}",
    whose=lambda case: Holder(person=case.written_by),
    practice=True,
)
DECIDE_SENDING = turn(
    "cooperation.decide_sending",
    "决定是否移送公安机关",
    on=Letter,
    shown="决定是否移送公安机关：{case.subject}",
    whose=_head,
    limit=_decision,
)
ASSIST = turn(
    "cooperation.assist",
    "完成协查并函复",
    on=Letter,
    shown="协查并函复{case.body_name}：{case.subject}",
    whose=handler,
    limit=lambda case, at: limit_of(case),
    event="接到协助调查函",
    cites="assistance_reply",
)
REPLY = turn(
    "cooperation.reply",
    "办理并函复",
    on=Letter,
    shown="办理{case.get_kind_display}并函复{case.body_name}：{case.subject}",
    whose=handler,
    limit=lambda case, at: limit_of(case),
    event="收到来函",
)
AWAIT = turn(
    "cooperation.await",
    "函复",
    on=Letter,
    shown="等待函复：{case.subject}",
    event="发出函件",
    while_=at(LetterStage.SENT),
)
TOGETHER = turn(
    "cooperation.together",
    "先行共同调查、取证",
    on=Letter,
    shown="先行共同调查、取证：{case.subject}",
    whose=own,
    cites="joint_inspection",
)
DISPUTE = turn(
    "cooperation.dispute",
    "报请指定管辖",
    on=Letter,
    shown="报请国家药品监督管理局指定管辖：{case.subject}",
    whose=own,
    cites="joint_inspection",
    while_=holds("还没有报请指定管辖", lambda case: not reported(case), "已经报请指定管辖。"),
)


def to_answer(case: Letter) -> Turn[Letter]:
    """The turn of who answers a letter of that kind."""
    return ASSIST if case.kind == LetterKind.ASSISTANCE else REPLY
