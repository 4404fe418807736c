"""What is shown of problems outside the task."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.outside.models import Handling, OutsideProblem, ProblemStage
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {ProblemStage.CLOSED: "ok", ProblemStage.REPORTED: "bad"}


def visible(person: Any) -> QuerySet[OutsideProblem]:
    """Problems that the person may see."""
    related = ("party", "local_authority", "inspection", "reported_by", "seen_by", "answered_by")
    return OutsideProblem.objects.visible_to(person).select_related(*related)


def stage_view(row: OutsideProblem) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(ProblemStage(row.stage), "wait")


def _of_inspection(name: str) -> ToldTo:
    def read(row: OutsideProblem, person: Any) -> Any:
        found = Inspection.objects.visible_to(person).filter(pk=row.inspection_id).first()
        return getattr(found, name) if found else None

    return ToldTo(read)


def _told(name: str, title: str, kind: Any = str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


def _flag(name: str, title: str) -> Column:
    return fact(
        name,
        title,
        lambda row: "是" if getattr(row, name) else "否",
        left_out=True,
        api={name: Datum(bool, name)},
    )


PROBLEMS = Sheet(
    "outside",
    "任务外问题",
    (
        Column(
            "text",
            "发现的问题",
            "text",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "text": Datum(str, "text"),
                "version": Datum(int, "version"),
            },
        ),
        Column("party", "企业", "party.name", sort="party__name", fact=True, api=str),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column("local", "辖区监管部门", "local_authority.short_name", fact=True, api=str),
        Column(
            "reported_at",
            "报告日期",
            lambda row: timezone.localdate(row.reported_at),
            sort="reported_at",
            css="text-nowrap",
            fact=True,
            api={"reported_at": Datum(datetime, "reported_at")},
        ),
        fact(
            "inspection",
            "检查",
            _of_inspection("number"),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, _of_inspection("public_id"))},
        ),
        _told("products", "涉及的产品和批次"),
        _told("assessment", "综合风险评估"),
        _flag("at_risk", "可能存在质量安全风险"),
        _flag("harm", "造成或者可能造成人体伤害"),
        _told("advice", "处理建议"),
        _told("seen_at", "派出检查单位收悉", datetime | None),
        _told("answer", "辖区监管部门处置意见"),
        _told("answered_at", "处置时间", datetime | None),
        _told("ordered_at", "责令暂停时间", datetime | None),
        _flag("nationwide", "需要全国范围控制"),
        _told("closing", "处置结果"),
        fact(
            "handlings",
            "处置",
            lambda row: row.handlings.count(),
            drawn=False,
            api={
                "handlings": rows_of(
                    Handling,
                    "problem",
                    "OutsideHandlingOut",
                    "pk",
                    kind=str,
                    number=str,
                    on=date,
                    subject=str,
                    whom=str,
                    text=str,
                    until=date | None,
                    extended_on=date | None,
                    ended_on=date | None,
                    ending=str,
                    report=str,
                    result_on=date | None,
                    passed=bool | None,
                    told_on=date | None,
                    reinspect_until=date | None,
                    reinspection_on=date | None,
                    final_on=date | None,
                    final_passed=bool | None,
                )
            },
        ),
    ),
    (
        Filter("q", "问题或企业", contains("text", "party__name")),
        Filter("stage", "状态", "stage", "choice", lambda _: ProblemStage.choices()),
    ),
    sort="-reported_at",
    model=OutsideProblem,
    empty="没有任务外问题。",
    empty_hint=lambda _: "检查期间在检查的“任务外问题”页上报告。",
    rows=visible,
    reading=Reading(
        "outside",
        "任务外问题",
        "OutsideProblemOut",
        "任务外问题列表",
        "一项任务外问题",
        ("zhuangjian_api_outside_problems", "zhuangjian_api_outside_problem"),
        one_schema="OutsideProblemDetail",
        words="Problems found outside the task of inspections that the person sees.",
        one_words="One problem with what both authorities did: measures, orders, notices to provinces.",
    ),
)
