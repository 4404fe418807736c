"""Measures of one two-by-two table a pair: reports with and without the product, with and without the event.

               event      other events
    product      a             b            a + b = reports of the product
    others       c             d
               a + c = reports of the event, N = all reports

PRR and its interval: Evans, Waller, Davis 2001. ROR: van Puijenbroek et al. 2002. Intervals are 95 %, normal on the
logarithm. χ² has one degree of freedom. Ratios divide by zero to infinity (as openEBGM gives PRR); an interval that
needs a zero cell's reciprocal is not a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

NORMAL_975 = 1.959963984540054


@dataclass(frozen=True)
class Tables:
    """The four cells of every pair, as decimal numbers."""

    a: Floats
    b: Floats
    c: Floats
    d: Floats


def cells(n: ArrayLike, n_product: ArrayLike, n_event: ArrayLike, reports: int) -> Tables:
    """Two-by-two tables from distinct reports of the pair, its product, its event, and in all."""
    a = np.asarray(n, dtype=np.float64)
    product = np.asarray(n_product, dtype=np.float64)
    event = np.asarray(n_event, dtype=np.float64)
    return Tables(a, product - a, event - a, reports - product - event + a)


def prr(t: Tables) -> tuple[Floats, Floats, Floats]:
    """Proportional reporting ratio (a/(a+b)) ÷ (c/(c+d)) with its 95 % interval; infinite when c is 0, and undefined
    when there is no report without the product to compare with."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(
            t.c == 0, np.where(t.d == 0, np.nan, np.inf), t.a / (t.a + t.b) / (t.c / (t.c + t.d))
        )
        variance = 1 / t.a - 1 / (t.a + t.b) + 1 / t.c - 1 / (t.c + t.d)
        return ratio, *_interval(ratio, variance)


def ror(t: Tables) -> tuple[Floats, Floats, Floats]:
    """Reporting odds ratio ad ÷ bc with its 95 % interval; infinite when b or c is 0, undefined when also d is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (t.a * t.d) / (t.b * t.c)
        variance = 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d
        return ratio, *_interval(ratio, variance)


def chi_squared(t: Tables, *, corrected: bool = False) -> Floats:
    """Pearson's χ², or Yates' with continuity correction; undefined where a margin is 0.

    The correction never exceeds the difference itself.
    """
    total = t.a + t.b + t.c + t.d
    difference = np.abs(t.a * t.d - t.b * t.c)
    if corrected:
        difference = np.maximum(difference - total / 2, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        product = (t.a + t.b) * (t.c + t.d)
        event = (t.a + t.c) * (t.b + t.d)
        return total * (difference / product) * (difference / event)


def evans_signal(n: ArrayLike, ratio: ArrayLike, chi2_yates: ArrayLike) -> NDArray[np.bool_]:
    """Evans' rule of three: at least 3 reports, PRR at least 2, χ² (Yates) at least 4."""
    return (np.asarray(n) >= 3) & (np.asarray(ratio) >= 2) & (np.asarray(chi2_yates) >= 4)


def _interval(ratio: Floats, variance: Floats) -> tuple[Floats, Floats]:
    known = np.isfinite(variance) & np.isfinite(ratio) & (ratio > 0)
    half = np.where(known, NORMAL_975 * np.sqrt(np.where(known, variance, 0.0)), np.nan)
    centre = np.where(known, ratio, np.nan)
    return centre * np.exp(-half), centre * np.exp(half)
