"""The scan itself: the most unusual window among all circles and all stretches of time (Kulldorff 1997, 2001, 2005)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from zhuangjian.engines.signals.clusters_places import Windows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which stretches of time a window may take: ``shortest`` to ``longest`` periods; ``to_the_end``: only those that
    still last in the newest period."""

    shortest: int
    longest: int
    to_the_end: bool


@dataclass(frozen=True, slots=True)
class Window:
    """``statistic``: log-likelihood ratio; the ``reach`` nearest places of ``centre``; periods ``first`` to before ``past``."""

    statistic: float
    centre: int
    reach: int
    first: int
    past: int


def n_log_n(total: int) -> Floats:
    """n·log n for 0 … total: the ratio of a window then needs no logarithm of its own."""
    n = np.arange(total + 1, dtype=np.float64)
    return np.asarray(n * np.log(np.maximum(n, 1.0)))


def largest(windows: Windows, stretch: Stretch, expected: Floats, counts: NDArray[np.int32]) -> Floats:
    """The largest log-likelihood ratio of each replicate; ``expected`` is places × periods and sums to the number of
    cases, ``counts`` places × periods × replicates."""
    total = int(counts[..., 0].sum())
    cumulative = np.zeros((counts.shape[0], counts.shape[1] + 1, counts.shape[2]), dtype=np.int32)
    np.cumsum(counts, axis=1, out=cumulative[:, 1:, :])
    best = np.zeros(counts.shape[2])
    _largest(
        windows.order,
        windows.length,
        windows.ends,
        _running(expected),
        cumulative,
        n_log_n(total),
        total,
        stretch.shortest,
        stretch.longest,
        stretch.to_the_end,
        best,
    )
    return best


def best_window(
    windows: Windows, stretch: Stretch, expected: Floats, counts: Ints, taken: NDArray[np.bool_]
) -> Window | None:
    """The most unusual window with more cases than expected that holds no ``taken`` place; of equals the one with the
    fewest places, then the shortest. None: no window has more than expected."""
    total = int(counts.sum())
    cumulative = np.zeros((counts.shape[0], counts.shape[1] + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=cumulative[:, 1:])
    found = np.zeros((len(windows.length), 4))
    _best_of_each(
        windows.order,
        windows.length,
        windows.ends,
        _running(expected),
        cumulative,
        n_log_n(total),
        total,
        stretch.shortest,
        stretch.longest,
        stretch.to_the_end,
        taken,
        found,
    )
    if found[:, 0].max(initial=0.0) <= 0:
        return None
    near = np.flatnonzero(found[:, 0] >= found[:, 0].max() - 1e-9 * (1 + found[:, 0].max()))
    centre = min(near.tolist(), key=lambda z: (found[z, 1], found[z, 3] - found[z, 2], -found[z, 2], z))
    value, reach, first, past = found[centre]
    return Window(float(value), int(centre), int(reach), int(first), int(past))


def _running(expected: Floats) -> Floats:
    out = np.zeros((expected.shape[0], expected.shape[1] + 1))
    np.cumsum(expected, axis=1, out=out[:, 1:])
    return out


@njit(cache=True)
def _largest(order, length, ends, expected, counts, nlogn, total, shortest, longest, to_the_end, best):  # type: ignore[no-untyped-def]
    periods, replicates = counts.shape[1] - 1, counts.shape[2]
    have = np.empty((periods + 1, replicates), dtype=np.int32)
    mean = np.empty(periods + 1)
    for z in range(order.shape[0]):
        have[:] = 0
        mean[:] = 0.0
        for k in range(length[z]):
            place = order[z, k]
            for t in range(1, periods + 1):
                mean[t] += expected[place, t]
                for r in range(replicates):
                    have[t, r] += counts[place, t, r]
            if not ends[z, k]:
                continue
            for past in range(periods if to_the_end else shortest, periods + 1):
                for first in range(max(0, past - longest), past - shortest + 1):
                    mu = mean[past] - mean[first]
                    if mu <= 0.0 or mu >= total:
                        continue
                    inside, outside = np.log(mu), np.log(total - mu)
                    for r in range(replicates):
                        n = have[past, r] - have[first, r]
                        if n > mu:
                            value = nlogn[n] + nlogn[total - n] - n * inside - (total - n) * outside
                            if value > best[r]:
                                best[r] = value


@njit(cache=True)
def _best_of_each(  # type: ignore[no-untyped-def]
    order, length, ends, expected, counts, nlogn, total, shortest, longest, to_the_end, taken, found
):
    periods = counts.shape[1] - 1
    have = np.empty(periods + 1, dtype=np.int64)
    mean = np.empty(periods + 1)
    for z in range(order.shape[0]):
        have[:] = 0
        mean[:] = 0.0
        for k in range(length[z]):
            place = order[z, k]
            if taken[place]:
                break
            for t in range(1, periods + 1):
                mean[t] += expected[place, t]
                have[t] += counts[place, t]
            if not ends[z, k]:
                continue
            for past in range(periods if to_the_end else shortest, periods + 1):
                for first in range(past - shortest, max(0, past - longest) - 1, -1):
                    mu = mean[past] - mean[first]
                    n = have[past] - have[first]
                    if mu <= 0.0 or mu >= total or n <= mu:
                        continue
                    value = nlogn[n] + nlogn[total - n] - n * np.log(mu) - (total - n) * np.log(total - mu)
                    if value > found[z, 0] + 1e-9 * (1 + value):
                        found[z, 0] = value
                        found[z, 1] = k + 1
                        found[z, 2] = first
                        found[z, 3] = past
