"""How a duty is said on a page: its date, the working days left, how long it has waited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhuangjian.apps.duties.models import Duty
from zhuangjian.engines.calendar import Calendar, load_calendar, working_days_between
from zhuangjian.engines.rules.words import chinese_date

SOON = 3  # working days


@dataclass(frozen=True)
class Line:
    """One duty as shown. ``tone``: late, soon or nothing; ``working_days`` left (negative: overdue), None without a limit."""

    duty: Duty
    words: str
    tone: str = ""
    working_days: int | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    code: str
    title: str
    tone: str
    lines: list[Line]


def line_of(duty: Duty, today: date, calendar: Calendar | None = None) -> Line:
    """The duty in words on ``today``."""
    if duty.due is None:
        return Line(duty, waited(duty.event_on, today))
    until = until_of(duty.due, today, calendar)
    return Line(duty, until.words, until.tone, until.working_days, duty.provisional or until.provisional)


@dataclass(frozen=True)
class Until:
    """How far off a day is; ``provisional`` when an unpublished year may still move the count."""

    day: date
    words: str
    tone: str
    working_days: int
    provisional: bool


def until_of(day: date, today: date, calendar: Calendar | None = None) -> Until:
    """``day`` seen from ``today``: overdue from the day after, soon within three working days."""
    table = calendar or load_calendar()
    left = working_days_between(today, day, table)
    provisional = not all(table.is_published(year) for year in {today.year, day.year})
    days = (day - today).days
    if days < 0:
        words = f"已逾期{-left}个工作日" if left else f"已逾期{-days}天"
        return Until(day, words, "late", left, provisional)
    if days == 0:
        return Until(day, "今天到期", "soon", 0, provisional)
    words = f"还有{left}个工作日" if left else f"还有{days}天，其间没有工作日"
    return Until(day, words, "soon" if left <= SOON else "", left, provisional)


def waited(since: date, today: date) -> str:
    """How long something has waited, where no law sets a limit."""
    days = (today - since).days
    return f"自{chinese_date(since)}起已等待{days}天" if days > 0 else "今天产生，没有法定期限"


def groups_of(duties: Iterable[Duty], today: date) -> list[Group]:
    """Overdue, this week, later, without a limit; empty groups are left out."""
    table = load_calendar()
    sunday = today + timedelta(days=6 - today.weekday())
    lines = [line_of(duty, today, table) for duty in duties]

    def some(test: Any) -> list[Line]:
        return [line for line in lines if test(line.duty.due)]

    found = (
        Group("overdue", "已逾期", "bad", some(lambda d: d is not None and d < today)),
        Group("week", "本周到期", "warn", some(lambda d: d is not None and today <= d <= sunday)),
        Group("later", "以后到期", "wait", some(lambda d: d is not None and d > sunday)),
        Group("open", "没有法定期限，请尽快办理", "off", some(lambda d: d is None)),
    )
    return [group for group in found if group.lines]


@dataclass(frozen=True)
class Day:
    """One day of the month view."""

    day: date
    inside: bool
    today: bool
    rest: bool
    note: str
    lines: Sequence[Line]


def month_of(first: date, duties: Iterable[Duty], today: date) -> list[list[Day]]:
    """Weeks from Monday that cover the month of ``first``, each day with the duties due on it."""
    table = load_calendar()
    due: dict[date, list[Line]] = {}
    for duty in duties:
        if duty.due is not None:
            due.setdefault(duty.due, []).append(line_of(duty, today, table))
    start = first.replace(day=1)
    start -= timedelta(days=start.weekday())
    weeks: list[list[Day]] = []
    while not weeks or (start.year, start.month) <= (first.year, first.month):
        days = [start + timedelta(days=n) for n in range(7)]
        weeks.append([_day(day, first, today, table, due.get(day, [])) for day in days])
        start += timedelta(days=7)
    return weeks


def _day(day: date, first: date, today: date, table: Calendar, lines: list[Line]) -> Day:
    note = table.rest.get(day, "") or ("调休上班" if day in table.work else "")
    inside = (day.year, day.month) == (first.year, first.month)
    return Day(day, inside, day == today, not table.is_working_day(day), note, lines)
