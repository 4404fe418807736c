"""Does a signal follow the seasons, when is its peak, and is the newest period high even for the season?

The counts are fitted by Poisson regression on a yearly sine and cosine (one or two harmonics) and a trend, with days or
another exposure as offset and a quasi-likelihood dispersion: Stolwijk, Straatman & Zielhuis (1999) for the test and
the peak, Farrington et al. (1996) for judging the newest periods against what the same season led one to expect.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, f, nbinom, norm, poisson, qmc

from zhuangjian.engines.signals.changes_table import Days
from zhuangjian.engines.signals.season_fit import Fit, fit

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
YEAR = 365.2425
LEAST_DAYS = 720.0


@dataclass(frozen=True, slots=True)
class Season:
    """``p``: of "no season" (F test against the trend alone). ``peak``: day of the year 1–366 of the highest
    expected rate with 95 % limits (``peak_low`` > ``peak_high`` when the interval spans the new year; None when there
    is no telling). ``swing``: highest ÷ lowest expected rate of the year with limits. ``growth``: yearly factor."""

    n: int
    p: float
    peak: int
    peak_low: int | None
    peak_high: int | None
    swing: float
    swing_low: float
    swing_high: float
    growth: float
    dispersion: float

    def row(self) -> dict[str, Any]:
        """As a flat row of a result table."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest periods together against the history before them. ``expected`` allows for season and trend (99 % range
    ``low`` to ``high``), ``p`` is P(at least as many); ``p_plain`` compares with the plain average of the history
    instead: it is what an ordinary summer peak would set off."""

    observed: int
    expected: float
    low: int
    high: int
    p: float
    p_plain: float

    def row(self) -> dict[str, Any]:
        """As a flat row of a result table."""
        return asdict(self)


def enough(middles: Days) -> bool:
    """Whether the periods span about two years or more: less cannot tell a season from a trend."""
    return bool((middles.max() - middles.min()).astype(np.int64) >= LEAST_DAYS - 32)


def seasonality(counts: Counts, exposure: Floats, middles: Days, harmonics: int = 1) -> Season:
    """Test, peak and swing of one series; ``middles`` are the middle days of its periods.

    Raises ValueError for less than about two years, or no event at all.
    """
    if not enough(middles) or counts.sum() == 0:
        raise ValueError("two years of counts with at least one event are needed")
    years = _years(middles)
    plain = fit(counts, exposure, _trend(years))
    full = fit(counts, exposure, np.column_stack([_trend(years), waves(years, harmonics)]))
    free = len(counts) - 2 - 2 * harmonics
    scale = max(1.0, full.dispersion)
    gain = max(0.0, plain.deviance - full.deviance) / (2 * harmonics)
    p = (
        float(f.sf(gain / scale, 2 * harmonics, free))
        if scale > 1
        else float(chi2.sf(gain * 2 * harmonics, 2 * harmonics))
    )
    curve = _Curve(full, harmonics, scale)
    low, high = curve.peak_limits()
    return Season(
        int(counts.sum()),
        p,
        _day(curve.peak()),
        None if low is None else _day(low),
        None if high is None else _day(high),
        *curve.swing_limits(),
        float(np.exp(np.clip(full.coefficients[1], -50, 50))),
        scale,
    )


def season_factor(counts: Counts, exposure: Floats, middles: Days, harmonics: int = 2) -> Floats:
    """One factor a period (mean about 1) by which the season raises or lowers the rate; ones when less than two years
    are there. Fitted with the trend, so that growth does not pass for season."""
    if not enough(middles) or counts.sum() == 0:
        return np.ones(len(counts))
    years = _years(middles)
    wave = waves(years, harmonics)
    full = fit(counts, exposure, np.column_stack([_trend(years), wave]))
    factor = np.exp(wave @ full.coefficients[2:])
    return np.asarray(factor / factor.mean())


def judge_newest(
    counts: Counts, exposure: Floats, middles: Days, newest: int = 1, harmonics: int = 1, level: float = 0.99
) -> Newest:
    """The last ``newest`` periods together against what season and trend of all earlier ones lead one to expect.

    The range and p take in chance, overdispersion and the uncertainty of the fit. Raises ValueError when the history
    before them is shorter than about two years or empty.
    """
    past = slice(None, len(counts) - newest)
    if not enough(middles[past]) or counts[past].sum() == 0:
        raise ValueError("two years of counts before the newest periods are needed")
    years = _years(middles)
    design = np.column_stack([_trend(years), waves(years, harmonics)])
    history = fit(counts[past], exposure[past], design[past])
    mean, spread = history.predicted(exposure[-newest:], design[-newest:])
    scale = max(1.0, history.dispersion)
    observed = int(counts[-newest:].sum())
    variance = scale * mean + spread
    plain = float(counts[past].sum() / exposure[past].sum() * exposure[-newest:].sum())
    tail = (1 - level) / 2
    return Newest(
        observed,
        mean,
        _quantile(tail, mean, variance),
        _quantile(1 - tail, mean, variance),
        _at_least(observed, mean, variance),
        _at_least(observed, plain, plain * scale),
    )


def waves(years: Floats, harmonics: int) -> Floats:
    """cos and sin of 1 … ``harmonics`` turns a year, two columns each."""
    angles = [2 * np.pi * turn * years for turn in range(1, harmonics + 1)]
    return np.column_stack([wave(angle) for angle in angles for wave in (np.cos, np.sin)])


def _years(middles: Days) -> Floats:
    return (middles - np.datetime64("2000-01-01", "D")).astype(np.float64) / YEAR


def _trend(years: Floats) -> Floats:
    return np.column_stack([np.ones(len(years)), years - years.mean()])


def _day(share_of_year: float) -> int:
    return int(np.floor((share_of_year % 1.0) * 366)) + 1


def _at_least(observed: int, mean: float, variance: float) -> float:
    if variance <= mean * (1 + 1e-9):
        return float(poisson.sf(observed - 1, mean))
    size = mean * mean / (variance - mean)
    return float(nbinom.sf(observed - 1, size, mean / variance))


def _quantile(share: float, mean: float, variance: float) -> int:
    if variance <= mean * (1 + 1e-9):
        return int(poisson.ppf(share, mean))
    return int(nbinom.ppf(share, mean * mean / (variance - mean), mean / variance))


@dataclass(frozen=True)
class _Curve:
    """The yearly curve of a fit, its uncertainty by draws on a fixed lattice (no randomness)."""

    full: Fit
    harmonics: int
    scale: float

    def peak(self) -> float:
        return float(_peaks(self.full.coefficients[2:][None, :], self.harmonics)[0])

    def peak_limits(self) -> tuple[float | None, float | None]:
        """Limits as shares of the year around the peak; None when the draws scatter over half a year or more."""
        away = (_peaks(self._draws(), self.harmonics) - self.peak() + 0.5) % 1.0 - 0.5
        low, high = np.quantile(away, [0.025, 0.975])
        if high - low >= 0.5:
            return None, None
        return self.peak() + float(low), self.peak() + float(high)

    def swing_limits(self) -> tuple[float, float, float]:
        swings = _swings(self._draws(), self.harmonics)
        own = _swings(self.full.coefficients[2:][None, :], self.harmonics)
        low, high = np.quantile(swings, [0.025, 0.975])
        return float(own[0]), float(low), float(high)

    def _draws(self) -> Floats:
        spread = self.full.covariance[2:, 2:] * self.scale
        values, vectors = np.linalg.eigh(spread)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return np.asarray(self.full.coefficients[2:] + _normal_lattice(2 * self.harmonics) @ root.T)


@cache
def _normal_lattice(dimensions: int) -> Floats:
    points = qmc.Halton(dimensions, scramble=False).random(2001)[1:]
    return np.asarray(norm.ppf(points))


def _swings(coefficients: Floats, harmonics: int) -> Floats:
    if harmonics == 1:
        heights = 2 * np.hypot(coefficients[:, 0], coefficients[:, 1])
    else:
        curve = waves(np.arange(183) / 183, harmonics) @ coefficients.T
        heights = curve.max(axis=0) - curve.min(axis=0)
    return np.asarray(np.exp(np.clip(heights, 0, 50)))


def _peaks(coefficients: Floats, harmonics: int) -> Floats:
    if harmonics == 1:
        return np.asarray(np.arctan2(coefficients[:, 1], coefficients[:, 0]) / (2 * np.pi) % 1.0)
    lattice = np.arange(366) / 366
    return np.asarray(lattice[(waves(lattice, harmonics) @ coefficients.T).argmax(axis=0)])
