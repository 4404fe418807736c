"""Reports arrive late, so the newest weeks look quiet: what share of the events of a day is known by the as-of day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.signals.changes_periods import Periods
from zhuangjian.engines.signals.changes_table import Days

Floats = NDArray[np.float64]


def arrived_within(occurred: Days, known: Days, as_of: np.datetime64) -> Floats:
    """``share[d]``: estimated share of events that are known at most ``d`` days after they happen.

    Only what was known on the as-of day is used, and short delays are over-represented among recent events; the
    product of "of those seen with delay ≤ d that could have been seen with delay d, how many took exactly d" allows for
    that (Lagakos, Barraj & De Gruttola 1988; on a triangle of counts it is the chain ladder). Delays longer than any
    seen are taken not to occur.
    """
    delay = (known - occurred).astype(np.int64)
    age = (as_of - occurred).astype(np.int64)
    longest = int(delay.max(initial=0))
    share = np.ones(longest + 1)
    old_first = np.argsort(-age, kind="stable")
    ages, delays = age[old_first], delay[old_first]
    exact = np.bincount(delay, minlength=longest + 1)
    for lag in range(longest, 0, -1):
        could = int(np.searchsorted(-ages, -lag, side="right"))
        at_risk = int((delays[:could] <= lag).sum())
        share[lag - 1] = share[lag] * (1 - exact[lag] / at_risk) if exact[lag] else share[lag]
    return share


def completeness(periods: Periods, share: Floats, as_of: np.datetime64) -> Floats:
    """For each period the share of its events so far that is known on the as-of day (mean over its observed days)."""
    out = np.ones(len(periods))
    one = np.timedelta64(1, "D")
    for index in range(len(periods) - 1, -1, -1):
        days = np.arange(periods.edges[index], min(periods.edges[index + 1], as_of + one))
        age = (as_of - days).astype(np.int64)
        if age.size == 0 or age.min() >= len(share):
            break
        out[index] = float(share[np.minimum(age, len(share) - 1)].mean())
    return out
