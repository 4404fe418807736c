"""The list of inspections: columns, filters, export."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType
from zhuangjian.kernel.sheets import Column, Filter, Sheet, contains
from zhuangjian.kernel.shown import shown_name

TONES = {
    Stage.ASSIGNED: "warn",
    Stage.TEAMED: "wait",
    Stage.PLAN_SUBMITTED: "warn",
    Stage.PLAN_APPROVED: "wait",
    Stage.ON_SITE: "wait",
    Stage.CLOSING: "wait",
    Stage.CONCLUDED: "wait",
    Stage.RECORDED: "warn",
    Stage.SIGNED: "wait",
    Stage.DELIVERED: "ok",
    Stage.CLOSED: "ok",
    Stage.ESCALATED: "bad",
    Stage.CANCELLED: "off",
}
GOOD = ("licensing_pass", "production_clean", "operation_conforming")
BAD = ("licensing_fail", "production_serious", "operation_nonconforming")


def stage_view(row: Inspection) -> tuple[str, str]:
    """The stage's word and tone."""
    stage = Stage(row.stage)
    return stage.label, TONES[stage]


# Stages as they are told the party (see the veil in ``queries``): the code over the API, the word, its tone.
TOLD = {
    Stage.PLAN_APPROVED: ("arranged", "已安排", "wait"),
    Stage.ON_SITE: ("begun", "检查中", "wait"),
    Stage.DELIVERED: ("delivered", "记录已交付", "ok"),
    Stage.CLOSED: ("ended", "已结束", "off"),
}


def stage_told(row: Inspection) -> tuple[str, str]:
    """The stage's word and tone for the party, of a row as the party sees it."""
    return TOLD[Stage(row.stage)][1:]


def stage_view_for(person: Any) -> Any:
    """How stages are said to this person."""
    return stage_view if person.scope.official else stage_told


def _stages(person: Any) -> list[tuple[str, str]]:
    if person.scope.official:
        return Stage.choices()
    return [(code, word) for code, word, _ in TOLD.values()]


def _at_stage(rows: Any, value: str) -> Any:
    code = next((stage.value for stage, (told, _, _) in TOLD.items() if told == value), value)
    name, _ = shown_name(rows, "stage")
    return rows.filter(**{name: code})


def conclusion_view(row: Inspection) -> tuple[str, str]:
    """The conclusion's word and tone."""
    if not row.conclusion:
        return ("无固定结论" if row.concluded_at else "—"), "off"
    tone = "ok" if row.conclusion in GOOD else "bad" if row.conclusion in BAD else "warn"
    return Conclusion(row.conclusion).label, tone


def day_of(row: Inspection) -> date | None:
    """The local day on which the inspection began."""
    return timezone.localdate(row.started_at) if row.started_at else None


def units(person: Any) -> list[tuple[int, str]]:
    """Dispatching units among the inspections the person sees."""
    rows = Inspection.objects.visible_to(person).order_by("dispatching_unit__name")
    return [
        (pk, name)
        for pk, name in rows.values_list("dispatching_unit_id", "dispatching_unit__name").distinct()
    ]


def mine(person: Any) -> Any:
    """Rows on whose team the person is."""
    return lambda rows, _: rows.filter(Q(team__person_id=person.pk, team__left_at=None)).distinct()


def listing_for(person: Any) -> Sheet:
    """The list for officials, or for an enterprise its own."""
    official = person.scope.official
    said = stage_view_for(person)
    columns = [
        Column("number", "编号", str, sort="number", link=lambda r: r.get_absolute_url()),
        *(
            [
                Column(
                    "party",
                    "被检查对象",
                    "party.name",
                    sort=("party__pinyin", "party__name"),
                    link=lambda r: f"/parties/{r.party_id}/",
                )
            ]
            if official
            else []
        ),
        Column("type", "类型", "get_inspection_type_display", sort="inspection_type"),
        Column("unit", "派出检查单位", "dispatching_unit.short_name", sort="dispatching_unit__name"),
        Column("day", "检查日期", day_of, sort="started_at"),
        Column("stage", "状态", lambda r: said(r)[0], sort="stage", status=said),
        Column(
            "conclusion", "结论", lambda r: conclusion_view(r)[0], sort="conclusion", status=conclusion_view
        ),
    ]
    filters = [
        Filter("q", "编号或企业", contains("number", "party__name", "party__credit_code")),
        Filter("type", "类型", "inspection_type", "choice", InspectionType.choices()),
        Filter("stage", "状态", _at_stage, "choice", _stages),
        *([Filter("unit", "派出检查单位", "dispatching_unit_id", "choice", units)] if official else []),
        Filter("conclusion", "结论", "conclusion", "choice", Conclusion.choices()),
        Filter("from", "检查日期起", "started_at__date__gte", "date"),
        Filter("to", "检查日期止", "started_at__date__lte", "date"),
        *([Filter("mine", "只看我参加的", mine(person), "flag")] if official else []),
    ]
    hint = "任务交办后，由承办单位在任务页面组织检查。" if official else "告知贵单位的检查会列在这里。"
    return Sheet(
        "inspections",
        "检查",
        columns,
        filters,
        sort="-day",
        empty="没有检查。",
        empty_hint=hint,
        noted=exported,
    )


def listed(person: Any) -> Any:
    """Visible rows with what the list shows."""
    return Inspection.objects.visible_to(person).select_related("party", "dispatching_unit")
