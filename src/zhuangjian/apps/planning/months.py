"""A month of a programme as a calendar: working days, holidays and make-up days, and what falls on each day."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.planning.progress import Come, Item
from zhuangjian.apps.programme.models import Programme
from zhuangjian.engines.calendar import load_calendar
from zhuangjian.kernel.days import begins, ends


@dataclass(frozen=True)
class Day:
    """One day: whether it is worked, what makes it special, and how many tasks end and inspections begin on it."""

    day: date
    working: bool
    note: str
    due: int
    begun: int
    late: bool
    today: bool


@dataclass(frozen=True)
class Month:
    """One month in weeks; a day of another month is None."""

    number: int
    weeks: Sequence[Sequence[Day | None]]
    working: int
    published: bool
    notice: str


def working_days(year: int) -> dict[int, int]:
    """How many days of each month are worked."""
    book = load_calendar()
    return {month: sum(book.is_working_day(day) for day in _days(year, month)) for month in range(1, 13)}


def month_of(programme: Programme, number: int, items: Sequence[Item], person: Any, today: date) -> Month:
    """A month of the programme's year, with the inspections that the person may see."""
    year, book = programme.year, load_calendar()
    stands = [one for one in items if one.come(today) not in (Come.MERGED, Come.CANCELLED)]
    due = Counter(one.window_to for one in stands)
    late = {one.window_to for one in stands if one.come(today) == Come.LATE}
    begun = _begun(programme, number, person)
    days = {
        day: Day(
            day,
            book.is_working_day(day),
            "调休上班" if day in book.work else book.rest.get(day, "") or book.fixed_by_law(day),
            due[day],
            begun[day],
            day in late,
            day == today,
        )
        for day in _days(year, number)
    }
    return Month(
        number,
        [[days.get(day) for day in week] for week in calendar.Calendar().monthdatescalendar(year, number)],
        sum(one.working for one in days.values()),
        book.is_published(year),
        book.notice(year),
    )


def _days(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _begun(programme: Programme, number: int, person: Any) -> Counter[date]:
    """Day -> inspections of the programme's tasks that began on it."""
    days = _days(programme.year, number)
    rows = Inspection.objects.visible_to(person).filter(
        task__programme=programme,
        stage__in=BEGUN,
        started_at__gte=begins(days[0]),
        started_at__lt=ends(days[-1]),
    )
    return Counter(timezone.localdate(at) for at in rows.order_by().values_list("started_at", flat=True))
