"""What is shown of obstructed inspections and how they are handled."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.measures.models import Obstruction, ObstructionStage
from zhuangjian.apps.measures.sheets import day, seen, told
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact

TONES = {
    ObstructionStage.OPEN: "bad",
    ObstructionStage.HANDED_OVER: "wait",
    ObstructionStage.INTERVIEW: "wait",
    ObstructionStage.LEAD: "ok",
    ObstructionStage.ENDED: "ok",
}


def stage_view(row: Obstruction) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(ObstructionStage(row.stage), "wait")


def forms_of(row: Obstruction) -> str:
    """The forms in words."""
    return "、".join(str(one["label"]) for one in row.forms)


def _evidence(row: Obstruction) -> str:
    return "、".join(str(one["title"]) for one in row.evidence)


def visible(person: Any) -> Any:
    """Obstructions that the person may see."""
    return Obstruction.objects.visible_to(person).select_related("party", "authority", "inspection")


OBSTRUCTIONS = Sheet(
    "obstructions",
    "拒绝、逃避、阻碍检查",
    (
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            link=lambda row: row.get_absolute_url(),
            fact=True,
            api={
                "id": Datum(UUID, "public_id"),
                "party": Datum(str, "party.name"),
                "version": Datum(int, "version"),
            },
        ),
        Column("forms", "情形", forms_of, fact=True, api=str),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column(
            "handling",
            "处理",
            "get_handling_display",
            sort="handling",
            fact=True,
            api={"handling": Datum(str, "handling")},
        ),
        Column(
            "authority",
            "辖区监管部门",
            "authority.short_name",
            sort="authority__name",
            fact=True,
            api={"authority": Datum(str, "authority.name")},
        ),
        Column(
            "recorded",
            "登记日期",
            day("recorded_at"),
            sort="recorded_at",
            css="text-nowrap",
            fact=True,
            api={"recorded_at": Datum(datetime, "recorded_at")},
        ),
        fact(
            "inspection",
            "检查",
            seen("number"),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, seen("public_id"))},
        ),
        fact(
            "at_risk",
            "安全隐患",
            lambda row: ("视为存在" if row.at_risk else "没有视为存在") if row.decided_at else "",
            left_out=True,
            api={"at_risk": Datum(bool, "at_risk")},
        ),
        told("risk", "安全隐患的判断"),
        fact("evidence", "证据", _evidence, left_out=True, api=str),
        told("no_evidence", "没有证据材料的原因"),
        told("basis", "依据"),
        told("number", "文号"),
        told("to_department", "移送的部门"),
        told("text", "处理意见"),
        told("result", "处理结果"),
        fact(
            "decided",
            "处理日期",
            day("decided_at"),
            left_out=True,
            api={"decided_at": Datum(datetime | None, "decided_at")},
        ),
        fact(
            "ended",
            "办结日期",
            day("ended_at"),
            left_out=True,
            api={"ended_at": Datum(datetime | None, "ended_at")},
        ),
    ),
    (
        Filter("q", "企业", contains("party__name")),
        Filter("stage", "状态", "stage", "choice", lambda _: ObstructionStage.choices()),
    ),
    sort="-recorded",
    model=Obstruction,
    empty="没有拒绝、逃避、阻碍检查的记录。",
    empty_hint=lambda _: "由检查组组长在检查中记录。",
    rows=visible,
    reading=Reading(
        "obstructions",
        "处理措施",
        "ObstructionOut",
        "拒绝、逃避、阻碍检查列表",
        "一次拒绝、逃避、阻碍检查的处理",
        ("zhuangjian_api_measures_obstructions", "zhuangjian_api_measures_obstruction"),
        one_schema="ObstructionDetail",
        words="Obstructed inspections that the person sees, and how they are handled.",
        one_words="One obstruction: its forms, evidence, handling and result.",
    ),
)
