"""Whose turn it can be in training."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.training.balance import balance, shortfalls, words_of
from zhuangjian.apps.training.models import Exam, ExamStage, ItemVersion, Session, SessionStage, VersionStage
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Limit, turn


def _of_year(case: Any, at: datetime) -> Limit:
    return Limit(date(timezone.localdate(at).year, 12, 31))


def _hours_said(case: Person) -> str:
    return f"完成年度培训学时：{words_of(shortfalls(case, timezone.localdate()))}"


HOURS = turn(
    "training.hours",
    "完成年度培训学时",
    on=Person,
    shown=_hours_said,
    page="/training/hours/",
    cites="training",
    event="临近年底，学时还不够",
    whose=lambda case: Holder(person=case),
    limit=_of_year,
    party=lambda case: None,
    until=lambda case: not any(one.missing for _, one in balance(case, timezone.localdate())),
)
SETTLE = turn(
    "training.settle",
    "登记参加培训的学时",
    on=Session,
    shown="{title}：{case}",
    event="班次开始报名",
    whose=lambda case: Holder(authority=case.course.authority, role=role_in(case.course.authority, OFFICE)),
    party=lambda case: None,
    while_=holds("班次待举办", lambda case: case.stage == SessionStage.PLANNED, "班次已经结束。"),
    practice=True,
)
APPROVE_ITEM = turn(
    "training.approve_item",
    "审定题目",
    on=ItemVersion,
    shown="{title}：{case}",
    event="命题",
    whose=lambda case: Holder(
        authority=case.item.authority, role=role_in(case.item.authority, (Role.HEAD, Role.PROGRAMME_OFFICER))
    ),
    party=lambda case: None,
    while_=holds("题目待审定", lambda case: case.stage == VersionStage.DRAFT, "题目已经审定。"),
    practice=True,
)
OPEN_EXAM = turn(
    "training.open_exam",
    "发布考试",
    on=Exam,
    shown="{title}：{case}",
    event="考试建立",
    whose=lambda case: Holder(authority=case.authority, role=Role.HEAD),
    party=lambda case: None,
    while_=holds("考试没有发布", lambda case: case.stage == ExamStage.DRAFT, "考试已经发布。"),
    practice=True,
)
