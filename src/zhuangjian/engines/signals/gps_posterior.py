"""What the fitted prior says of each pair: EBGM and the points of the posterior of λ."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.gps import Floats, checked
from zhuangjian.engines.signals.squash import Points, group

ITERATIONS = 100


def mixing_share(theta: ArrayLike, n: ArrayLike, e: ArrayLike) -> Floats:
    """Probability that a pair's λ came from the first component, given its count (DuMouchel 1999, equation 6)."""
    from scipy.special import gammaln

    a1, b1, a2, b2, p = checked(theta)
    counts, expected = np.asarray(n, dtype=np.float64), np.asarray(e, dtype=np.float64)

    def log_binomial(a: float, b: float) -> Floats:
        zero = -a * np.log1p(expected / b)
        found: Floats = gammaln(a + counts) - gammaln(a) + zero + counts * np.log(expected / (b + expected))
        return found

    difference = log_binomial(a2, b2) - log_binomial(a1, b1) + np.log1p(-p) - np.log(p)
    with np.errstate(over="ignore"):
        share: Floats = 1 / (1 + np.exp(difference))
    return share


def ebgm(theta: ArrayLike, n: ArrayLike, e: ArrayLike, share: Floats | None = None) -> Floats:
    """Geometric mean of each posterior: exp E[log λ | n] (DuMouchel 1999, equations 9 to 11)."""
    from scipy.special import digamma

    a1, b1, a2, b2, _ = checked(theta)
    counts, expected = np.asarray(n, dtype=np.float64), np.asarray(e, dtype=np.float64)
    q = mixing_share(theta, n, e) if share is None else share
    first = digamma(a1 + counts) - np.log(b1 + expected)
    second = digamma(a2 + counts) - np.log(b2 + expected)
    result: Floats = np.exp(q * first + (1 - q) * second)
    return result


def posterior_quantile(theta: ArrayLike, n: ArrayLike, e: ArrayLike, level: float) -> Floats:
    """The point below which λ lies with probability ``level``, to ten digits.

    It lies between the same points of the two components; Newton's method on log λ inside that bracket, for all
    pairs at once.
    """
    from scipy.special import gammainc, gammaincinv, gammaln

    if not 0 < level < 1:
        raise Refusal(f"分位数须在 0 与 1 之间，现为 {level}。")
    a1, b1, a2, b2, _ = checked(theta)
    q = mixing_share(theta, n, e)
    counts, expected = np.asarray(n, dtype=np.float64), np.asarray(e, dtype=np.float64)
    s1, r1, s2, r2 = a1 + counts, b1 + expected, a2 + counts, b2 + expected
    one, two = gammaincinv(s1, level) / r1, gammaincinv(s2, level) / r2
    low, high = np.minimum(one, two), np.maximum(one, two)
    x: Floats = np.exp(q * np.log(one) + (1 - q) * np.log(two))
    logs1, logs2 = s1 * np.log(r1) - gammaln(s1), s2 * np.log(r2) - gammaln(s2)
    open_ = np.flatnonzero(high > low * (1 + 1e-13))
    for _ in range(ITERATIONS):
        if len(open_) == 0:
            break
        i = open_
        at, share = x[i], q[i]
        below = share * gammainc(s1[i], r1[i] * at) + (1 - share) * gammainc(s2[i], r2[i] * at)
        log_at = np.log(at)
        density = share * np.exp(logs1[i] + s1[i] * log_at - r1[i] * at) + (1 - share) * np.exp(
            logs2[i] + s2[i] * log_at - r2[i] * at
        )
        over = below > level
        high[i] = np.where(over, at, high[i])
        low[i] = np.where(over, low[i], at)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            moved = at * np.exp((level - below) / density)
        inside = (moved > low[i]) & (moved < high[i])
        x[i] = np.where(inside, moved, np.sqrt(low[i] * high[i]))
        open_ = i[np.abs(x[i] - at) > 1e-11 * at]
    return x


def scores(theta: ArrayLike, n: ArrayLike, e: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """EBGM, EB05 and EB95 of every pair; pairs with the same count and expected count are computed once."""
    counts, expected = np.asarray(n, dtype=np.int64), np.asarray(e, dtype=np.float64)
    order = np.lexsort((expected, counts))
    grouped = group(Points(counts, expected, np.ones(len(counts), dtype=np.int64)))
    place = np.empty(len(counts), dtype=np.int64)
    place[order] = np.repeat(np.arange(len(grouped)), grouped.weight)
    middle = ebgm(theta, grouped.n, grouped.e)
    low = posterior_quantile(theta, grouped.n, grouped.e, 0.05)
    high = posterior_quantile(theta, grouped.n, grouped.e, 0.95)
    return middle[place], low[place], high[place]
