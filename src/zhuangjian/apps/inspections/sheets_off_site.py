"""What is shown of what a party is asked for when nobody goes there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.inspections.models import MaterialRequest, RemoteSession, Submission
from zhuangjian.apps.inspections.models.off_site import AskKind, AskStage
from zhuangjian.apps.inspections.sheets import opened, part_of_inspection
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.sheets import (
    Column,
    Datum,
    Filter,
    Reading,
    Sheet,
    contains,
    fact,
    officials,
    rows_of,
)

TONES = {
    AskStage.WAITING: "warn",
    AskStage.HANDED_IN: "wait",
    AskStage.SUFFICIENT: "ok",
    AskStage.LAPSED: "bad",
    AskStage.WITHDRAWN: "off",
}


def stage_of(row: MaterialRequest) -> tuple[str, str]:
    """The stage's word and tone."""
    stage = AskStage(row.stage)
    return stage.label, TONES[stage]


def visible(person: Any) -> QuerySet[MaterialRequest]:
    """What the person may see of what was asked for."""
    return MaterialRequest.objects.visible_to(person).select_related("party", "inspection", "asked_by")


def read(person: Any, row: MaterialRequest, door: str, part: str) -> None:
    """The read of one belongs to its inspection (CQ 22); a party that may not know of that reads its own paper."""
    if row.inspection_id is not None:
        opened(person, row.inspection, door, part or "材料要求")


MATERIALS = Sheet(
    "materials",
    "材料要求",
    (
        Column("no", "序号", "no", css="zj-num", api=int),
        Column(
            "text",
            "要求提交或者说明的内容",
            lambda row: row.text[:60],
            link=lambda row: row.get_absolute_url(),
            fact=True,
            api={"id": Datum(UUID, "public_id"), "text": Datum(str, "text")},
        ),
        Column("party", "被检查对象", "party.name", sort="party__name", fact=True, api=str),
        Column("kind", "要求", "get_kind_display", fact=True, api={"kind": Datum(str, "kind")}),
        Column("due", "提交期限", "due_on", sort="due_on", css="text-nowrap", fact=True, api=date),
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
        fact("asked_by", "提出人", "asked_by.name", seen_by=officials, api=str | None),
        fact("note", "说明", "note", left_out=True, api=str),
        fact(
            "inspection",
            "检查",
            "inspection.number",
            link=lambda row: row.inspection.get_absolute_url() if row.inspection_id else "",
            left_out=True,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
        fact(
            "submissions",
            "提交情况",
            "no",
            drawn=False,
            api={
                "submissions": rows_of(
                    Submission,
                    "request",
                    "SubmissionOut",
                    "no",
                    no=int,
                    receipt=str,
                    text=str,
                    files=list[dict[str, str]],
                    handed_in_by=str,
                    received_at=datetime,
                    late=bool,
                    sufficient=bool | None,
                    verdict=str,
                )
            },
        ),
    ),
    (
        Filter("q", "内容或企业", contains("text", "party__name")),
        Filter("stage", "状态", "stage", "choice", AskStage.choices()),
        Filter("kind", "要求", "kind", "choice", AskKind.choices()),
    ),
    sort="due",
    model=MaterialRequest,
    empty="没有要求提交的材料。",
    empty_hint=lambda person: (
        "非现场检查开始后，要求企业提交的材料列在这里。"
        if person.scope.official
        else "开展非现场检查时，要求贵企业提交的材料列在这里。"
    ),
    noted=exported,
    rows=visible,
    reading=Reading(
        "materials",
        "检查",
        "MaterialOut",
        "材料要求列表",
        "一项材料要求",
        ("zhuangjian_api_inspections_materials", "zhuangjian_api_inspections_material"),
        one_schema="MaterialDetail",
        words="What parties are asked to hand in for off-site inspections that the person may see.",
        one_words="One request with every attempt, its receipt and the verdict; the files are documents of the request.",
        noted=True,
        opened=read,
    ),
)
SESSIONS = part_of_inspection(
    RemoteSession,
    "sessions",
    "远程检查",
    "SessionOut",
    "Sessions from afar: appointed, held or missed.",
    (
        Column("no", "第几次", "no", api=int),
        Column("stage", "状态", "get_stage_display", api={"stage": Datum(str, "stage")}),
        Column("appointed_for", "约定时间", "appointed_for", api=datetime),
        Column("means", "方式", "means", api=str),
        Column("began_at", "开始时间", "began_at", api=datetime | None),
        Column("ended_at", "结束时间", "ended_at", api=datetime | None),
        Column("team_present", "参加的检查人员", "team_present", api=list[str]),
        Column("party_present", "被检查对象参加人", "party_present", api=str),
        Column("identities", "身份核对", "identities", api=str),
        Column("shown", "查看经过", "shown", api=list[str]),
        Column("note", "说明", "note", api=str),
    ),
)
