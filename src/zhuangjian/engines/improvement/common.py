"""What is common: how often each checkpoint was found nonconforming where it was looked at, with interval, trend, the
enterprises concerned, and the rate as if the average inspector had come (LN 2(1)). Pure counting over rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhuangjian.engines.rules.answer import Refusal

from .shares import Difference, Share, change

Checkpoint = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """One checkpoint looked at in one inspection. ``window``: which of the years, from 0."""

    edition: str
    item: str
    party: int
    inspector: int
    window: int
    found: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """One checkpoint: of how many looks how many found something, with interval, by year, and of whom."""

    edition: str
    item: str
    share: Share
    low: float
    high: float
    parties: int
    windows: tuple[Share, ...]
    trend: Difference | None
    adjusted: float | None

    @property
    def rising(self) -> str:
        """``up``, ``down``, or ``""`` where no change can be told from chance."""
        if self.trend is None:
            return ""
        return "up" if self.trend.rose else "down" if self.trend.fell else ""


@dataclass(frozen=True, slots=True)
class Common:
    """All checkpoints, the most certain to be frequent first; ``unadjusted`` says why strictness was not taken out."""

    rows: tuple[Counted, ...]
    looks: int
    unadjusted: str = ""


def common_problems(rows: Iterable[Looked], windows: int, level: float = 0.95) -> Common:
    """Counts by checkpoint over ``windows`` years; ordered by the lower end of the interval, so that few looks do not lead."""
    known = list(rows)
    adjusted, why = _adjusted(known)
    of: dict[Checkpoint, list[Looked]] = defaultdict(list)
    for row in known:
        of[row.edition, row.item].append(row)
    counted = [_counted(key, of[key], windows, level, adjusted.get(key)) for key in of]
    counted.sort(key=lambda one: (-one.low, -one.share.hits, one.edition, int(one.item)))
    return Common(tuple(counted), len(known), why)


def _counted(
    key: Checkpoint, rows: Sequence[Looked], windows: int, level: float, adjusted: float | None
) -> Counted:
    share = _share(rows)
    by = tuple(_share([row for row in rows if row.window == one]) for one in range(windows))
    low, high = share.interval(level)
    parties = len({row.party for row in rows if row.found})
    trend = change(by[0], by[-1], level) if windows > 1 else None
    return Counted(*key, share, low, high, parties, by, trend, adjusted)


def _share(rows: Sequence[Looked]) -> Share:
    return Share(sum(row.found for row in rows), len(rows))


def _adjusted(rows: Sequence[Looked]) -> tuple[dict[Checkpoint, float], str]:
    """The rate of each checkpoint times what the average inspector would have found over what those who came are
    expected to: inspectors' strictness is estimated on all checkpoints together, with shrinkage (``risk.strictness``)."""
    from zhuangjian.engines.risk.strictness import strictness
    from zhuangjian.engines.risk.strictness_adjust import expected_rates

    names = [f"{row.edition} {row.item}" for row in rows]
    try:
        estimate = strictness([str(row.inspector) for row in rows], [row.found for row in rows], names)
    except Refusal as refusal:
        return {}, refusal.message
    plain: Any = expected_rates(estimate)
    came: Any = 1 / (1 + np.exp(-estimate.fit.eta[estimate.cases.cell_of_row]))
    sums: dict[Checkpoint, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for row, average, expected in zip(rows, plain, came, strict=True):
        own = sums[row.edition, row.item]
        own[0] += row.found
        own[1] += 1
        own[2] += float(average)
        own[3] += float(expected)
    return {key: min(1.0, hits / n * average / came) for key, (hits, n, average, came) in sums.items()}, ""
