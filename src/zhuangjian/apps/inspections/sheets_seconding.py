"""What is shown of requests for people to assist, to who organises and to the unit that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.inspections.models import Seconding
from zhuangjian.apps.inspections.models.seconding import SecondingStage
from zhuangjian.apps.inspections.sheets import opened
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact

TONES = {
    SecondingStage.ASKED: "warn",
    SecondingStage.NAMED: "wait",
    SecondingStage.DECLINED: "bad",
    SecondingStage.TAKEN: "ok",
    SecondingStage.WITHDRAWN: "off",
}


def stage_of(row: Seconding) -> tuple[str, str]:
    """The stage's word and tone."""
    stage = SecondingStage(row.stage)
    return stage.label, TONES[stage]


def visible(person: Any) -> QuerySet[Seconding]:
    """The requests that the person may see."""
    return Seconding.objects.visible_to(person).select_related("unit", "asked_from", "inspection")


def names(keys: Iterable[int]) -> str:
    """The names of these people."""
    rows = Person.objects.unrestricted().filter(pk__in=list(keys)).order_by("pk")
    return "、".join(row.name for row in rows)


def read(person: Any, row: Seconding, door: str, part: str) -> None:
    """The read of one belongs to its inspection (CQ 22), where the person may know of that."""
    if row.inspection_id is not None:
        opened(person, row.inspection, door, part or "协助人员")


SECONDINGS = Sheet(
    "assistants",
    "协助人员",
    (
        Column(
            "text",
            "协助的工作",
            lambda row: row.text[:60],
            link=lambda row: row.get_absolute_url(),
            fact=True,
            api={
                "id": Datum(UUID, "public_id"),
                "text": Datum(str, "text"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "asked_from", "要求派员的单位", "asked_from.name", sort="asked_from__name", fact=True, api=str
        ),
        Column("unit", "派员单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("count", "人数", "count", css="zj-num", fact=True, api=int),
        Column(
            "due",
            "答复日期",
            "due_on",
            sort="due_on",
            css="text-nowrap",
            fact=True,
            api={"due_on": Datum(date, "due_on")},
        ),
        Column(
            "stage",
            "状态",
            lambda row: stage_of(row)[0],
            sort="stage",
            status=stage_of,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, lambda row: stage_of(row)[0])},
        ),
        Column(
            "asked_at",
            "提出时间",
            lambda row: said_time(row.asked_at),
            sort="asked_at",
            css="text-nowrap",
            fact=True,
            api={"asked_at": Datum(datetime, "asked_at")},
        ),
        fact("gathering", "集中的时间和地点", "gathering", left_out=True, api=str),
        fact("people", "安排的人员", lambda row: names(row.people), left_out=True, api=str),
        fact("answer", "答复", "answer", left_out=True, api=str),
        fact("taken", "编入检查组的人员", lambda row: names(row.taken), left_out=True, api=str),
        fact("noted", "已收悉安排的人员", lambda row: names(row.noted), left_out=True, api=str),
        fact(
            "inspection",
            "检查",
            "inspection.number",
            link=lambda row: row.inspection.get_absolute_url() if row.inspection_id else "",
            left_out=True,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
    ),
    (
        Filter("q", "工作或单位", contains("text", "unit__name", "asked_from__name")),
        Filter("stage", "状态", "stage", "choice", SecondingStage.choices()),
    ),
    sort="-asked_at",
    model=Seconding,
    empty="没有派员协助检查的要求。",
    empty_hint=lambda _: "上级要求本单位派员协助检查，或者您要求下级派员的，列在这里。",
    noted=exported,
    rows=visible,
    reading=Reading(
        "assistants",
        "检查",
        "SecondingOut",
        "协助人员列表",
        "一项派员要求",
        ("zhuangjian_api_inspections_assistants", "zhuangjian_api_inspections_assistant"),
        one_schema="SecondingDetail",
        words="Requests for people of a unit below to assist with an inspection, that the person may see.",
        one_words="One request with whom the unit named and who is in the team.",
        noted=True,
        opened=read,
    ),
)
