"""The day of a moment, by the clock in Beijing: 16:30 in Greenwich is half past midnight of the next day here."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing_day(moment: datetime) -> date:
    """The day; a moment without a zone is Beijing time already."""
    return (moment if moment.tzinfo is None else moment.astimezone(BEIJING)).date()
