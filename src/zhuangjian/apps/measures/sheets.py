"""What is shown of measures and their liftings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Assessment, Interview, Kind, Lifting, Measure, Progress, Stage
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {
    Stage.IN_FORCE: "bad",
    Stage.SUMMONED: "wait",
    Stage.COMMITTED: "wait",
    Stage.LIFTED: "ok",
    Stage.ENDED: "ok",
    Stage.WITHDRAWN: "off",
}


def visible(person: Any) -> QuerySet[Measure]:
    """Measures that the person may see."""
    return Measure.objects.visible_to(person).select_related("party", "authority", "inspection", "decided_by")


def stage_view(row: Measure) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(Stage(row.stage), "wait")


def seen(name: str) -> ToldTo:
    """A value of the inspection, for whoever may see that."""

    def read(row: Any, person: Any) -> Any:
        if not Inspection.objects.visible_to(person).filter(pk=row.inspection_id).exists():
            return None
        return getattr(row.inspection, name)

    return ToldTo(read)


def day(name: str) -> Any:
    """A moment as its day."""
    return lambda row: timezone.localdate(moment) if (moment := getattr(row, name)) else None


def told(name: str, title: str, kind: Any = str) -> Column:
    """A fact that lists leave out."""
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


MEASURES = Sheet(
    "measures",
    "处理措施",
    (
        Column(
            "number",
            "文号",
            "number",
            sort="number",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "number": Datum(str, "number"),
                "version": Datum(int, "version"),
            },
        ),
        Column("party", "企业", "party.name", sort="party__name", fact=True, api=str),
        Column(
            "kind",
            "措施",
            "get_kind_display",
            sort="kind",
            fact=True,
            api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
        ),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column(
            "authority",
            "作出决定的部门",
            "authority.short_name",
            sort="authority__name",
            fact=True,
            api={"authority": Datum(str, "authority.name")},
        ),
        Column(
            "decided",
            "决定日期",
            day("decided_at"),
            sort="decided_at",
            css="text-nowrap",
            fact=True,
            api={"decided_at": Datum(datetime, "decided_at")},
        ),
        fact(
            "inspection",
            "检查",
            seen("number"),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, seen("public_id"))},
        ),
        fact(
            "ground",
            "事由",
            "get_ground_display",
            left_out=True,
            api={"ground": Datum(str, "ground")},
        ),
        told("basis", "依据"),
        told("facts", "查明的情况"),
        told("scope", "范围"),
        told("requirement", "要求"),
        told("due_on", "期限", date | None),
        told("summons", "时间和对象"),
        told("place", "地点"),
        fact(
            "ended",
            "结束日期",
            day("ended_at"),
            left_out=True,
            api={"ended_at": Datum(datetime | None, "ended_at")},
        ),
        told("end_note", "结束说明"),
        fact(
            "parts",
            "经过",
            lambda row: row.progress.count(),
            drawn=False,
            api={
                "progress": rows_of(
                    Progress,
                    "measure",
                    "MeasureProgressOut",
                    "pk",
                    kind=str,
                    good=bool | None,
                    sold=int | None,
                    recalled=int | None,
                    disposed=int | None,
                    text=str,
                    entered_at=datetime,
                ),
                "interviews": rows_of(
                    Interview,
                    "measure",
                    "MeasureInterviewOut",
                    "pk",
                    held_on=date,
                    absent=bool,
                    attendees=str,
                    record=str,
                    commitments=str,
                    commit_by=date | None,
                ),
            },
        ),
    ),
    (
        Filter("q", "文号或企业", contains("number", "party__name")),
        Filter("kind", "措施", "kind", "choice", lambda _: Kind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: Stage.choices()),
    ),
    sort="-decided",
    model=Measure,
    empty="没有处理措施。",
    empty_hint=lambda _: "在检查的“处理”页上作出。",
    rows=visible,
    reading=Reading(
        "measures",
        "处理措施",
        "MeasureOut",
        "处理措施列表",
        "一项处理措施",
        ("zhuangjian_api_measures_measures", "zhuangjian_api_measures_measure"),
        one_schema="MeasureDetail",
        words="Measures after inspections that the person sees; an enterprise those that were served on it.",
        one_words="One measure with what was done about it until it ended.",
    ),
)

LIFTINGS = Sheet(
    "liftings",
    "解除申请",
    (
        Column(
            "measure",
            "措施文号",
            "measure.number",
            sort="measure__number",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "measure": Datum(str, "measure.number"),
                "measure_id": Datum(UUID, "measure.public_id"),
                "version": Datum(int, "version"),
            },
        ),
        Column("party", "企业", "party.name", sort="party__name", fact=True, api=str),
        Column("no", "第几次", "no", fact=True, api=int),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            fact=True,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column("received_on", "收到整改报告之日", "received_on", sort="received_on", fact=True, api=date),
        Column("due_on", "评估期限", "due_on", sort="due_on", fact=True, api=date | None),
        told("main_problems", "存在的主要问题"),
        told("investigation", "问题调查分析与风险评估"),
        told("risk_control", "风险控制措施"),
        told("effect", "整改后效果"),
        told("number", "决定文号"),
        told("reason", "不予解除的理由"),
        fact(
            "assessments",
            "评估",
            lambda row: row.assessments.count(),
            drawn=False,
            api={
                "assessments": rows_of(
                    Assessment,
                    "lifting",
                    "LiftingAssessmentOut",
                    "pk",
                    on_site=bool,
                    passed=bool,
                    text=str,
                    late=bool,
                    assessed_at=datetime,
                )
            },
        ),
    ),
    (Filter("q", "文号或企业", contains("measure__number", "party__name")),),
    sort="-received_on",
    model=Lifting,
    empty="没有解除申请。",
    empty_hint=lambda _: "在措施的页上提出或者登记。",
    rows=lambda person: Lifting.objects.visible_to(person).select_related("measure", "party", "authority"),
    reading=Reading(
        "liftings",
        "处理措施",
        "LiftingOut",
        "解除申请列表",
        "一项解除申请",
        ("zhuangjian_api_measures_liftings", "zhuangjian_api_measures_lifting"),
        one_schema="LiftingDetail",
        words="Applications for lifting measures that the person sees.",
        one_words="One application with its report, its limit, and what was decided.",
    ),
)
