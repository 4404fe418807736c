"""Scores into probabilities that mean what they say, and intervals from how much the members disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhuangjian.engines.risk.history import Floats

Z90 = 1.6448536269514722
RIDGE = 4.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's line on the log odds: ``slope`` is kept above 0, so the order of the rows never changes."""

    slope: float
    offset: float

    def probability(self, score: Floats) -> Floats:
        """Calibrated probability of log odds."""
        return sigmoid(self.slope * score + self.offset)


@dataclass(frozen=True, slots=True)
class Interval:
    """A probability and its 90 % interval."""

    probability: Floats
    low: Floats
    high: Floats


def sigmoid(value: Floats) -> Floats:
    """Log odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -35, 35))), np.float64)


def calibrate(target: Floats, score: Floats) -> Calibration:
    """Platt's line fitted by Newton steps on rows that were not learned from, drawn towards slope 1 and offset 0.

    The ridge (worth a handful of rows) decides when there is little to go by; without both outcomes it alone does.
    """
    slope, offset = 1.0, 0.0
    for _ in range(50):
        p = sigmoid(slope * score + offset)
        weight = p * (1 - p)
        gradient = np.array(
            [((p - target) * score).sum() + RIDGE * (slope - 1), (p - target).sum() + RIDGE * offset]
        )
        cross = (weight * score).sum()
        hessian = np.array([[(weight * score * score).sum() + RIDGE, cross], [cross, weight.sum() + RIDGE]])
        step = np.linalg.solve(hessian, gradient)
        slope, offset = slope - float(step[0]), offset - float(step[1])
        if float(np.abs(step).max()) < 1e-10:
            break
    return Calibration(max(slope, 0.1), offset)


def interval(members: Floats, calibration: Calibration) -> Interval:
    """The mean of the members (members × rows, log odds) and 90 % on both sides of it; with one member the interval is the point."""
    centre = members.mean(axis=0)
    spread = members.std(axis=0, ddof=1) if len(members) > 1 else np.zeros(members.shape[1])
    width = Z90 * spread * np.sqrt(1 + 1 / len(members))
    return Interval(
        calibration.probability(centre),
        calibration.probability(centre - width),
        calibration.probability(centre + width),
    )
