"""The information component: by how many powers of two a pair is reported more often than expected.

Three published forms. ``noren`` (Norén, Hopstadius, Bate 2013): shrunk observed-to-expected ratio with the exact
interval of its gamma posterior; respects stratified expected counts. ``bate`` (Bate et al. 1998): normal approximation
of mean and variance in closed form. ``gould`` (Gould 2003, as PhViD computes it): the same model with exact mean and
variance by digamma and trigamma. The last two know only the unstratified margins.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhuangjian.engines.signals.measures import NORMAL_975

Floats: TypeAlias = NDArray[np.float64]
Form = Literal["noren", "bate", "gould"]
FORMS: tuple[Form, ...] = ("noren", "bate", "gould")

LN2 = float(np.log(2.0))


def noren_ic(n: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """IC = log₂((n + ½)/(E + ½)) and the logarithms of the 2.5 % and 97.5 % points of Gamma(n + ½, E + ½)."""
    from scipy.special import gammaincinv

    n, expected = np.asarray(n, dtype=np.int64), np.asarray(expected, dtype=np.float64)
    base = np.log2(expected + 0.5)
    counts = np.flatnonzero(np.bincount(n))
    place = np.zeros(int(counts[-1]) + 1 if len(counts) else 1, dtype=np.int64)
    place[counts] = np.arange(len(counts))
    at = place[n]
    shape = counts + 0.5
    low, high = np.log2(gammaincinv(shape, 0.025)), np.log2(gammaincinv(shape, 0.975))
    return np.log2(shape)[at] - base, low[at] - base, high[at] - base


def bate_ic(
    n: ArrayLike, n_product: ArrayLike, n_event: ArrayLike, reports: int
) -> tuple[Floats, Floats, Floats]:
    """Mean of the IC and mean ∓ 2 standard deviations, by the closed forms of 1998 (all prior counts 1)."""
    n, product, event, total = _margins(n, n_product, n_event, reports)
    prior = (total + 2) ** 2 / ((product + 1) * (event + 1))
    mean = np.log2((n + 1) * (total + 2) ** 2 / ((total + prior) * (product + 1) * (event + 1)))
    variance = (
        (total - n + prior - 1) / ((n + 1) * (1 + total + prior))
        + (total - product + 1) / ((product + 1) * (total + 3))
        + (total - event + 1) / ((event + 1) * (total + 3))
    ) / LN2**2
    return _normal(mean, variance, 2.0)


def gould_ic(
    n: ArrayLike, n_product: ArrayLike, n_event: ArrayLike, reports: int
) -> tuple[Floats, Floats, Floats]:
    """Mean of the IC and mean ∓ 1.96 standard deviations, with the exact moments of the logarithms of betas."""
    from scipy.special import digamma, polygamma

    n, product, event, total = _margins(n, n_product, n_event, reports)
    p, q, r = product + 1, event + 1, n + 1
    rest = total - n - 1 + (total + 2) ** 2 / (p * q)

    def trigamma(x: Any) -> Any:
        return polygamma(1, x)

    whole = total + 2
    mean = digamma(r) - digamma(r + rest) - (digamma(p) + digamma(q) - 2 * digamma(whole))
    variance = trigamma(r) - trigamma(r + rest) + trigamma(p) + trigamma(q) - 2 * trigamma(whole)
    return _normal(mean / LN2, variance / LN2**2, NORMAL_975)


def _margins(
    n: ArrayLike, n_product: ArrayLike, n_event: ArrayLike, reports: int
) -> tuple[Floats, Floats, Floats, float]:
    return (
        np.asarray(n, dtype=np.float64),
        np.asarray(n_product, dtype=np.float64),
        np.asarray(n_event, dtype=np.float64),
        float(reports),
    )


def _normal(mean: Floats, variance: Floats, deviations: float) -> tuple[Floats, Floats, Floats]:
    half = deviations * np.sqrt(variance)
    return mean, mean - half, mean + half
