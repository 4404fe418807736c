"""Rates before and after a change, their ratio, and which periods the change may have begun in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]


def rate(count: float, exposure: float, dispersion: float = 1.0, level: float = 0.95) -> Interval:
    """Estimate, lower and upper limit of events per unit of exposure (Garwood 1936; with overdispersion the
    count is read as count ÷ dispersion independent events)."""
    tail = (1 - level) / 2
    units = count / dispersion
    low = dispersion * float(gammaincinv(units, tail)) if count > 0 else 0.0
    high = dispersion * float(gammaincinv(units + 1, 1 - tail))
    return count / exposure, low / exposure, high / exposure


def rate_ratio(
    before: float, after: float, share_after: float, dispersion: float = 1.0, level: float = 0.95
) -> tuple[float | None, float, float | None]:
    """After ÷ before with limits (Clopper & Pearson 1934 on the share of events after; None: unbounded, nothing before).

    ``share_after`` is the share of the exposure that lies after. The interval takes the start as known in advance;
    where the start was searched for, the ratio is somewhat too large.
    """
    tail = (1 - level) / 2
    n_before, n_after = before / dispersion, after / dispersion
    odds = (1 - share_after) / share_after
    low = float(betaincinv(n_after, n_before + 1, tail)) if after > 0 else 0.0
    high = float(betaincinv(n_after + 1, n_before, 1 - tail)) if before > 0 else 1.0
    return (
        after / before * odds if before > 0 else None,
        low / (1 - low) * odds if low < 1 else 0.0,
        high / (1 - high) * odds if high < 1 else None,
    )


def likely_starts(ratios: Floats, dispersion: float = 1.0, level: float = 0.95) -> tuple[int, int]:
    """First and last index of the smallest set of starts that holds ``level`` of the probability, every start being
    equally likely beforehand."""
    allowed = np.flatnonzero(ratios > 0)
    if allowed.size == 0:
        return -1, -1
    weight = np.exp((ratios[allowed] - ratios[allowed].max()) / dispersion)
    order = np.argsort(-weight, kind="stable")
    needed = int(np.searchsorted(np.cumsum(weight[order]) / weight.sum(), level - 1e-12)) + 1
    chosen = allowed[order[:needed]]
    return int(chosen.min()), int(chosen.max())
