"""What is shown of visits of several authorities, and of what authorities tell each other (CQ 8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from zhuangjian.apps.conduct.reads import note
from zhuangjian.apps.programme.models import Exchange, Task, Visit, VisitPart, VisitStage
from zhuangjian.apps.programme.sheets import inspection_of, status_view
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact

TONES = {
    VisitStage.PROPOSED: "warn",
    VisitStage.AGREED: "ok",
    VisitStage.REFUSED: "off",
    VisitStage.WITHDRAWN: "off",
}


def visit_status(row: Visit) -> tuple[str, str]:
    """The stage's word and tone."""
    stage = VisitStage(row.stage)
    return stage.label, TONES[stage]


def days_of(row: Visit) -> str:
    """The days in which the visit is to be."""
    return f"{chinese_date(row.window_from)}—{chinese_date(row.window_to)}"


def units_of(row: Visit) -> str:
    """The authorities that take part, in the order in which they came in."""
    return "、".join(part.authority.short_name or part.authority.name for part in row.parts.all())


def answer_of(part: VisitPart) -> str:
    """What the authority said to the proposal."""
    if part.agreed is None:
        return "待答复" if part.visit.stage == VisitStage.PROPOSED else "没有答复"
    return "同意" if part.agreed else "不同意"


def seen_parts(row: Visit, person: Any) -> list[dict[str, Any]]:
    """The parts, each with its task and inspection as far as the person may see them."""
    parts = row.parts.select_related("authority", "task__party", "task__assigned_to", "answered_by").order_by(
        "pk"
    )
    keys = [part.task_id for part in parts if part.task_id]
    seen = {t.pk: t for t in Task.objects.visible_to(person).filter(pk__in=keys)}
    found = []
    for part in parts:
        part.visit = row
        task = seen.get(part.task_id)
        inspection = _inspection(part, person)
        found.append(
            {
                "part": part,
                "answer": answer_of(part),
                "task": task,
                "state": status_view(task) if task else None,
                "inspection": inspection,
                "team": list(inspection.members()) if inspection else [],
            }
        )
    return found


def _inspection(part: VisitPart, person: Any) -> Any:
    # Whoever goes along sees the inspection also where its task is another authority's.
    if part.task_id is None:
        return None
    return inspection_of(Task(pk=part.task_id), person)


class PartOut(BaseModel):
    """One authority's part in a visit, with task and inspection where the person may see them."""

    authority: str
    agreed: bool | None
    words: str
    task_id: UUID | None
    inspection_id: UUID | None


def _told(row: Visit, person: Any) -> list[dict[str, Any]]:
    return [
        {
            "authority": one["part"].authority.name,
            "agreed": one["part"].agreed,
            "words": one["part"].words,
            "task_id": getattr(one["task"], "public_id", None),
            "inspection_id": getattr(one["inspection"], "public_id", None),
        }
        for one in seen_parts(row, person)
    ]


def note_tasks(person: Any, row: Visit, door: str) -> None:
    """Write down that the tasks of a visit were read, those that the person sees (CQ 22)."""
    keys = [pk for pk in row.parts.values_list("task_id", flat=True) if pk]
    rows = list(Task.objects.visible_to(person).filter(pk__in=keys))
    if rows:
        note(person, rows, "联合检查", door)


