"""Counting days the way limits are counted: the day of the event is never counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.words import chinese_date

from .table import Calendar, load_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A date reached by counting, and what the calendar did on the way.

    ``provisional`` is true when a day that was looked at lies in a year without a published arrangement.
    ``skipped`` are weekdays not counted because they are holidays, ``made_up`` weekend days counted because they
    are make-up working days, ``moved_from`` the last natural day when it fell on a rest day.
    """

    day: date
    provisional: bool
    skipped: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()
    moved_from: date | None = None


def is_working_day(day: date, calendar: Calendar | None = None) -> bool:
    """Whether ``day`` is worked, make-up working days included."""
    return (calendar or load_calendar()).is_working_day(day)


def add_working_days(event: date, days: int, calendar: Calendar | None = None) -> Counted:
    """The ``days``-th working day after ``event`` (before it when negative); ``event`` itself not counted."""
    table = calendar or load_calendar()
    step = _DAY if days >= 0 else -_DAY
    left, day, provisional = abs(days), event, not table.is_published(event.year) if days == 0 else False
    skipped: list[date] = []
    made_up: list[date] = []
    while left:
        day = _next(day, step)
        provisional = provisional or not table.is_published(day.year)
        if table.is_working_day(day):
            left -= 1
            if day.weekday() >= 5:
                made_up.append(day)
        elif day.weekday() < 5:
            skipped.append(day)
    return Counted(day, provisional, tuple(skipped), tuple(made_up))


def add_natural_days(event: date, days: int, calendar: Calendar | None = None) -> Counted:
    """The ``days``-th day after ``event``; a last day on a rest day moves on to the next working day."""
    table = calendar or load_calendar()
    try:
        last = event + timedelta(days=days)
    except OverflowError:
        raise _too_far(event) from None
    day = last
    provisional = not table.is_published(day.year)
    while not table.is_working_day(day):
        day = _next(day, _DAY)
        provisional = provisional or not table.is_published(day.year)
    made_up = (day,) if day.weekday() >= 5 else ()
    return Counted(day, provisional, made_up=made_up, moved_from=last if day != last else None)


def working_days_between(start: date, end: date, calendar: Calendar | None = None) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    table = calendar or load_calendar()
    span = (end - start).days
    return sum(table.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))


def _next(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise _too_far(day) from None


def _too_far(day: date) -> Refusal:
    return Refusal(f"日期（{chinese_date(day)}）超出可计算的范围，请检查年份是否写错")
