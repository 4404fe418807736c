"""Figures with intervals: shares by Wilson, AUC by DeLong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, n: int, z: float) -> Interval:
    """Wilson's interval of a share; (0, 0, 1) of nothing."""
    if n == 0:
        return Interval(0.0, 0.0, 1.0)
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(share, max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def auc_interval(score: Floats, outcome: Floats, z: float) -> Interval:
    """AUC (ties count half) with DeLong's interval (Biometrics 44, 1988) on the log-odds scale."""
    auc, spread = auc_with_spread(score, outcome)
    if not 0 < auc < 1 or spread == 0:
        return Interval(auc, auc if spread == 0 else max(0.0, auc - z * spread), min(1.0, auc + z * spread))
    odds, slope = np.log(auc / (1 - auc)), spread / (auc * (1 - auc))
    low, high = (float(1 / (1 + np.exp(-(odds + side * z * slope)))) for side in (-1, 1))
    return Interval(auc, low, high)


def auc_with_spread(score: Floats, outcome: Floats) -> tuple[float, float]:
    """(AUC with ties counted half, DeLong's standard error)."""
    positive, negative = score[outcome == 1], score[outcome == 0]
    m, n = len(positive), len(negative)
    both = stats.rankdata(np.concatenate([positive, negative]))
    above = (both[:m] - stats.rankdata(positive)) / n
    below = 1 - (both[m:] - stats.rankdata(negative)) / m
    variance = (np.var(above, ddof=1) / m if m > 1 else 0) + (np.var(below, ddof=1) / n if n > 1 else 0)
    return float(above.mean()), float(np.sqrt(variance))
