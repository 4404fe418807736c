"""What is shown of inspections and of the parts of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.inspections.checkpoints import bound_checklist
from zhuangjian.apps.inspections.models import (
    Deficiency,
    DeficiencyVersion,
    Finding,
    Inspection,
    Stage,
)
from zhuangjian.apps.inspections.parts import DOCUMENTS, EVALUATIONS, INTERNAL, SIGNATURES, STATEMENTS
from zhuangjian.apps.inspections.reading import log_read
from zhuangjian.apps.programme.sheets import mode_of, place_of
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.days import since, until
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import (
    Column,
    Datum,
    Filter,
    Reading,
    Sheet,
    contains,
    fact,
    nobody,
    officials,
    rows_of,
)
from zhuangjian.kernel.shown import shown_name

TONES = {
    Stage.ASSIGNED: "warn",
    Stage.TEAMED: "wait",
    Stage.PLAN_SUBMITTED: "warn",
    Stage.PLAN_APPROVED: "wait",
    Stage.ON_SITE: "wait",
    Stage.OFF_SITE: "wait",
    Stage.CLOSING: "wait",
    Stage.CONCLUDED: "wait",
    Stage.RECORDED: "warn",
    Stage.SIGNED: "wait",
    Stage.TO_SUBMIT: "warn",
    Stage.EVALUATING: "warn",
    Stage.ASSESSING: "warn",
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
    Stage.OFF_SITE: ("off_site", "非现场检查中", "wait"),
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


def _mine(rows: Any, _: Any, person: Any) -> Any:
    """Rows on whose team the person is."""
    return rows.filter(Q(team__person_id=person.pk, team__left_at=None)).distinct()


def opened(person: Any, row: Inspection, door: str, part: str) -> None:
    """Something of it is about to be shown to a program (CQ 22)."""
    log_read(row, person, part or "总览", door)


def _said(row: Inspection, person: Any) -> tuple[str, str]:
    return stage_view_for(person)(row)  # type: ignore[no-any-return]


def _team(row: Inspection) -> str:
    return "、".join(f"{m.person}（{m.get_part_display()}）" for m in row.members())


def _planned(row: Inspection) -> str:
    plan = row.plan()
    return f"{chinese_date(plan.start_on)}—{chinese_date(plan.end_on)}" if plan else ""


def _bound(row: Inspection) -> str:
    if row.bound_on is None:
        return ""
    rules = f"{chinese_date(row.bound_on)}（批准方案之日）有效的规则：{edition_told(row.pack)}"
    checklist = bound_checklist(row)
    return f"{rules}\n{checklist.title}" if checklist else rules


def _held(row: Inspection) -> str:
    moments = [timezone.localtime(one) for one in (row.started_at, row.ended_at) if one]
    return " 至 ".join(f"{chinese_date(one.date())} {one:%H:%M}" for one in moments)


def _concluded(row: Inspection) -> str:
    changed = "（负责人改定）" if row.override_reason else ""
    return f"{conclusion_view(row)[0]}{changed}" if row.conclusion else ""


INSPECTIONS = Sheet(
    "inspections",
    "检查",
    (
        Column(
            "number",
            "编号",
            str,
            sort="number",
            link=lambda r: r.get_absolute_url(),
            api={"number": Datum(str, "number")},
        ),
        Column(
            "party",
            "被检查对象",
            "party.name",
            sort=("party__pinyin", "party__name"),
            link=lambda r: r.party.get_absolute_url(),
            listed=officials,
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        Column(
            "type",
            "类型",
            "get_inspection_type_display",
            sort="inspection_type",
            api={
                "inspection_type": Datum(str, "inspection_type"),
                "type_words": Datum(str, "get_inspection_type_display"),
                "licensing_kind": Datum(str, "licensing_kind"),
            },
        ),
        Column(
            "unit",
            "派出检查单位",
            "dispatching_unit.short_name",
            sort="dispatching_unit__name",
            api={"dispatching_unit": Datum(str, "dispatching_unit.name")},
        ),
        Column(
            "day",
            "检查日期",
            day_of,
            sort="started_at",
            api={
                "started_at": Datum(datetime | None, "started_at"),
                "ended_at": Datum(datetime | None, "ended_at"),
            },
        ),
        Column(
            "stage",
            "状态",
            ToldTo(lambda row, person: _said(row, person)[0]),
            sort="stage",
            status=ToldTo(_said),
            api={
                "stage": Datum(
                    str,
                    ToldTo(
                        lambda row, person: row.stage if person.scope.official else TOLD[Stage(row.stage)][0]
                    ),
                ),
                "stage_words": Datum(str, ToldTo(lambda row, person: _said(row, person)[0])),
            },
        ),
        Column(
            "conclusion",
            "结论",
            lambda r: conclusion_view(r)[0],
            sort="conclusion",
            status=conclusion_view,
            api={
                "conclusion": Datum(str, "conclusion"),
                "conclusion_words": Datum(str, lambda r: conclusion_view(r)[0]),
            },
        ),
        fact(
            "inspected",
            "被检查对象",
            "party.name",
            link=ToldTo(lambda r, person: r.party.get_absolute_url() if person.scope.official else ""),
            covered="party",
        ),
        fact("credit_code", "信用代码", "party.credit_code", css="zj-mono", api=str | None),
        fact("place", "检查地址", place_of, api={"address": Datum(str, place_of)}),
        fact("reason", "检查事由", "reason", api=str),
        fact("legal_basis", "检查依据", "legal_basis", api=str),
        Column(
            "mode",
            "检查方式",
            mode_of,
            listed=nobody,
            fact=True,
            api={"mode": Datum(str, "mode"), "announced": Datum(bool, "announced")},
        ),
        fact("organising_unit", "组织单位", "organising_unit.name", seen_by=officials, api=str | None),
        fact("dispatching", "派出单位", "dispatching_unit.name", seen_by=officials, covered="unit"),
        fact("local_authority", "辖区监管部门", "local_authority.name", seen_by=officials, api=str | None),
        fact(
            "task",
            "任务",
            lambda r: r.task.called() if r.task else "",
            link=lambda r: r.task.get_absolute_url() if r.task else "",
            seen_by=officials,
            left_out=True,
            api={
                "task_id": Datum(UUID | None, "task.public_id"),
                "programme": Datum(str | None, "task.programme.title"),
            },
        ),
        fact("planned", "计划日期", _planned, seen_by=officials, left_out=True, covered="internal"),
        fact("team", "检查组", _team, seen_by=officials, left_out=True, covered="internal"),
        fact("rules", "适用规则", _bound, seen_by=officials, left_out=True, covered="internal"),
        fact("held", "检查时间", _held, covered="day"),
        fact("concluded", "结论", _concluded, left_out=True, covered="conclusion"),
        Column(
            "delivered",
            "交付",
            "delivered_at",
            listed=nobody,
            api={"delivered_at": Datum(datetime | None, "delivered_at")},
        ),
        fact("delivered_to", "接收人", "delivered_to", drawn=False, api=str),
        fact("signatures", "签字", "number", drawn=False, api={"signatures": SIGNATURES}),
        fact("evaluations", "综合评定", "number", drawn=False, api={"evaluations": EVALUATIONS}),
        fact("statements", "陈述申辩", "number", drawn=False, api={"statements": STATEMENTS}),
        fact(
            "documents",
            "文书",
            "number",
            drawn=False,
            api={"documents": DOCUMENTS},
        ),
        fact(
            "internal",
            "内部情况",
            "number",
            drawn=False,
            seen_by=officials,
            api={"internal": INTERNAL},
        ),
    ),
    (
        Filter("q", "编号或企业", contains("number", "party__name", "party__credit_code")),
        Filter("type", "类型", "inspection_type", "choice", InspectionType.choices()),
        Filter("stage", "状态", _at_stage, "choice", _stages),
        Filter("unit", "派出检查单位", "dispatching_unit_id", "choice", units, seen_by=officials),
        Filter("conclusion", "结论", "conclusion", "choice", Conclusion.choices()),
        Filter("from", "检查日期起", since("started_at"), "date", called="date_from"),
        Filter("to", "检查日期止", until("started_at"), "date", called="date_to"),
        Filter("mine", "只看我参加的", ToldTo(_mine), "flag", seen_by=officials),
    ),
    sort="-day",
    model=Inspection,
    empty="没有检查。",
    empty_hint=lambda person: (
        "任务交办后，由承办单位在任务页面组织检查。"
        if person.scope.official
        else "告知贵单位的检查会列在这里。"
    ),
    noted=exported,
    rows=lambda person: Inspection.objects.visible_to(person).select_related(
        "party", "site", "dispatching_unit", "organising_unit", "local_authority", "task__programme"
    ),
    also={
        "id": Datum(UUID, "public_id"),
        # It counts what was done, so it is for officials only.
        "version": Datum(
            int | None, ToldTo(lambda row, person: row.version if person.scope.official else None)
        ),
    },
    reading=Reading(
        "inspections",
        "检查",
        "InspectionOut",
        "检查列表",
        "一次检查",
        ("zhuangjian_api_inspections_inspections", "zhuangjian_api_inspections_one"),
        one_schema="InspectionDetail",
        words="Those the person may see, filtered and sorted as on the page. An enterprise is told the stage roughly, and "
        "the conclusion once it has signed the record.",
        one_words="One inspection; the read is logged. ``internal`` is null for the inspected enterprise.",
        noted=True,
        opened=opened,
    ),
)


def part_of_inspection(
    model: Any,
    name: str,
    title: str,
    schema: str,
    words: str,
    columns: tuple[Column, ...],
    *related: str,
    **more: Any,
) -> Sheet:
    """The list of the parts of one inspection, each by its public id."""
    return Sheet(
        name,
        title,
        columns,
        model=model,
        rows=lambda person: model.objects.visible_to(person).select_related(*related),
        also={"id": Datum(UUID, "public_id")},
        reading=Reading(
            f"inspections/{{uuid:key}}/{name}",
            "检查",
            schema,
            title,
            "",
            (f"zhuangjian_api_inspections_{name}", ""),
            words=words,
            page_size=200,
            of=(INSPECTIONS, "inspection"),
        ),
        **more,
    )


FINDINGS = part_of_inspection(
    Finding,
    "findings",
    "检查要点",
    "FindingOut",
    "Results per checkpoint, for officials.",
    (
        Column("item", "检查要点", "item", api=str),
        Column(
            "item_class", "项目类别", "get_item_class_display", api={"item_class": Datum(str, "item_class")}
        ),
        Column("result", "结果", "get_result_display", api={"result": Datum(str, "result")}),
        Column("text", "检查发现", "text", api=str),
        Column("found_by", "检查员", "found_by.name", api=str),
        Column("found_at", "检查时间", "found_at", api=datetime),
    ),
    "found_by",
)
DEFICIENCIES = part_of_inspection(
    Deficiency,
    "deficiencies",
    "缺陷与陈述申辩",
    "DeficiencyOut",
    "Deficiencies the person may see.",
    (
        Column("no", "序号", "no", api=int),
        Column("item", "检查要点", "finding.item", api=str),
        Column("text", "缺陷描述", "text", api=str),
        Column("status", "状态", "get_status_display", api={"status": Datum(str, "status")}),
        Column("result", "结果", "finding.get_result_display", api={"result": Datum(str, "finding.result")}),
        Column(
            "versions",
            "沿革",
            "no",
            seen_by=officials,
            listed=nobody,
            api={
                "versions": rows_of(
                    DeficiencyVersion,
                    "deficiency",
                    "DeficiencyVersionOut",
                    text=str,
                    status=str,
                    reason=str,
                    changed_by=Datum(str, "changed_by.name"),
                    changed_at=datetime,
                )
            },
        ),
    ),
    "finding",
)
