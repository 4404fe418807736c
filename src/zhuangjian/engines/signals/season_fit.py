"""Poisson regression with an offset, small and exact enough for a few dozen periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """``coefficients`` on the log scale, their ``covariance`` for dispersion 1, ``deviance``, and ``dispersion`` (Pearson χ²
    per degree of freedom; below 1 it is left as found)."""

    coefficients: Floats
    covariance: Floats
    deviance: float
    dispersion: float

    def predicted(self, exposure: Floats, design: Floats) -> tuple[float, float]:
        """Expected sum over new periods, and the variance that the uncertainty of the fit adds to it."""
        means = exposure * np.exp(np.clip(design @ self.coefficients, -30, 30))
        slope = means @ design
        return float(means.sum()), float(max(1.0, self.dispersion) * slope @ self.covariance @ slope)


def fit(counts: NDArray[np.int64], exposure: Floats, design: Floats) -> Fit:
    """Maximum likelihood by iteratively reweighted least squares with halved steps; periods without exposure are left out.

    Where the likelihood has no finite maximum (a season with no events at all) a ridge of 1e-6 keeps the answer finite.
    """
    there = exposure > 0
    y, x, offset = counts[there].astype(np.float64), design[there], np.log(exposure[there])
    ridge = 1e-6 * np.eye(x.shape[1])
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(max(y.sum(), 0.5) / exposure[there].sum())
    deviance = _deviance(y, x, offset, beta)
    for _ in range(100):
        mean = _mean(x, offset, beta)
        step = np.linalg.solve(x.T @ (x * mean[:, None]) + ridge, x.T @ (y - mean) - ridge @ beta)
        size = 1.0
        while size > 1e-6 and _deviance(y, x, offset, beta + size * step) > deviance + 1e-9:
            size /= 2
        beta = beta + size * step
        newer = _deviance(y, x, offset, beta)
        if abs(newer - deviance) < 1e-10 * (1 + abs(newer)):
            deviance = newer
            break
        deviance = newer
    mean = _mean(x, offset, beta)
    covariance = np.asarray(np.linalg.inv(x.T @ (x * mean[:, None]) + ridge), dtype=np.float64)
    free = max(1, len(y) - x.shape[1])
    pearson = float(((y - mean) ** 2 / mean).sum()) / free
    return Fit(beta, covariance, deviance, pearson)


def _mean(x: Floats, offset: Floats, beta: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(x @ beta + offset, -30, 30)))


def _deviance(y: Floats, x: Floats, offset: Floats, beta: Floats) -> float:
    mean = _mean(x, offset, beta)
    return float(2 * (xlogy(y, y / mean) - (y - mean)).sum())
