"""Whose turn it can be: answering what is asked in the field, approving what is written, reading the answer."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, OFFICE, role_in
from zhuangjian.apps.standards.models import (
    Arrangement,
    ArrangementStage,
    Comment,
    Guide,
    GuideStage,
    MockCase,
    MockStage,
    Opinion,
    OpinionStage,
    Proposal,
    ProposalStage,
    Question,
    QuestionStage,
)
from zhuangjian.apps.standards.who import (
    at_arrangement,
    at_guide,
    at_mock,
    at_opinion,
    at_proposal,
    at_question,
)
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Limit, turn

ANSWER = turn(
    "standards.answer",
    "答复检查要点的提问",
    on=Question,
    shown="答复提问：{case}",
    cites="consistency",
    event="现场提问",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, OFFICE)),
    party=lambda case: None,
    while_=at_question(QuestionStage.ASKED),
    practice=True,
)
APPROVE = turn(
    "standards.approve",
    "审定检查要点释义",
    on=Guide,
    shown="审定{case.get_kind_display}：{case}",
    cites="consistency",
    event="起草",
    whose=lambda case: Holder(authority=case.authority, role="head"),
    party=lambda case: None,
    while_=at_guide(GuideStage.DRAFT),
    practice=True,
)
READ = turn(
    "standards.read",
    "查看提问的答复",
    on=Question,
    shown="查看答复：{case}",
    cites="consistency",
    event="提问得到答复",
    whose=lambda case: Holder(person=case.asked_by),
    party=lambda case: None,
    while_=at_question(QuestionStage.ANSWERED),
    practice=True,
)


def _office(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, OFFICE))


SETTLE = turn(
    "standards.settle",
    "办理征求的意见并报签",
    on=Opinion,
    shown="答复各方意见并报签：{case}",
    event="征求意见",
    whose=_office,
    limit=lambda case, moment: Limit(case.closes_on, basis="house"),
    party=lambda case: None,
    while_=at_opinion(OpinionStage.CONSULTING),
    practice=True,
)
REPLY = turn(
    "standards.reply",
    "答复对草稿的意见",
    on=Comment,
    shown="答复意见：{case.opinion}",
    event="提出意见",
    whose=lambda case: _office(case.opinion),
    party=lambda case: None,
    while_=holds("意见待答复", lambda case: not case.outcome, "这一意见已经答复。"),
    practice=True,
)
ISSUE = turn(
    "standards.issue",
    "签发标准、指南或者执行意见",
    on=Opinion,
    shown="签发：{case}",
    event="报签",
    whose=lambda case: Holder(authority=case.authority, role="head"),
    party=lambda case: None,
    while_=at_opinion(OpinionStage.SETTLING),
    practice=True,
)
CHECK = turn(
    "standards.check",
    "核对共用和外设事项",
    on=Arrangement,
    shown="核对{case}",
    cites="production_rules",
    event="企业登记",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, LOCAL)),
    while_=at_arrangement(ArrangementStage.DECLARED),
    practice=True,
)
CLOSE = turn(
    "standards.close_mock",
    "结束尺度比对并看差异",
    on=MockCase,
    shown="结束比对：{case}",
    cites="consistency",
    event="发起比对",
    whose=_office,
    limit=lambda case, moment: Limit(case.until, basis="house"),
    party=lambda case: None,
    while_=at_mock(MockStage.OPEN),
    practice=True,
)
DECIDE = turn(
    "standards.decide",
    "决定修改规定的建议",
    on=Proposal,
    shown="决定建议：{case}",
    cites="consistency",
    event="提出建议",
    whose=lambda case: Holder(authority=case.authority, role="head"),
    party=lambda case: None,
    while_=at_proposal(ProposalStage.OPEN),
    practice=True,
)
