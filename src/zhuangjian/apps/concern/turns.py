"""Whose turn it can be with a report: to take it up, to answer it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.concern.models import Concern, ConcernKind, ConcernStage
from zhuangjian.apps.concern.who import WORKERS, at
from zhuangjian.apps.duties.holders import role_in
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.engines.rules.lookup import number, pack_for
from zhuangjian.kernel.turns import Holder, Limit, turn


def _within(days: int, moment: datetime) -> Limit:
    return Limit(timezone.localdate(moment + timedelta(days=days)), basis="house")


def _take_limit(case: Concern, moment: datetime) -> Limit:
    day = timezone.localdate(case.received_at)
    if case.kind == ConcernKind.COMPLAINT:
        return legal_limit("complaint_acceptance", day)
    days, _ = number(pack_for(settings.REGION), "concern_take_days", day)
    return _within(days, case.received_at)


def _answer_limit(case: Concern, moment: datetime) -> Limit:
    day = timezone.localdate(case.received_at)
    if case.kind == ConcernKind.COMPLAINT:
        return legal_limit("mediation_end", timezone.localdate(moment))
    if case.kind == ConcernKind.REPORT:
        return legal_limit("clue_check", day)
    days, _ = number(pack_for(settings.REGION), "concern_answer_days", day)
    return _within(days, case.received_at)


TAKE = turn(
    "concern.take",
    "受理公众反映",
    on=Concern,
    shown="受理公众反映：{case.subject}",
    cites="public_concern",
    event="收到公众反映",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, WORKERS)),
    limit=_take_limit,
    while_=at(ConcernStage.NEW),
)
ANSWER = turn(
    "concern.answer",
    "核查并答复公众反映",
    on=Concern,
    shown="核查并答复公众反映：{case.subject}",
    cites="public_concern",
    event="受理公众反映",
    whose=lambda case: Holder(person=case.handler),
    limit=_answer_limit,
    while_=at(ConcernStage.TAKEN),
)
