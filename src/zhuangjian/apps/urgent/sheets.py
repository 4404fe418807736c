"""What is shown of urgent reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.urgent.models import Direction, ReportStage, UrgentReport
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {ReportStage.ANSWERED: "ok", ReportStage.REPORTED: "bad"}


def visible(person: Any) -> QuerySet[UrgentReport]:
    """Reports that the person may see."""
    related = ("party", "local_authority", "organiser", "inspection", "reported_by")
    return UrgentReport.objects.visible_to(person).select_related(*related)


def stage_view(row: UrgentReport) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES[ReportStage(row.stage)]


def _of_inspection(name: str) -> ToldTo:
    def read(row: UrgentReport, person: Any) -> Any:
        found = Inspection.objects.visible_to(person).filter(pk=row.inspection_id).first()
        return getattr(found, name) if found else None

    return ToldTo(read)


def _told(name: str, title: str, kind: Any = str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


REPORTS = Sheet(
    "urgent",
    "紧急报告",
    (
        Column(
            "situation",
            "情形",
            "situation",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "situation": Datum(str, "situation"),
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
        Column(
            "reported_at",
            "报告时间",
            "reported_at",
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
        fact("local", "辖区监管部门", lambda row: str(row.local_authority or ""), left_out=True, api=str),
        fact("organiser", "组织检查单位", lambda row: str(row.organiser or ""), left_out=True, api=str),
        _told("text", "情况和请求"),
        _told("handling", "辖区监管部门的处置"),
        _told("handled_at", "处置时间", datetime | None),
        _told("directed_at", "组织检查单位答复时间", datetime | None),
        fact(
            "directions",
            "指导",
            lambda row: row.directions.count(),
            drawn=False,
            api={
                "directions": rows_of(
                    Direction,
                    "report",
                    "UrgentDirectionOut",
                    "pk",
                    kind=str,
                    text=str,
                    people=str,
                    given_at=datetime,
                    noted_at=datetime | None,
                )
            },
        ),
    ),
    (
        Filter("q", "情形或企业", contains("situation", "text", "party__name")),
        Filter("stage", "状态", "stage", "choice", lambda _: ReportStage.choices()),
    ),
    sort="-reported_at",
    model=UrgentReport,
    empty="没有紧急报告。",
    empty_hint=lambda _: "有因检查中需要立即报告的，在检查的“紧急报告”页上报告。",
    rows=visible,
    reading=Reading(
        "urgent",
        "紧急报告",
        "UrgentReportOut",
        "紧急报告列表",
        "一项紧急报告",
        ("zhuangjian_api_urgent_reports", "zhuangjian_api_urgent_report"),
        one_schema="UrgentReportDetail",
        words="Urgent reports of for-cause inspections that the person sees.",
        one_words="One urgent report with what both authorities did.",
    ),
)
