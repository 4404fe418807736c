"""Does a rise rest on one reporter, or one day on which a pile was handed in?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.signals.changes_events import Events
from zhuangjian.engines.signals.onset_exact import p_value, scan

LEAST, SHARE = 3, 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """``source``: the reporter (or the day on which reports became known) with most events after the start; ``share``: its
    share of them; ``p_without``: the p value when all its events are left out; ``batch``: at least 3 events and half of
    those after the start are its own."""

    source: str
    share: float
    p_without: float
    batch: bool


def largest_source(
    events: Events,
    index: NDArray[np.int64],
    start: int,
    exposure: NDArray[np.float64],
    dispersion: float,
    min_before: int,
    min_after: int,
) -> Batch:
    """``events`` are those of one group, ``index`` their periods (all within the exposure)."""
    sources = _sources(events)
    names, codes = np.unique(sources, return_inverse=True)
    after = np.bincount(codes[index >= start], minlength=len(names))
    if names[0] == "":
        after[0] = 0
    top = int(after.argmax())
    total = int((index >= start).sum())
    share = float(after[top]) / total if total else 0.0
    rest = np.bincount(index[codes != top], minlength=len(exposure))
    found = scan(rest, exposure, min_before, min_after)
    p = p_value(found.statistic, int(rest.sum()), exposure, dispersion, min_before, min_after)
    return Batch(str(names[top]), share, p, bool(after[top] >= LEAST and share >= SHARE))


def _sources(events: Events) -> NDArray[np.str_]:
    if events.reporter is None:
        return events.known.astype(str)
    return np.array(["" if name is None else str(name) for name in events.reporter], dtype=str)
