"""Calendar periods up to an as-of day, and how much of each has been observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_table import Days

Period = Literal["day", "week", "month"]
MOST = 3000
MONDAY = np.datetime64("1970-01-05", "D")


@dataclass(frozen=True)
class Periods:
    """``edges``: first day of each period and of the one after the last; ``days``: days of each up to the as-of day."""

    unit: Period
    edges: Days
    days: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.days)

    def index(self, occurred: Days) -> NDArray[np.int64]:
        """The period of each day; -1 before the first, the number of periods after the last."""
        return np.asarray(np.searchsorted(self.edges, occurred, side="right") - 1, dtype=np.int64)

    def label(self, index: int) -> str:
        """``2026-03`` for months, else the first day."""
        day = str(self.edges[index])
        return day[:7] if self.unit == "month" else day

    def without_last(self, count: int) -> Periods:
        """The same without the newest ``count`` periods."""
        return self if count == 0 else Periods(self.unit, self.edges[:-count], self.days[:-count])


def periods_between(first: np.datetime64, as_of: np.datetime64, unit: Period) -> Periods:
    """The periods from the one that holds ``first`` to the one that holds ``as_of``; only the days from ``first`` to
    ``as_of`` count as observed. Refused: nothing between, or more than 3,000 periods (a mistyped year)."""
    if first > as_of:
        raise Refusal(f"起始日 {first} 晚于截止日 {as_of}。请检查日期。")
    edges = _edges(first, as_of, unit)
    if len(edges) - 1 > MOST:
        raise Refusal(
            f"从 {first} 到 {as_of} 有 {len(edges) - 1} 个周期，多于 {MOST} 个；"
            "多半有写错年份的日期。请更正，或用 --since 写明从哪天算起。"
        )
    opens = np.maximum(edges[:-1], first)
    closes = np.minimum(edges[1:], as_of + np.timedelta64(1, "D"))
    return Periods(unit, edges, (closes - opens).astype(np.float64))


def _edges(first: np.datetime64, as_of: np.datetime64, unit: Period) -> Days:
    if unit == "month":
        last = as_of.astype("datetime64[M]") + 2
        return np.arange(first.astype("datetime64[M]"), last).astype("datetime64[D]")
    step = 7 if unit == "week" else 1
    start = first - (first - MONDAY) % np.timedelta64(step, "D")
    return np.arange(start, as_of + np.timedelta64(step + 1, "D"), np.timedelta64(step, "D"))[
        : int((as_of - start) // np.timedelta64(step, "D")) + 2
    ]
