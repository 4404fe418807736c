"""A second reading of working-day counting, slow and plain, for the tests to compare with."""

from __future__ import annotations

import datetime as dt

import chinese_calendar


def works(day: dt.date) -> bool:
    """By the published package where it has the year, else Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() <= 5


def nth_working_day(event: dt.date, days: int) -> dt.date:
    """Write down every working day after the event and take the n-th."""
    horizon = [event + dt.timedelta(days=n) for n in range(1, 3 * abs(days) + 40)]
    if days < 0:
        horizon = [event - dt.timedelta(days=n) for n in range(1, 3 * abs(days) + 40)]
    return [day for day in horizon if works(day)][abs(days) - 1]