VISITS = Sheet(
    "visits",
    "联合检查",
    (
        Column(
            "party",
            "被检查对象",
            "party.name",
            sort=("party__pinyin", "party__name"),
            link=lambda r: r.get_absolute_url(),
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        Column("units", "参加单位", units_of, fact=True, api=str),
        Column("unit", "提出单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column(
            "days",
            "时间",
            days_of,
            sort="window_from",
            fact=True,
            api={"window_from": Datum(date, "window_from"), "window_to": Datum(date, "window_to")},
        ),
        Column(
            "status",
            "状态",
            lambda r: visit_status(r)[0],
            sort="stage",
            status=visit_status,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, lambda r: visit_status(r)[0])},
        ),
        fact(
            "proposed",
            "提出",
            lambda r: f"{said_time(r.proposed_at)} {r.proposed_by.name}",
            api={
                "proposed_at": Datum(datetime, "proposed_at"),
                "proposed_by": Datum(str, "proposed_by.name"),
            },
        ),
        fact("words", "理由和安排", "words", left_out=True, api=str),
        fact(
            "parts",
            "各方",
            ToldTo(_told),
            drawn=False,
            api={"parts": Datum(list[PartOut], ToldTo(_told))},
        ),
    ),
    (
        Filter("q", "被检查对象", contains("party__name", "party__credit_code")),
        Filter("stage", "状态", "stage", "choice", VisitStage.choices()),
    ),
    sort="-days",
    model=Visit,
    empty="没有联合检查。",
    empty_hint="同一对象有其他单位的相近任务时，在任务的页面提出联合检查。",
    rows=lambda person: (
        Visit.objects.visible_to(person)
        .select_related("party", "unit", "proposed_by")
        .prefetch_related("parts__authority")
    ),
    also={"id": Datum(UUID, "public_id"), "version": Datum(int, "version")},
    reading=Reading(
        "visits",
        "年度计划",
        "VisitOut",
        "联合检查列表",
        "一次联合检查",
        ("zhuangjian_api_programme_visits", "zhuangjian_api_programme_visit"),
        one_schema="VisitDetail",
        words="Visits of several authorities that the person may see.",
        one_words="One visit, with each authority's part in it.",
        opened=lambda person, row, door, part: note_tasks(person, row, door),
    ),
)


def exchange_status(row: Exchange) -> tuple[str, str]:
    """Whether it was acknowledged."""
    return ("已签收", "ok") if row.acknowledged_at else ("待签收", "warn")


EXCHANGES = Sheet(
    "exchanges",
    "检查信息通报",
    (
        Column(
            "party",
            "本单位监管的企业",
            "party.name",
            sort=("party__pinyin", "party__name"),
            link=lambda r: r.get_absolute_url(),
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        Column("told", "通报内容", "told", fact=True, api=str),
        Column(
            "ground",
            "通报原因",
            "get_ground_display",
            sort="ground",
            fact=True,
            api={"ground": Datum(str, "ground"), "ground_words": Datum(str, "get_ground_display")},
        ),
        Column("unit", "收到通报的单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column(
            "told_at",
            "通报时间",
            lambda r: said_time(r.told_at),
            sort="told_at",
            fact=True,
            api={"told_at": Datum(datetime, "told_at")},
        ),
        Column(
            "status",
            "状态",
            lambda r: exchange_status(r)[0],
            sort="acknowledged_at",
            status=exchange_status,
            api={
                "acknowledged_at": Datum(datetime | None, "acknowledged_at"),
                "state": Datum(str, lambda r: exchange_status(r)[0]),
            },
        ),
        fact("acknowledged_by", "签收人", "acknowledged_by.name", left_out=True, api=str | None),
        fact("note", "签收意见", "note", left_out=True, api=str),
    ),
    (Filter("q", "企业", contains("party__name", "told")),),
    sort="-told_at",
    model=Exchange,
    empty="没有检查信息通报。",
    empty_hint="委托生产的另一方或者同时生产经营的企业受到检查时，系统自动通报有关单位。",
    rows=lambda person: Exchange.objects.visible_to(person).select_related(
        "party", "unit", "acknowledged_by"
    ),
    also={"id": Datum(UUID, "public_id"), "version": Datum(int, "version")},
    reading=Reading(
        "exchanges",
        "年度计划",
        "ExchangeOut",
        "检查信息通报列表",
        "一份检查信息通报",
        ("zhuangjian_api_programme_exchanges", "zhuangjian_api_programme_exchange"),
        words="What the person's authority was told of others' inspections, and told them.",
        one_words="One notice, with whether it was acknowledged.",
    ),
)
