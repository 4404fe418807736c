"""The periods that are scored one after another, each from what was known before it began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zhuangjian.engines.rules.answer import Refusal

Length = Literal["quarter", "month"]


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` to ``end``, both included."""

    start: date
    end: date


def period_start(day: date, length: Length) -> date:
    """The first day of the quarter or month that holds ``day``."""
    month = day.month if length == "month" else 3 * ((day.month - 1) // 3) + 1
    return date(day.year, month, 1)


def next_start(start: date, length: Length) -> date:
    """The first day of the following quarter or month."""
    months = start.month - 1 + (1 if length == "month" else 3)
    return date(start.year + months // 12, months % 12 + 1, 1)


def windows(first: date, last: date, length: Length) -> list[Window]:
    """The calendar quarters or months that cover ``first`` to ``last``; the outer two are cut to these dates."""
    if length not in ("quarter", "month"):
        raise Refusal(f"时间窗口只能是 quarter（季度）或 month（月），给出的是“{length}”。")
    if last < first:
        raise Refusal(f"结束日期 {last} 早于开始日期 {first}。")
    found = []
    start = period_start(first, length)
    while start <= last:
        following = next_start(start, length)
        found.append(Window(max(start, first), min(following - timedelta(days=1), last)))
        start = following
    return found
