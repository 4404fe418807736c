"""What is shown of grades, their changes and the objections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from zhuangjian.apps.disclosure.sheets import region_name
from zhuangjian.apps.registry.sheets import authorities, regions
from zhuangjian.apps.risk.models import GradeChange, Move, Objection, ObjectionStage, PartyGrade
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, officials

TAG = "风险分级"
TONES = {"A": "ok", "B": "off", "C": "warn", "D": "bad"}


def grade_view(row: PartyGrade) -> tuple[str, str]:
    """The grade with its colour."""
    return row.get_grade_display(), TONES[row.grade]


def move_view(row: PartyGrade) -> tuple[str, str]:
    """The move with its colour."""
    return row.get_move_display(), {"rose": "bad", "fell": "ok"}.get(row.move, "off")


def grades(person: Any) -> QuerySet[PartyGrade]:
    """Grades that the person may see."""
    return PartyGrade.objects.visible_to(person).select_related("party", "authority", "manual_by")


def _changed_since(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    return rows.filter(Exists(GradeChange._base_manager.filter(of=OuterRef("pk"), changed_on__gte=day)))


def _objected(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(Exists(Objection._base_manager.filter(of=OuterRef("pk"), stage="open")))


def _reasons(row: PartyGrade) -> str:
    return "；".join(row.sheet.get("reasons", ()))


def _internal(row: PartyGrade) -> list[dict[str, Any]]:
    return list(row.internal.get("factors", ()))


GRADES = Sheet(
    "grades",
    "风险等级",
    (
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "party_id": Datum(int, "party_id"),
                "party": Datum(str, "party.name"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "grade",
            "等级",
            "get_grade_display",
            sort="grade",
            status=grade_view,
            api={"grade": Datum(str, "grade"), "grade_words": Datum(str, "get_grade_display")},
        ),
        Column("total", "总分", "total", sort="total", fact=True, api=float),
        Column("move", "变动", "get_move_display", sort="move", status=move_view, api=str),
        Column("reasons", "主要因素", _reasons, seen_by=officials, api=str),
        Column("region", "地区", lambda row: region_name(row.party.region_code), sort="party__region_code", api=str),
        Column("authority", "负责的监管部门", lambda row: str(row.authority or ""), fact=True, api=str),
        Column("visits", "每年检查次数", "visits", sort="visits", fact=True, api=float),
        Column("as_of", "截至", "as_of", sort="as_of", css="text-nowrap", fact=True, api=date),
        fact("mode", "检查方式", "mode", api=str),
        fact("static", "静态分", "static", api=float),
        fact("dynamic", "动态分", "dynamic", api=float),
        fact("since", "按方法计算的等级起", "since", api=date),
        fact("falls_on", "没有新增不良信息时最早降级", "falls_on", left_out=True, api={"falls_on": Datum(date | None, "falls_on")}),
        fact("method", "方法", "method", api=str),
        fact("computed", "按方法计算的等级", "get_computed_display", api={"computed": Datum(str, "computed")}),
        fact("manual", "人工确定的等级", "get_manual_display", left_out=True, api={"manual": Datum(str, "manual")}),
        fact("manual_until", "人工确定至", "manual_until", left_out=True, api={"manual_until": Datum(date | None, "manual_until")}),
        fact("manual_why", "人工确定的理由", "manual_why", left_out=True, api=str),
        fact("why", "理由", "why", drawn=False, api=str),
        fact("sheet", "计分表", "sheet", drawn=False, api={"sheet": Datum(dict[str, Any], "sheet")}),
        fact(
            "internal",
            "监测信息",
            _internal,
            drawn=False,
            seen_by=officials,
            api={"internal": Datum(list[dict[str, Any]] | None, _internal)},
        ),
    ),
    (
        Filter("q", "企业", contains("party__name", "party__credit_code")),
        Filter("grade", "等级", "grade", "choice", RiskGrade.choices()),
        Filter("region", "地区", "party__region_code", "choice", lambda person: [r for r in regions(person) if r[0] not in ("outside", "unknown")], seen_by=officials),
        Filter("authority", "负责的监管部门", "authority_id", "choice", authorities, seen_by=officials),
        Filter("move", "变动", "move", "choice", Move.choices()),
        Filter("changed", "此日以来变动过", _changed_since, "date"),
        Filter("objected", "有未答复的异议", _objected, "flag"),
    ),
    sort="-total",
    model=PartyGrade,
    empty="还没有风险等级。",
    empty_hint="由市级（省级）监管部门的计划管理员在“风险分级”页上给全部企业定级。",
    rows=grades,
    reading=Reading(
        "grades",
        TAG,
        "RiskGradeOut",
        "风险等级列表",
        "一家企业的风险等级和计分表",
        ("zhuangjian_api_risk_grades", "zhuangjian_api_risk_grade"),
        one_schema="RiskGradeDetail",
        words="Risk grades of the parties that the person sees.",
        one_words="The grade of one party with its whole point sheet.",
    ),
)  # fmt: skip


def change_view(row: GradeChange) -> tuple[str, str]:
    """Whether it was seen to."""
    return ("已处理", "ok") if row.noted_at else ("待处理", "warn")


CHANGES = Sheet(
    "grade_changes",
    "风险等级变动",
    (
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "party": Datum(str, "party.name"),
                "version": Datum(int, "version"),
            },
        ),
        Column("before", "原等级", "get_before_display", sort="before", fact=True, api={"before": Datum(str, "before")}),
        Column("after", "现等级", "get_after_display", sort="after", fact=True, api={"after": Datum(str, "after")}),
        Column("total", "总分", "total", sort="total", fact=True, api=float),
        Column("changed_on", "变动日期", "changed_on", sort="changed_on", css="text-nowrap", fact=True, api=date),
        Column("state", "处理", lambda row: change_view(row)[0], status=change_view, seen_by=officials, api=str),
        Column("authority", "负责的监管部门", lambda row: str(row.authority or ""), fact=True, api=str),
        fact("why", "理由", "why", api=str),
        fact("noted", "处理和理由", "noted", left_out=True, seen_by=officials, api=str),
        fact("noted_at", "处理时间", "noted_at", left_out=True, seen_by=officials, api={"noted_at": Datum(datetime | None, "noted_at")}),
    ),
    (
        Filter("q", "企业", contains("party__name")),
        Filter("to", "现等级", "after", "choice", RiskGrade.choices()),
        Filter("open", "待处理的", lambda rows, _: rows.filter(noted_at=None), "flag", seen_by=officials, about=("state",)),
    ),
    sort="-changed_on",
    model=GradeChange,
    empty="没有等级变动。",
    rows=lambda person: GradeChange.objects.visible_to(person).select_related("party", "authority"),
    reading=Reading(
        "grade-changes",
        TAG,
        "RiskGradeChangeOut",
        "风险等级变动列表",
        "一次等级变动",
        ("zhuangjian_api_risk_changes", "zhuangjian_api_risk_change"),
        one_schema="RiskGradeChangeDetail",
        words="Changes of the grades of parties that the person sees.",
        one_words="One change of a grade.",
    ),
)  # fmt: skip


def objection_view(row: Objection) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), "ok" if row.stage == ObjectionStage.ANSWERED else "warn"


OBJECTIONS = Sheet(
    "grade_objections",
    "等级异议",
    (
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "party": Datum(str, "party.name"),
                "version": Datum(int, "version"),
            },
        ),
        Column("against", "所异议的等级", "get_against_display", sort="against", fact=True, api={"against": Datum(str, "against")}),
        Column("stage", "状态", "get_stage_display", sort="stage", status=objection_view, api={"stage": Datum(str, "stage")}),
        Column("filed_at", "提出时间", "filed_at", sort="filed_at", css="text-nowrap", fact=True, api=datetime),
        Column("outcome", "结果", "get_outcome_display", sort="outcome", fact=True, left_out=True, api={"outcome": Datum(str, "outcome")}),
        Column("authority", "负责的监管部门", lambda row: str(row.authority or ""), fact=True, api=str),
        fact("after", "答复后的等级", "get_after_display", left_out=True, api={"after": Datum(str, "after")}),
        fact("answered_at", "答复时间", "answered_at", left_out=True, api={"answered_at": Datum(datetime | None, "answered_at")}),
        fact("text", "异议和理由", "text", drawn=False, api=str),
        fact("answer", "答复和理由", "answer", drawn=False, api=str),
    ),
    (
        Filter("q", "企业", contains("party__name")),
        Filter("stage", "状态", "stage", "choice", ObjectionStage.choices()),
    ),
    sort="-filed_at",
    model=Objection,
    empty="没有等级异议。",
    rows=lambda person: Objection.objects.visible_to(person).select_related("party", "authority"),
    reading=Reading(
        "grade-objections",
        TAG,
        "RiskObjectionOut",
        "等级异议列表",
        "一项等级异议",
        ("zhuangjian_api_risk_objections", "zhuangjian_api_risk_objection"),
        one_schema="RiskObjectionDetail",
        words="Objections against grades that the person sees.",
        one_words="One objection and its answer.",
    ),
)  # fmt: skip
