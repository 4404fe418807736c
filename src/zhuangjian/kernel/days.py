"""Days of the office's clock in questions to the database, as moments: a function of each row would use no index, and on
SQLite each call of it is one of Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Func, Q, QuerySet
from django.utils import timezone

from zhuangjian.kernel.shown import shown_name


def said_time(moment: datetime) -> str:
    """``2026年11月21日 09:30`` in the site's own time."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def begins(day: date) -> datetime:
    """The first moment of the day."""
    # The very first day has moments that no database can hold in its own zone.
    return timezone.make_aware(datetime.combine(max(day, date(1, 1, 2)), time.min))


def ends(day: date) -> datetime:
    """The first moment after the day."""
    return begins(min(day, date(9999, 12, 30)) + timedelta(days=1))


def since(name: str) -> Callable[[QuerySet[Any], date], QuerySet[Any]]:
    """For ``Filter.apply``: the moment is on that day or later."""
    return _moment(name, lambda shown, day: Q((f"{shown}__gte", begins(day))))


def until(name: str) -> Callable[[QuerySet[Any], date], QuerySet[Any]]:
    """For ``Filter.apply``: the moment is on that day or earlier."""
    return _moment(name, lambda shown, day: Q((f"{shown}__lt", ends(day))))


def _moment(name: str, asked: Callable[[str, date], Q]) -> Callable[[QuerySet[Any], date], QuerySet[Any]]:
    def narrow(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
        shown, known = shown_name(rows, name)
        return rows.filter(known, asked(shown, day))

    return narrow


class EndOf(Func):
    """The first moment after a row's own day, reckoned by the database itself; the office's clock has no summer time."""

    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Text in UTC, as moments are stored."""
        shift = f"-{_hours()} hours"
        return self.as_sql(
            compiler, connection, template=f"datetime(%(expressions)s, '+1 day', '{shift}')", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A moment with its zone."""
        template = f"((%(expressions)s + 1)::timestamp AT TIME ZONE INTERVAL '{_hours()} hours')"
        return self.as_sql(compiler, connection, template=template, **context)


def _hours() -> float:
    shift = begins(date(2026, 1, 1)).utcoffset()
    return (shift or timedelta()).total_seconds() / 3600
