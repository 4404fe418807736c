"""What is shown of practices, events and measures in support."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.benchmark.models import (
    Event,
    EventKind,
    EventStage,
    Practice,
    PracticeStage,
    Support,
    SupportKind,
)
from zhuangjian.apps.benchmark.queries import public_practices
from zhuangjian.apps.benchmark.sheets import day_column, reading_of
from zhuangjian.kernel.sheets import Column, Datum, Filter, Sheet, contains, fact
from zhuangjian.kernel.usual import named, stage_column, termed

PRACTICE_TONES = {"asked": "wait", "returned": "warn", "public": "ok", "withdrawn": "off"}
EVENT_TONES = {"planned": "wait", "held": "ok", "cancelled": "off"}


def practice_view(row: Any) -> tuple[str, str]:
    """The stage of a practice with its colour."""
    return row.get_stage_display(), PRACTICE_TONES.get(row.stage, "wait")


def event_view(row: Any) -> tuple[str, str]:
    """The stage of an event with its colour; one whose day is over without a record is said so."""
    if row.stage == EventStage.PLANNED and row.held_on < timezone.localdate():
        return "待登记", "warn"
    return row.get_stage_display(), EVENT_TONES.get(row.stage, "wait")


def support_view(row: Any) -> tuple[str, str]:
    """Whether a measure is done, or late."""
    if row.done_on:
        return "已完成", "ok"
    return ("逾期", "bad") if row.due < timezone.localdate() else ("进行中", "wait")


def _late(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(done_on=None, due__lt=timezone.localdate())


PRACTICES = Sheet(
    "benchmark_practices",
    "优秀实践",
    (
        named("题目"),
        Column("name", "企业", "name", sort="name", fact=True, api=str),
        Column("theme", "方面", "theme", sort="theme", fact=True, api=str),
        Column("written_at", "报送时间", "written_at", sort="written_at", fact=True, api=datetime),
        stage_column(practice_view),
        fact("text", "做法和效果", "text", drawn=False, api=str),
        fact("opinion", "审核意见", "opinion", left_out=True, api=str),
    ),
    (
        Filter("q", "题目、企业", contains("title", "name")),
        Filter("stage", "状态", "stage", "choice", lambda _: PracticeStage.choices()),
    ),
    sort="-written_at",
    model=Practice,
    empty="还没有优秀实践。",
    empty_hint="称号有效的标杆企业在其申报的页面报送。",
    rows=lambda person: Practice.objects.visible_to(person),
    reading=reading_of(
        "benchmark-practices",
        "BenchmarkPractice",
        "优秀实践列表",
        "一篇优秀实践",
        "benchmark_practice",
        "Practices",
    ),
)
PUBLIC_PRACTICES = Sheet(
    "public_practices",
    "标杆企业的优秀实践",
    (
        Column(
            "title",
            "题目",
            "title",
            sort="title",
            link=lambda row: f"/public/benchmarks/practices/{row.public_id}/",
            api={"title": Datum(str, "title")},
        ),
        Column("name", "企业", "name", sort="name", fact=True, api=str),
        Column("theme", "方面", "theme", sort="theme", fact=True, api=str),
        fact("text", "做法和效果", "text", drawn=False, api=str),
    ),
    (Filter("q", "题目、企业、方面", contains("title", "name", "theme")),),
    sort="title",
    model=Practice,
    empty="还没有发布优秀实践。",
    rows=lambda person: public_practices(),
    also={"id": Datum(UUID, "public_id")},
    reading=reading_of(
        "public-practices",
        "PublicPractice",
        "公开的优秀实践",
        "一篇公开的优秀实践",
        "public_practice",
        "Practices that everybody may read",
        public=True,
    ),
)
EVENTS = Sheet(
    "benchmark_events",
    "交流活动",
    (
        named("名称"),
        termed("kind", "形式", fact=True),
        Column("held_on", "日期", "held_on", sort="held_on", css="text-nowrap", fact=True, api=date),
        Column("place", "地点", "place", fact=True, api=str),
        Column("speaker", "主讲或者接待企业", "speaker", fact=True, api=str),
        stage_column(event_view),
        fact("authority", "主办单位", "authority.name", api=str),
        fact("about", "内容", "about", api=str),
        fact("outcome", "记录", "outcome", left_out=True, api=str),
    ),
    (
        Filter("q", "名称", contains("title", "speaker")),
        Filter("kind", "形式", "kind", "choice", lambda _: EventKind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: EventStage.choices()),
    ),
    sort="-held_on",
    model=Event,
    empty="还没有安排活动。",
    rows=lambda person: Event.objects.visible_to(person).select_related("authority"),
    reading=reading_of(
        "benchmark-events", "BenchmarkEvent", "交流活动列表", "一项交流活动", "benchmark_event", "Events"
    ),
)
SUPPORTS = Sheet(
    "benchmark_supports",
    "支持措施",
    (
        named("措施"),
        termed("kind", "类别", fact=True),
        Column("owner", "承办单位", "owner.name", sort="owner__name", fact=True, api=str),
        Column("due", "期限", "due", sort="due", css="text-nowrap", fact=True, api=date),
        day_column("done_on", "完成日期", left_out=True),
        Column(
            "state",
            "状态",
            lambda row: support_view(row)[0],
            status=support_view,
            api={"state": Datum(str, lambda row: support_view(row)[0])},
        ),
        fact("result", "完成情况", "result", left_out=True, api=str),
    ),
    (
        Filter("q", "措施", contains("title")),
        Filter("kind", "类别", "kind", "choice", lambda _: SupportKind.choices()),
        Filter("late", "只看逾期", _late, "flag", typed=bool),
    ),
    sort="due",
    model=Support,
    empty="还没有登记支持措施。",
    rows=lambda person: Support.objects.visible_to(person).select_related("owner"),
    reading=reading_of(
        "benchmark-supports",
        "BenchmarkSupport",
        "支持措施列表",
        "一项支持措施",
        "benchmark_support",
        "Measures in support",
    ),
)
