"""What is shown of duties: the lists of the pages, and one for programs that holds all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from zhuangjian.apps.conduct.public_ids import public_name, public_names
from zhuangjian.apps.duties.lines import Line, line_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import done_by, open_for, others_for, overdue_in_unit
from zhuangjian.apps.duties.reading import taken
from zhuangjian.kernel.days import since, until
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains


def holders(person: Any) -> list[tuple[str, str]]:
    """Units, people and enterprises that hold an overdue duty the person sees, for the filter."""
    found: dict[str, str] = {}
    for duty in overdue_in_unit(person, timezone.localdate()).order_by("pk")[:2000]:
        found[holder_key(duty)] = duty.holder
    return sorted(found.items(), key=lambda pair: pair[1])


def holder_key(duty: Duty) -> str:
    """``p12`` a person, ``a3:head`` a role in a unit, ``e7`` an enterprise, ``o…`` a body outside, by name."""
    if duty.person_id:
        return f"p{duty.person_id}"
    if duty.holder_party_id:
        return f"e{duty.holder_party_id}"
    if duty.outside:
        return f"o{duty.outside}"
    return f"a{duty.authority_id}:{duty.role}"


def by_holder(rows: Any, key: str) -> Any:
    """Rows whose holder has that key."""
    kind, rest = key[0], key[1:]
    if kind == "p":
        return rows.filter(person_id=int(rest))
    if kind == "e":
        return rows.filter(holder_party_id=int(rest))
    if kind == "o":
        return rows.filter(outside=rest)
    authority, _, role = rest.partition(":")
    return rows.filter(person=None, authority_id=int(authority), role=role)


def on_time(duty: Duty) -> str:
    """Whether a done duty was done by its day; nothing of an open one."""
    if duty.open:
        return ""
    if duty.outcome == "cancelled":
        return "不再需要"
    if duty.due is None or duty.done_at is None:
        return "无法定期限"
    return "按期" if timezone.localdate(duty.done_at) <= duty.due else "逾期办理"


def _line(duty: Duty) -> Line:
    return line_of(duty, timezone.localdate())


def target_of(duty: Duty) -> str:
    """``app.model/id``, the id being the one that the target's own addresses have."""
    known = getattr(duty, "target_name", None)
    return f"{duty.target_model}/{known or public_name(duty.target_model, duty.target_id)}"


def with_targets(rows: list[Any]) -> None:
    """The names of the targets read together, a query for each kind of target."""
    for label in {duty.target_model for duty in rows}:
        of_kind = [duty for duty in rows if duty.target_model == label]
        names = public_names(label, [duty.target_id for duty in of_kind])
        for duty in of_kind:
            duty.target_name = names.get(duty.target_id)


Which = Literal["mine", "others", "overdue", "done"]
LISTS: dict[str, Any] = {
    "mine": open_for,
    "others": others_for,
    "overdue": lambda person: overdue_in_unit(person, timezone.localdate()),
    "done": done_by,
}
TITLE = Column(
    "title",
    "事项",
    "title",
    sort="title",
    link=lambda d: d.url,
    api={"title": Datum(str, "title"), "url": Datum(str, "url"), "kind": Datum(str, "kind")},
)
PARTY = Column("party", "企业", "party.name", sort=("party__pinyin", "party__name"), api=str | None)
ARTICLE = Column(
    "article",
    "条款",
    "article",
    sort="article",
    template="duties/article_cell.html",
    api={"article": Datum(str, "article"), "basis": Datum(str, "basis"), "pack": Datum(str, "pack")},
)
EVENT = Column(
    "event_on",
    "起算日",
    "event_on",
    sort="event_on",
    api={"event": Datum(str, "event"), "event_on": Datum(date, "event_on")},
)
DUE = Column(
    "due",
    "期限",
    "due",
    sort="due",
    template="duties/due_cell.html",
    api={
        "due": Datum(date | None, "due"),
        "unit": Datum(str, "unit"),
        "days": Datum(int | None, "days"),
        "provisional": Datum(bool, lambda d: _line(d).provisional),
    },
)
STATE = Column(
    "state",
    "情况",
    lambda d: _line(d).words,
    template="duties/state_cell.html",
    api={
        "words": Datum(str, lambda d: _line(d).words if d.open else ""),
        "working_days": Datum(int | None, lambda d: _line(d).working_days if d.open else None),
        "opened_at": Datum(datetime, "opened_at"),
    },
)
HOLDER = Column("holder", "责任人", "holder", api=str)
DONE_AT = Column(
    "done_at",
    "办理时间",
    "done_at",
    sort="done_at",
    template="duties/time_cell.html",
    api={"done_at": Datum(datetime | None, "done_at"), "outcome": Datum(str, "outcome")},
)
DONE_BY = Column("done_by", "办理人", "done_by.name", sort="done_by__name", api=str | None)
LATE = Column(
    "late",
    "是否按期",
    on_time,
    template="duties/on_time_cell.html",
    api={"on_time": Datum(str, on_time)},
)
SEARCH = Filter("q", "事项或企业", contains("title", "party__name"))

DUTIES = Sheet(
    "duties",
    "待办",
    (TITLE, PARTY, ARTICLE, EVENT, DUE, STATE, HOLDER, DONE_AT, DONE_BY, LATE),
    (
        Filter(
            "which",
            "哪些",
            ToldTo(lambda rows, which, person: LISTS[which](person)),
            "choice",
            (("mine", "我的"), ("others", "等待他人的"), ("overdue", "逾期的"), ("done", "办过的")),
            typed=Which,
            default="mine",
        ),
        SEARCH,
    ),
    model=Duty,
    rows=lambda person: Duty.objects.visible_to(person).select_related(
        "party", "authority", "person", "holder_party", "done_by"
    ),
    also={"id": Datum(UUID, "public_id"), "target": Datum(str, target_of)},
    prepared=with_targets,
    noted=taken,
    reading=Reading(
        "duties",
        "待办",
        "DutyOut",
        "待办列表",
        "一件待办",
        ("zhuangjian_api_duties_duties", "zhuangjian_api_duties_one"),
        words="Mine, those I wait for, overdue ones I can see, or done ones; soonest first unless ``sort`` says otherwise. "
        "``due`` is null where the law sets no limit; ``working_days`` is negative when overdue.",
        one_words="One duty the person may see.",
        noted=True,
    ),
)
OPEN = Sheet(
    "duties",
    "待办",
    (TITLE, PARTY, ARTICLE, EVENT, DUE, STATE),
    (SEARCH,),
    sort="due",
    noted=taken,
    within=DUTIES,
)
OVERDUE = Sheet(
    "overdue",
    "逾期事项",
    (HOLDER, TITLE, PARTY, ARTICLE, DUE, STATE),
    (SEARCH, Filter("holder", "责任人", by_holder, "choice", holders)),
    sort="due",
    empty="没有逾期事项。",
    empty_hint="本单位在办的事项都在期限之内。",
    noted=taken,
    within=DUTIES,
)
DONE = Sheet(
    "done",
    "已办事项",
    (TITLE, PARTY, ARTICLE, replace(DUE, template=""), DONE_AT, DONE_BY, LATE),
    (
        SEARCH,
        Filter("done_from", "办理日期起", since("done_at"), "date"),
        Filter("done_to", "办理日期止", until("done_at"), "date"),
    ),
    sort="-done_at",
    empty="还没有办过的事项。",
    empty_hint="办完的待办会记在这里。",
    noted=taken,
    within=DUTIES,
)
