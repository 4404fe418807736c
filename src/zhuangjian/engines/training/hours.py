"""Whose hours of training fall short of what a year asks, and when that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Standing(StrEnum):
    """How somebody's hours of one subject stand in a year."""

    MET = "met"
    COVERED = "covered"
    UNDER_WAY = "under_way"
    SHORT = "short"
    MISSED = "missed"


@dataclass(frozen=True)
class Hours:
    """``done`` of ``asked`` hours, ``coming`` in sessions registered for; ``missing`` what neither gives; how that
    stands on the day asked."""

    asked: Decimal
    done: Decimal
    coming: Decimal
    missing: Decimal
    standing: Standing


def standing(
    asked: Decimal, done: Decimal, coming: Decimal, year: int, warn_from: date, today: date
) -> Hours:
    """How the hours stand on ``today``.

    Met when done; covered when what is registered for will do. Otherwise under way until ``warn_from``, short from that
    day on, and missed once the year is over: only hours of the year count, so nothing registered helps any more.
    """
    over = today > date(year, 12, 31)
    missing = max(asked - done - (Decimal(0) if over else coming), Decimal(0))
    if done >= asked:
        kind = Standing.MET
    elif over:
        kind = Standing.MISSED
    elif missing == 0:
        kind = Standing.COVERED
    else:
        kind = Standing.SHORT if today >= warn_from else Standing.UNDER_WAY
    return Hours(asked, done, coming, missing, kind)
