"""What is shown of inspections that are out, and of the work that came home."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.outing.models import Outing
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact


def view(row: Outing) -> tuple[str, str]:
    """Where it stands, with its colour."""
    if row.ended_at is not None:
        return row.get_ended_how_display(), "ok" if row.ended_how == "returned" else "bad"
    return ("在外，有未交回", "warn") if row.left else ("在外", "wait")


def _out(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(ended_at=None)


OUTINGS = Sheet(
    "outings",
    "带出的检查",
    (
        Column(
            "inspection",
            "检查",
            lambda row: str(row.inspection) if row.inspection else "",
            fact=True,
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "version": Datum(int, "version"),
                "inspection_id": Datum(UUID | None, "inspection.public_id"),
                "inspection": Datum(str, lambda row: str(row.inspection) if row.inspection else ""),
            },
        ),
        Column("person", "携带人", "person.name", sort="person__name", fact=True, api=str),
        Column("device_name", "设备", "device_name", sort="device_name", fact=True, api=str),
        Column("taken_at", "带出时间", "taken_at", sort="taken_at", fact=True, api=datetime),
        Column("left", "设备上尚未交回（件）", "left", sort="left", fact=True, api=int),
        Column("heard_at", "最近联系", "heard_at", sort="heard_at", fact=True, api=datetime),
        Column(
            "state",
            "状态",
            lambda row: view(row)[0],
            status=view,
            api={"state": Datum(str, lambda row: view(row)[0])},
        ),
        fact("shown_until", "本机可查看至", "shown_until", api=datetime),
        fact("ended_at", "结束时间", "ended_at", left_out=True, api=datetime | None),
        fact("ended_because", "说明", "ended_because", left_out=True, api=str),
    ),
    (
        Filter("q", "携带人、设备", contains("person__name", "device_name")),
        Filter("out", "只看在外", _out, "flag", typed=bool),
    ),
    sort="-taken_at",
    model=Outing,
    noted=exported,
    empty="没有带出的检查。",
    empty_hint="检查组成员用手机打开“现场离线”，把检查带到没有网络的地方办理。",
    rows=lambda person: Outing.objects.visible_to(person).select_related("inspection", "person"),
    reading=Reading(
        "outings",
        "检查",
        "OutingOut",
        "带出的检查",
        "一次带出",
        ("zhuangjian_api_outings", "zhuangjian_api_outing"),
        one_schema="OutingDetail",
        words="Inspections out on devices that the person sees.",
        one_words="One inspection out on a device.",
    ),
)
