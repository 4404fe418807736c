"""How far a programme has come: its tasks as done, late, to come, by month, unit, district and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from zhuangjian.apps.programme.models import Programme, Task, TaskStatus
from zhuangjian.apps.programme.queries import PLAIN_REASON
from zhuangjian.apps.registry.models import PartyKindRow
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import InspectionType, PartyKind, Term

UNASSIGNED, UNKNOWN = "尚未交办", "未登记"
MONTHS = 12


class Come(Term):
    """How far one task has come."""

    DONE = "done", "已完成"
    LATE = "late", "逾期"
    NOW = "now", "到了时间"
    AHEAD = "ahead", "未到时间"
    MERGED = "merged", "已合并"
    CANCELLED = "cancelled", "已取消"


@dataclass(frozen=True)
class Item:
    """One task, as far as the reader may know it."""

    party_id: int
    party: str
    region: str
    unit: str
    kind: str
    window_from: date
    window_to: date
    status: str
    reason: str

    def month(self, year: int) -> int:
        """The month of that year in which it has to be done; what may go on into the next counts with December."""
        return self.window_to.month if self.window_to.year == year else MONTHS

    def come(self, today: date) -> Come:
        """How far it has come on that day."""
        if self.status in (TaskStatus.DONE, TaskStatus.MERGED, TaskStatus.CANCELLED):
            return Come(self.status)
        if self.window_to < today:
            return Come.LATE
        return Come.AHEAD if self.window_from > today else Come.NOW


@dataclass
class Count:
    """Tasks that stand, and those that were taken out."""

    done: int = 0
    late: int = 0
    now: int = 0
    ahead: int = 0
    merged: int = 0
    cancelled: int = 0

    def add(self, come: Come) -> None:
        """One more."""
        setattr(self, str(come), getattr(self, str(come)) + 1)

    @property
    def plan(self) -> int:
        """What is to be done: neither merged nor cancelled."""
        return self.done + self.late + self.now + self.ahead

    @property
    def open(self) -> int:
        """Still to be done, not late."""
        return self.now + self.ahead

    @property
    def percent(self) -> int:
        """How much of it is done; never 100 as long as one is open."""
        return 100 * self.done // self.plan if self.plan else 0


@dataclass(frozen=True)
class Table:
    """Progress by one thing; a long one stands in a column of its own."""

    title: str
    lines: Sequence[tuple[str, Count]]
    note: str = ""
    long: bool = False


def seen_items(programme: Programme, person: Any) -> list[Item]:
    """The programme's tasks that the person may see, as they may know them."""
    rows = Task.objects.visible_to(person).filter(programme=programme)
    return [_item(row, row.status, row.cancel_reason) for row in _with_names(rows)]


def told_items(programme: Programme) -> list[Item]:
    """The programme's tasks as every official of the unit may know them, whatever they may see beyond (CQ 34)."""
    rows = Task.objects.unrestricted().filter(programme=programme)
    rows = _with_names(rows.exclude(inspection_type=InspectionType.FOR_CAUSE)).select_related(
        "party", "assigned_to", "merged_into"
    )
    found = []
    for row in rows:
        into = row.merged_into
        hidden = into is not None and into.inspection_type == InspectionType.FOR_CAUSE
        status = TaskStatus.CANCELLED if hidden else row.status
        found.append(_item(row, status, row.cancel_reason or (PLAIN_REASON if hidden else "")))
    return found


def _with_names(rows: Any) -> Any:
    return rows.select_related("party", "assigned_to").order_by("window_to", "pk")


def _item(row: Task, status: str, reason: str) -> Item:
    return Item(
        row.party_id,
        row.party.name,
        region_name(row.party.region_code),
        row.assigned_to.name if row.assigned_to else UNASSIGNED,
        row.get_inspection_type_display(),
        row.window_from,
        row.window_to,
        str(status),
        reason,
    )


def region_name(code: str) -> str:
    """The district's name."""
    found = pack_for(settings.REGION).head.divisions.get(code)
    return found.name if found else (code or UNKNOWN)


def kinds_by_party(parties: Iterable[int]) -> Mapping[int, list[str]]:
    """What each of these parties is, in words."""
    wanted, found = set(parties), defaultdict(list)
    # Narrowed in Python: a province's keys are more than a statement can carry.
    for party, kind in PartyKindRow._base_manager.order_by("pk").values_list("party_id", "kind"):
        if party in wanted and (word := PartyKind(kind).label) not in found[party]:
            found[party].append(str(word))
    return found


def total(items: Iterable[Item], today: date) -> Count:
    """All of them."""
    count = Count()
    for one in items:
        count.add(one.come(today))
    return count


def by_month(items: Sequence[Item], year: int, today: date) -> list[tuple[int, Count]]:
    """The twelve months, each with the tasks that have to be done in it."""
    months = {number: Count() for number in range(1, MONTHS + 1)}
    for one in items:
        months[one.month(year)].add(one.come(today))
    return list(months.items())


def tables(items: Sequence[Item], today: date) -> list[Table]:
    """By unit, district, type of inspection and kind of enterprise."""
    kinds = kinds_by_party(one.party_id for one in items)
    return [
        Table("承办单位", _lines(items, today, lambda one: [one.unit])),
        Table("地区", _lines(items, today, lambda one: [one.region]), long=True),
        Table("检查类型", _lines(items, today, lambda one: [one.kind])),
        Table(
            "企业类别",
            _lines(items, today, lambda one: kinds.get(one.party_id) or [UNKNOWN]),
            "一家企业有几个类别的，在每个类别中各计一次。",
        ),
    ]


def _lines(items: Iterable[Item], today: date, names: Callable[[Item], list[str]]) -> list[tuple[str, Count]]:
    found: dict[str, Count] = defaultdict(Count)
    for one in items:
        for name in names(one):
            found[name].add(one.come(today))
    return sorted(found.items(), key=lambda pair: (-pair[1].plan, pair[0]))
