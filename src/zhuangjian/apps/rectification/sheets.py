"""What is shown of rectifications."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils import timezone
from pydantic import BaseModel

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.inspections.reading import log_rows
from zhuangjian.apps.rectification.models import (
    Problem,
    Rectification,
    RectificationStage,
    RevocationOpinion,
)
from zhuangjian.apps.rectification.timeline import Event, events_of, stage_words
from zhuangjian.apps.registry.models import Party
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
)


def with_limit(rows: Any) -> Any:
    """Rows with ``last_day``: the nearest limit of what the enterprise still owes, else the notice's."""
    return rows.annotate(last_day=Coalesce("next_due", "due_on")).select_related(
        "party", "authority", "inspection"
    )


def overdue(rows: Any, _: Any = True) -> Any:
    """Rows whose report is outstanding after the limit."""
    return with_limit(rows).filter(next_due__lt=timezone.localdate())


def authorities(person: Any) -> list[tuple[int, str]]:
    """Local authorities among the rows the person sees."""
    rows = Rectification.objects.visible_to(person).order_by("authority__name")
    return [(pk, name) for pk, name in rows.values_list("authority_id", "authority__name").distinct()]


def state(row: Rectification) -> str:
    """Days left while the enterprise has the next step."""
    return until_of(row.limit, timezone.localdate()).words if row.with_party else ""


def stages(person: Any) -> list[tuple[str, str]]:
    """The stages to filter by; the enterprise is told of its end alike, however it ended."""
    found = [(s.value, s.label) for s in RectificationStage]
    if not person.scope.official:
        found = [(v, "已结束" if v == "closed" else label) for v, label in found if v != "escalated"]
    return found


def stage_told(row: Rectification, person: Any) -> str:
    """The stage's code; an enterprise is told ``ended`` of every one that ended."""
    return row.stage if person.scope.official or not row.ended else "ended"


def opinion_of(row: Rectification, person: Any) -> RevocationOpinion | None:
    """The opinion that the licence be revoked, for whoever may see it (CQ 16)."""
    if row.inspection_id is None:
        return None
    return RevocationOpinion.objects.visible_to(person).filter(inspection_id=row.inspection_id).first()


def opinion_told(row: Rectification, person: Any) -> dict[str, Any] | None:
    """The same for programs."""
    found = opinion_of(row, person)
    if found is None:
        return None
    return {
        "ground": found.ground,
        "ground_words": found.get_ground_display(),
        "text": found.text,
        "authority": found.authority.name,
        "proposed_by": found.proposed_by.name,
        "proposed_at": found.proposed_at,
        "id": found.public_id,
        "decision": found.decision,
        "decision_words": found.get_decision_display(),
        "decision_number": found.decision_number,
        "answer": found.answer,
        "answered_by": found.answered_by.name if found.answered_by else None,
        "answered_at": found.answered_at,
    }


def dossier_party(row: Rectification, person: Any) -> Party | None:
    """The enterprise as an official sees it who may open its dossier."""
    if not person.scope.official:
        return None
    return Party.objects.visible_to(person).filter(pk=row.party_id).first()


def _moved(row: Rectification) -> str:
    """What moved the nearest limit away from the notice's day; empty when nothing did."""
    if row.limit == row.due_on:
        return ""
    planned = row.problems.filter(due_on=row.limit, plan_until=row.limit).exists()
    return "整改计划" if planned else "补充期限"


def problems_of(row: Rectification, person: Any) -> list[dict[str, Any]]:
    """Each deficiency with its own limit and state."""
    found = Problem.objects.visible_to(person).filter(rectification=row).select_related("deficiency")
    return [
        {
            "no": p.no,
            # A deficiency that the person does not see is not there for them.
            "text": p.deficiency.text if p.deficiency_id else "",
            "state": p.state,
            "state_words": p.get_state_display(),
            "due_on": p.due_on,
            "plan_until": p.plan_until,
        }
        for p in found.order_by("no")
    ]


def _event(event: Event) -> dict[str, Any]:
    return {
        "at": event.at,
        "title": event.title,
        "who": event.who,
        "note": event.note,
        "texts": list(event.texts),
        "files": event.files,
    }


def _empty_hint(person: Any) -> str:
    if person.scope.official:
        return "检查发现缺陷、记录交付之后，由辖区监管部门发出整改通知。"
    return "监管部门发出整改通知后会列在这里。"


def visible(person: Any) -> Any:
    """Visible rows with what list and facts show."""
    rows = Rectification.objects.visible_to(person).select_related("issued_by", "ended_by")
    return with_limit(rows)


def opened(person: Any, row: Rectification, door: str, part: str) -> None:
    """One of them is about to be shown to a program."""
    log_rows([row], person, f"整改 {row.number}", door)


class EventOut(BaseModel):
    """One thing that happened."""

    at: datetime
    title: str
    who: str
    note: str
    texts: list[tuple[str, str]]
    files: list[str]


class ProblemOut(BaseModel):
    """One deficiency with its own limit and how far it is put right (CQ 19)."""

    no: int
    text: str
    state: str
    state_words: str
    due_on: date
    plan_until: date | None


class OpinionOut(BaseModel):
    """The opinion that a licence be revoked (CQ 16)."""

    ground: str
    ground_words: str
    text: str
    authority: str
    proposed_by: str
    proposed_at: datetime
    id: UUID
    decision: str
    decision_words: str
    decision_number: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None


