"""What the fitted prior says of each pair: EBGM and the points of the posterior of λ."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.gps import Floats, checked
from zhuangjian.engines.signals.squash import Points, group

ITERATIONS = 200
CHUNK = 32_768


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

    Newton's method on the logarithms of λ and of the smaller tail, where the curve is nearly straight, for all pairs
    at once; a step that leaves what is known to hold the point is replaced by halving it.
    """
    if not 0 < level < 1:
        raise Refusal(f"分位数须在 0 与 1 之间，现为 {level}。")
    checked(theta)
    counts, expected = np.asarray(n, dtype=np.float64), np.asarray(e, dtype=np.float64)
    parts = [
        _quantile(theta, counts[start : start + CHUNK], expected[start : start + CHUNK], level)
        for start in range(0, len(counts), CHUNK)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _quantile(theta: ArrayLike, n: Floats, e: Floats, level: float) -> Floats:
    from scipy.special import gammainc, gammaincc, gammaln, ndtri

    a1, b1, a2, b2, _ = checked(theta)
    q = mixing_share(theta, n, e)
    s1, r1, s2, r2 = a1 + n, b1 + e, a2 + n, b2 + e
    y = q * _rough(s1, r1, float(ndtri(level))) + (1 - q) * _rough(s2, r2, float(ndtri(level)))
    low, high = np.full(len(y), -np.inf), np.full(len(y), np.inf)
    scale1, scale2 = gammaln(s1), gammaln(s2)
    tail, goal, sign = (gammainc, level, 1.0) if level < 0.5 else (gammaincc, 1 - level, -1.0)
    i = np.arange(len(y))
    for _ in range(ITERATIONS):
        if len(i) == 0:
            break
        at, share = y[i], q[i]
        x1, x2 = r1[i] * np.exp(at), r2[i] * np.exp(at)
        mass = share * tail(s1[i], x1) + (1 - share) * tail(s2[i], x2)
        slope = share * np.exp(s1[i] * np.log(x1) - x1 - scale1[i]) + (1 - share) * np.exp(
            s2[i] * np.log(x2) - x2 - scale2[i]
        )
        over = sign * (mass - goal) > 0
        high[i] = np.where(over, at, high[i])
        low[i] = np.where(over, low[i], at)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = -sign * np.log(mass / goal) * mass / slope
        moved = at + np.clip(np.nan_to_num(step, nan=np.inf), -2.0, 2.0)
        inside = (moved > low[i]) & (moved < high[i])
        y[i] = np.where(inside, moved, _between(low[i], high[i]))
        i = i[np.abs(y[i] - at) > 1e-11]
    return np.exp(y)


def _rough(shape: Floats, rate: Floats, normal: float) -> Floats:
    """Logarithm of a gamma quantile by Wilson and Hilferty's cube."""
    ninth = 1 / (9 * shape)
    cube: Floats = np.maximum(1 - ninth + normal * np.sqrt(ninth), 0.05)
    found: Floats = np.log(shape / rate) + 3 * np.log(cube)
    return found


def _between(low: Floats, high: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        middle: Floats = (low + high) / 2
    return np.where(np.isinf(low), high - 1, np.where(np.isinf(high), low + 1, middle))


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
