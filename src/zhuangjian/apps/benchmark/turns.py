"""Whose turn it can be in selecting a benchmark enterprise."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.benchmark.law import score_days
from zhuangjian.apps.benchmark.models import Candidacy, CandidacyStage
from zhuangjian.apps.benchmark.who import at
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.kernel.turns import Holder, Limit, turn


def _office(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, OFFICE))


def _scoring_limit(case: Candidacy, moment: datetime) -> Limit:
    day = timezone.localdate(moment)
    return Limit(day + timedelta(days=score_days(day)), basis="house")


APPLY = turn(
    "benchmark.apply",
    "申报标杆企业",
    on=Candidacy,
    shown="被推荐为标杆企业，请逐项填写证据申报",
    cites="benchmark",
    event="推荐",
    whose=lambda case: Holder(party=case.party),
    while_=at(CandidacyStage.DRAFT),
    practice=True,
)
INVITE = turn(
    "benchmark.invite",
    "指定评审委员",
    on=Candidacy,
    shown="指定评审委员：{case.name}",
    cites="benchmark",
    event="企业申报",
    whose=_office,
    while_=at(CandidacyStage.SUBMITTED),
    practice=True,
)
DECLARE = turn(
    "benchmark.declare",
    "申明利害关系",
    on=Candidacy,
    shown="申明与{case.name}有无利害关系",
    cites="benchmark",
    event="指定评审委员",
    limit=_scoring_limit,
    while_=at(CandidacyStage.SCORING),
    each=True,
    practice=True,
)
SCORE = turn(
    "benchmark.score",
    "评分",
    on=Candidacy,
    shown="为{case.name}逐项评分",
    cites="benchmark",
    event="申明没有利害关系",
    limit=_scoring_limit,
    while_=at(CandidacyStage.SCORING),
    each=True,
    practice=True,
)
PUBLISH = turn(
    "benchmark.publish",
    "汇总评分并公示",
    on=Candidacy,
    shown="汇总评分并公示：{case.name}",
    cites="benchmark",
    event="指定评审委员",
    whose=_office,
    while_=at(CandidacyStage.SCORING),
    practice=True,
)
DECIDE = turn(
    "benchmark.decide",
    "决定是否授予标杆企业称号",
    on=Candidacy,
    shown="公示期满后决定是否授予：{case.name}",
    cites="benchmark",
    event="公示",
    whose=lambda case: Holder(authority=case.authority, role=str(Role.HEAD)),
    while_=at(CandidacyStage.PUBLISHED),
    practice=True,
)
RENEW = turn(
    "benchmark.renew",
    "称号将要期满，需要续期的请申请",
    on=Candidacy,
    cites="benchmark",
    event="提醒续期",
    whose=lambda case: Holder(party=case.party),
    limit=lambda case, moment: Limit(case.until, basis="house"),
    while_=at(CandidacyStage.TITLED),
    practice=True,
)