RECTIFICATIONS = Sheet(
    "rectifications",
    "整改",
    (
        Column(
            "number",
            "文号",
            "number",
            sort="number",
            link=lambda r: r.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "number": Datum(str, "number"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "party",
            "企业",
            "party.name",
            sort=("party__pinyin", "party__name"),
            listed=officials,
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        Column(
            "stage",
            "状态",
            ToldTo(lambda row, person: stage_words(row, person)[0]),
            sort="stage",
            status=ToldTo(stage_words),
            api={
                "stage": Datum(str, ToldTo(stage_told)),
                "stage_words": Datum(str, ToldTo(lambda row, person: stage_words(row, person)[0])),
                "with_party": Datum(bool, "with_party"),
            },
        ),
        Column(
            "limit",
            "整改期限",
            "limit",
            sort="last_day",
            css="text-nowrap",
            api={"limit": Datum(date, "limit")},
        ),
        Column(
            "state",
            "时限情况",
            state,
            template="rectification/state_cell.html",
            api={"limit_words": Datum(str, state)},
        ),
        Column(
            "authority",
            "辖区监管部门",
            "authority.short_name",
            sort="authority__name",
            api={"authority": Datum(str, "authority.name")},
        ),
        Column(
            "issued_at",
            "发出日期",
            lambda r: timezone.localdate(r.issued_at),
            sort="issued_at",
            css="text-nowrap",
            api={"issued_at": Datum(datetime, "issued_at")},
        ),
        Column(
            "inspection",
            "检查",
            "inspection.number",
            sort="inspection__number",
            listed=officials,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
        Column(
            "dossier",
            "企业",
            ToldTo(dossier_party),
            template="rectification/party_fact.html",
            listed=nobody,
            fact=True,
            left_out=True,
            api={
                "party_phone": Datum(
                    str, ToldTo(lambda row, person: getattr(dossier_party(row, person), "phone", ""))
                )
            },
            detail=True,
        ),
        fact("notice", "通知文号", "number", covered="number"),
        fact(
            "of_inspection",
            "检查",
            "inspection.number",
            link=lambda r: r.inspection.get_absolute_url(),
            left_out=True,
            api={"inspection": Datum(str | None, "inspection.number")},
        ),
        fact(
            "conclusion",
            "检查结论",
            "inspection.get_conclusion_display",
            api={"conclusion": Datum(str | None, "inspection.get_conclusion_display")},
        ),
        fact("local", "辖区监管部门", "authority.name", covered="authority"),
        fact(
            "contact",
            "联系人",
            lambda r: f"{r.issued_by.name} {r.issued_by.phone}".strip(),
            api={
                "contact": Datum(str, "issued_by.name"),
                "contact_phone": Datum(str, "issued_by.phone"),
            },
        ),
        fact("issued_on", "通知日期", lambda r: timezone.localdate(r.issued_at), covered="issued_at"),
        Column(
            "due_on",
            "整改期限",
            "due_on",
            listed=nobody,
            fact=True,
            template="rectification/limit_fact.html",
            api={"due_on": Datum(date, "due_on"), "moved_by": Datum(str, _moved)},
        ),
        fact(
            "requirement",
            "整改要求",
            "requirement",
            drawn=False,
            api={"requirement": Datum(str, "requirement")},
        ),
        fact(
            "problems",
            "缺陷",
            ToldTo(problems_of),
            drawn=False,
            api={"problems": Datum(list[ProblemOut], ToldTo(problems_of))},
        ),
        fact(
            "opinion",
            "撤销许可意见",
            ToldTo(opinion_of),
            drawn=False,
            api={"revocation_opinion": Datum(OpinionOut | None, ToldTo(opinion_told))},
        ),
        fact(
            "events",
            "经过",
            ToldTo(events_of),
            drawn=False,
            api={
                "events": Datum(
                    list[EventOut], ToldTo(lambda row, person: [_event(e) for e in events_of(row, person)])
                )
            },
        ),
    ),
    (
        Filter("q", "文号或企业", contains("number", "party__name")),
        Filter("stage", "状态", "stage", "choice", stages),
        Filter("authority", "辖区监管部门", "authority_id", "choice", authorities, seen_by=officials),
        Filter("due_from", "期限起", "last_day__gte", "date", about=("limit",)),
        Filter("due_to", "期限止", "last_day__lte", "date", about=("limit",)),
        Filter("overdue", "只看逾期未报", overdue, "flag", about=("limit",)),
    ),
    sort="-issued_at",
    model=Rectification,
    empty="没有整改事项。",
    empty_hint=_empty_hint,
    noted=exported,
    rows=visible,
    reading=Reading(
        "rectifications",
        "整改",
        "RectificationOut",
        "整改列表",
        "一项整改",
        ("zhuangjian_api_rectification_rectifications", "zhuangjian_api_rectification_one"),
        one_schema="RectificationDetail",
        words="Those the person may see; ``overdue`` only those whose report is outstanding after the limit.",
        one_words="One rectification with its course; ``limit`` is the nearest limit of what is still owed; ``problems`` tells each deficiency's own.",
        noted=True,
        opened=opened,
    ),
)
