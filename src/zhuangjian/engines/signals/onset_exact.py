"""The best change point of one series of counts, and its exact p value.

Given the total N, counts with a constant rate are multinomial over the periods (Poisson) or Dirichlet-multinomial
(variance = dispersion × mean). The statistic is the largest log-likelihood ratio, over every possible start, of "a higher
rate from here on" against "one rate". Whether the running count ever crosses the line that this statistic draws is a
first-passage problem of a Markov chain, solved here period by period: no simulation, no approximation, small p values exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEGLIGIBLE = 1e-40
# Ratios this near are one: where events fall exactly as the exposure does, rounding alone would say 0 or a hair above.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Scan:
    """``start``: index of the first period with the higher rate (-1 when no start has a higher rate after than before);
    ``statistic``: its log-likelihood ratio; ``ratios``: the ratio of every start 0 … T-1 (0 where not allowed)."""

    start: int
    statistic: float
    ratios: Floats


def scan(counts: Ints, exposure: Floats, min_before: int = 3, min_after: int = 1) -> Scan:
    """The start with the largest log-likelihood ratio for an increase, the earliest one on a tie.

    ``exposure`` is positive wherever there are events; at least ``min_before`` periods lie before the start and
    ``min_after`` from the start on.
    """
    total = int(counts.sum())
    starts = _starts(exposure, min_before, min_after)
    ratios = np.zeros(len(counts))
    if total == 0 or starts.size == 0:
        return Scan(-1, 0.0, ratios)
    after = counts[::-1].cumsum()[::-1][starts].astype(np.float64)
    ratios[starts] = _ratio(after, total, _share_after(exposure)[starts])
    best = float(ratios.max())
    if best <= TIE:
        return Scan(-1, 0.0, ratios)
    start = int(np.flatnonzero(ratios >= best - TIE * (1 + best))[0])
    return Scan(start, best, ratios)


def p_value(
    statistic: float,
    total: int,
    exposure: Floats,
    dispersion: float = 1.0,
    min_before: int = 3,
    min_after: int = 1,
) -> float:
    """P(largest ratio ≥ ``statistic`` | ``total`` events, one rate), exact for the given ``dispersion`` (≥ 1)."""
    starts = _starts(exposure, min_before, min_after)
    if statistic <= TIE or total == 0 or starts.size == 0:
        return 1.0
    share = _share_after(exposure)
    limit = np.full(len(exposure), total + 1, dtype=np.int64)
    limit[starts] = _smallest_crossing(statistic, total, share[starts])
    means = total * exposure / exposure.sum()
    support = _support(means, total, dispersion)
    kernel = _pmf(support, means[:, None], dispersion)
    crossed = _crossed(kernel, int(support[0]), limit, total * share, total, dispersion)
    whole = float(_pmf(np.array([total]), np.float64(total), dispersion)[0])
    return float(min(1.0, max(crossed / whole, 0.0)))


def _starts(exposure: Floats, min_before: int, min_after: int) -> Ints:
    starts = np.arange(max(min_before, 1), len(exposure) - max(min_after, 1) + 1)
    share = _share_after(exposure)[starts]
    return starts[(share > 0) & (share < 1)]


def _share_after(exposure: Floats) -> Floats:
    share: Floats = exposure[::-1].cumsum()[::-1] / exposure.sum()
    return share


def _ratio(after: Floats, total: int, share: Floats) -> Floats:
    before = total - after
    value = xlogy(after, after / (total * share)) + xlogy(before, before / (total * (1 - share)))
    return np.where(after > total * share, np.maximum(value, 0.0), 0.0)


def _smallest_crossing(statistic: float, total: int, share: Floats) -> Ints:
    """For each start the smallest count from it on whose ratio reaches ``statistic`` (total + 1: none does)."""
    wanted = statistic - TIE * (1 + statistic)
    low = np.floor(total * share).astype(np.int64)
    high = np.full(len(share), total + 1, dtype=np.int64)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        reached = _ratio(np.minimum(middle, total).astype(np.float64), total, share) >= wanted
        open_ = high - low > 1
        high = np.where(open_ & reached, middle, high)
        low = np.where(open_ & ~reached, middle, low)
    return high


def _support(means: Floats, total: int, dispersion: float) -> Ints:
    low, high = float(means.min()), float(means.max())
    first = max(0, int(low - 12 * np.sqrt(dispersion * low)))
    return np.arange(first, min(total, int(high + 12 * np.sqrt(dispersion * high) + 60 * dispersion)) + 1)


@njit(cache=True)
def _crossed(  # type: ignore[no-untyped-def]
    kernel, least, limit, rest, total, dispersion
):
    """Probability mass of the paths that cross, times that of ending at ``total``; ``kernel[t, j]``: chance of
    ``least + j`` events in period t; ends that no p value above 1e-30 can feel are cut off."""
    alive, fresh = np.zeros(total + 1), np.zeros(total + 1)
    low, high, crossed = 0, 0, 0.0
    alive[0] = 1.0
    for period in range(1, len(limit)):
        first, last = low + least, min(total, high + least + kernel.shape[1] - 1)
        if first > total:
            return crossed
        fresh[first : last + 1] = 0.0
        for count in range(low, high + 1):
            weight = alive[count]
            if weight > 0.0:
                for j in range(min(kernel.shape[1], total - count - least + 1)):
                    fresh[count + least + j] += weight * kernel[period - 1, j]
        alive, fresh = fresh, alive
        low, high = first, last
        while low < high and alive[low] <= NEGLIGIBLE:
            low += 1
        while high > low and alive[high] <= NEGLIGIBLE:
            high -= 1
        for count in range(low, min(total - limit[period], high) + 1):
            crossed += alive[count] * _chance(total - count, rest[period], dispersion)
            alive[count] = 0.0
    return crossed


@njit(cache=True)
def _chance(count, mean, dispersion):  # type: ignore[no-untyped-def]
    if dispersion <= 1.0 + 1e-9:
        if mean <= 0.0:
            return 1.0 if count == 0 else 0.0
        return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1.0))
    size = max(mean, 1e-12) / (dispersion - 1.0)
    log = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1.0)
    return math.exp(log - size * math.log(dispersion) + count * math.log1p(-1.0 / dispersion))


def _pmf(count: Ints, mean: Floats | np.float64, dispersion: float) -> Floats:
    """Poisson, or negative binomial with variance = dispersion × mean (sums of it stay in the family)."""
    if dispersion <= 1.0 + 1e-9:
        return np.asarray(np.exp(xlogy(count, mean) - mean - gammaln(count + 1.0)))
    size = np.maximum(mean, 1e-12) / (dispersion - 1)
    log = gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
    return np.asarray(np.exp(log - size * np.log(dispersion) + count * np.log1p(-1 / dispersion)))
