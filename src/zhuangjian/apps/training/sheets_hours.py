"""What is shown of hours and of key posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.training.models import HourEntry, KeyPost, Source, Subject
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains
from zhuangjian.kernel.usual import termed


def _hours(person: Any) -> QuerySet[HourEntry]:
    related = ("person", "person__authority", "entered_by", "corrected_by")
    return HourEntry.objects.visible_to(person).select_related(*related)


HOURS = Sheet(
    "training_hours",
    "学时记录",
    (
        Column(
            "person",
            "人员",
            "person.name",
            sort="person__name",
            api={
                "id": Datum(UUID, "public_id"),
                "person": Datum(str, "person.name"),
                "person_id": Datum(int, "person_id"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "unit",
            "单位",
            lambda row: str(row.person.authority or "企业"),
            sort="person__authority__name",
            api=str,
        ),
        termed("subject", "学时类别"),
        Column(
            "hours",
            "学时",
            lambda row: f"{row.hours.normalize():f}",
            sort="hours",
            link=lambda row: row.get_absolute_url(),
            api={"hours": Datum(Decimal, "hours")},
        ),
        Column("day", "日期", "day", sort="day", css="text-nowrap", api=date),
        termed("source", "来源"),
        Column("words", "说明", "words", api=str),
        Column("entered_by", "登记人", "entered_by.name", api=str),
    ),
    (
        Filter("q", "人员或说明", contains("person__name", "words")),
        Filter("subject", "学时类别", "subject", "choice", lambda _: Subject.choices()),
        Filter("source", "来源", "source", "choice", lambda _: Source.choices()),
        Filter("since", "自", "day__gte", "date"),
        Filter("until", "至", "day__lte", "date"),
    ),
    sort="-day",
    model=HourEntry,
    empty="没有学时记录。",
    empty_hint=lambda _: "参加培训并签到的，班次结束后由举办单位登记；外出培训由单位负责人登记。",
    rows=_hours,
    reading=Reading(
        "training/hours",
        "培训考核",
        "HourEntryOut",
        "学时记录列表",
        "一条学时记录",
        ("zhuangjian_api_training_hours", "zhuangjian_api_training_hour"),
        words="Hours: one's own and of one's people; corrections are entries of their own.",
        one_words="One entry of the ledger of hours.",
    ),
)


def _posts(person: Any) -> QuerySet[KeyPost]:
    return KeyPost.objects.visible_to(person).select_related("party", "account")


def post_state(row: KeyPost) -> tuple[str, str]:
    """Whether the post is held still, with its colour."""
    return ("离任", "off") if row.until else ("在任", "ok")


KEY_POSTS = Sheet(
    "training_posts",
    "关键岗位人员",
    (
        Column(
            "name",
            "姓名",
            "name",
            sort="name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "name": Datum(str, "name"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            api={"party": Datum(str, "party.name"), "party_id": Datum(int, "party_id")},
        ),
        Column("post", "岗位", "post", sort="post", api=str),
        Column("state", "状态", lambda row: post_state(row)[0], status=post_state, api=str),
        Column("since", "任职起", "since", sort="since", css="text-nowrap", api=date),
        Column(
            "until",
            "任职止",
            "until",
            sort="until",
            css="text-nowrap",
            api={"until": Datum(date | None, "until")},
        ),
        Column("background", "学历、专业和从业经历", "background", api=str),
        Column("reason", "离任的原因", "reason", api=str),
    ),
    (
        Filter("q", "姓名、企业或岗位", contains("name", "party__name", "post")),
        Filter("held", "只看在任", lambda rows, _: rows.filter(until=None), "flag"),
    ),
    sort="name",
    model=KeyPost,
    empty="没有登记关键岗位人员。",
    empty_hint=lambda _: "企业联系人在企业档案的“关键岗位人员”一栏登记。",
    rows=_posts,
    reading=Reading(
        "training/key-posts",
        "培训考核",
        "KeyPostOut",
        "关键岗位人员列表",
        "一名关键岗位人员",
        ("zhuangjian_api_training_posts", "zhuangjian_api_training_post"),
        words="Holders of key posts of the enterprises that the person sees.",
        one_words="One holder of a key post.",
    ),
)
