"""The lists of duties: columns, filters, export."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.reading import taken
from zhuangjian.kernel.sheets import Column, Filter, Sheet, contains


def _words(duty: Duty) -> str:
    return line_of(duty, timezone.localdate()).words


def holders(person: Any) -> list[tuple[str, str]]:
    """Units, people and enterprises that hold an overdue duty the person sees, for the filter."""
    from zhuangjian.apps.duties.queries import overdue_in_unit

    found: dict[str, str] = {}
    for duty in overdue_in_unit(person, timezone.localdate()).order_by("pk")[:2000]:
        found[holder_key(duty)] = duty.holder
    return sorted(found.items(), key=lambda pair: pair[1])


def holder_key(duty: Duty) -> str:
    """``p12`` a person, ``a3:head`` a role in a unit, ``e7`` an enterprise."""
    if duty.person_id:
        return f"p{duty.person_id}"
    if duty.holder_party_id:
        return f"e{duty.holder_party_id}"
    return f"a{duty.authority_id}:{duty.role}"


def by_holder(rows: Any, key: str) -> Any:
    """Rows whose holder has that key."""
    kind, rest = key[0], key[1:]
    if kind == "p":
        return rows.filter(person_id=int(rest))
    if kind == "e":
        return rows.filter(holder_party_id=int(rest))
    authority, _, role = rest.partition(":")
    return rows.filter(person=None, authority_id=int(authority), role=role)


TITLE = Column("title", "事项", "title", sort="title", link=lambda d: d.url)
PARTY = Column("party", "企业", "party.name", sort=("party__pinyin", "party__name"))
ARTICLE = Column("article", "条款", "article", sort="article", template="duties/article_cell.html")
EVENT = Column("event_on", "起算日", "event_on", sort="event_on")
DUE = Column("due", "期限", "due", sort="due", template="duties/due_cell.html")
STATE = Column("state", "情况", _words, template="duties/state_cell.html")
HOLDER = Column("holder", "责任人", "holder")
SEARCH = Filter("q", "事项或企业", contains("title", "party__name"))

OPEN = Sheet("duties", "待办", (TITLE, PARTY, ARTICLE, EVENT, DUE, STATE), (SEARCH,), sort="due", noted=taken)
OVERDUE = Sheet(
    "overdue",
    "逾期事项",
    (HOLDER, TITLE, PARTY, ARTICLE, DUE, STATE),
    (SEARCH, Filter("holder", "责任人", by_holder, "choice", holders)),
    sort="due",
    empty="没有逾期事项。",
    empty_hint="本单位在办的事项都在期限之内。",
    noted=taken,
)
DONE = Sheet(
    "done",
    "已办事项",
    (
        TITLE,
        PARTY,
        ARTICLE,
        Column("due", "期限", "due", sort="due"),
        Column("done_at", "办理时间", "done_at", sort="done_at", template="duties/time_cell.html"),
        Column("done_by", "办理人", "done_by.name", sort="done_by__name"),
        Column("late", "是否按期", lambda d: on_time(d), template="duties/on_time_cell.html"),
    ),
    (
        SEARCH,
        Filter("done_from", "办理日期起", "done_at__date__gte", "date"),
        Filter("done_to", "办理日期止", "done_at__date__lte", "date"),
    ),
    sort="-done_at",
    empty="还没有办过的事项。",
    empty_hint="办完的待办会记在这里。",
    noted=taken,
)


def on_time(duty: Duty) -> str:
    """Whether a done duty was done by its day."""
    if duty.outcome == "cancelled":
        return "不再需要"
    if duty.due is None or duty.done_at is None:
        return "无法定期限"
    return "按期" if timezone.localdate(duty.done_at) <= duty.due else "逾期办理"
