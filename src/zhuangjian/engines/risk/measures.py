"""How well an order of inspections finds what is there: AUC with its interval, precision, calibration, days gained.

Every measure takes the outcomes (1 found, 0 not) and scores or dates of one window; None where it has no meaning.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from zhuangjian.engines.risk.history import Floats, Ints

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Order:
    """What an order of a window's inspections achieves.

    ``first_half_share``: share of the positives among the first half of the order (ties share evenly).
    ``days_earlier``: mean over positives of real date − new date, when the window's sorted real dates are handed out in
    this order; positive is earlier.
    """

    first_half_share: float
    days_earlier: float


def ranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing the mean of their places."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    end = np.cumsum(count).astype(float)
    return (end - (count - 1) / 2)[place]


def auc(target: Floats, score: Floats) -> float | None:
    """Probability that a positive scores above a negative (ties half); None without both kinds."""
    positives = int(target.sum())
    negatives = len(target) - positives
    if positives == 0 or negatives == 0:
        return None
    total = float(ranks(score)[target == 1].sum())
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def auc_interval(target: Floats, score: Floats) -> tuple[float, float] | None:
    """95 % interval of the AUC by DeLong (1988) on the logit scale, so that it stays between 0 and 1; None without two of each kind."""
    value = auc(target, score)
    yes, no = score[target == 1], score[target == 0]
    if value is None or len(yes) < 2 or len(no) < 2:
        return None
    everything = ranks(np.concatenate([yes, no]))
    above = (everything[: len(yes)] - ranks(yes)) / len(no)
    below = 1 - (everything[len(yes) :] - ranks(no)) / len(yes)
    spread = math.sqrt(above.var(ddof=1) / len(yes) + below.var(ddof=1) / len(no))
    if value in (0.0, 1.0):
        # DeLong's variance is 0 here; the exact bound on "never the other way round" among the rarer kind is kept instead.
        margin = 1 - 0.025 ** (1 / min(len(yes), len(no)))
        return (1 - margin, 1.0) if value == 1.0 else (0.0, margin)
    centre, width = math.log(value / (1 - value)), Z95 * spread / (value * (1 - value))
    return _inverse(centre - width), _inverse(centre + width)


def average_precision(target: Floats, score: Floats) -> float | None:
    """Mean precision at each step of recall, rows with equal scores taken together; None without positives."""
    positives = float(target.sum())
    if positives == 0:
        return None
    order = np.argsort(-score, kind="stable")
    sorted_score, hits = score[order], np.cumsum(target[order])
    last = np.append(np.flatnonzero(np.diff(sorted_score)), len(score) - 1)
    precision = hits[last] / (last + 1)
    recall = np.diff(np.append(0.0, hits[last])) / positives
    return float((precision * recall).sum())


def calibration_error(target: Floats, probability: Floats, bins: int = 10) -> float | None:
    """Expected calibration error: mean gap between probability and found share over tenths of the rows, weighted by rows."""
    if len(target) == 0:
        return None
    order = np.argsort(probability, kind="stable")
    gap = 0.0
    for part in np.array_split(order, min(bins, len(order))):
        gap += len(part) * abs(float(target[part].mean()) - float(probability[part].mean()))
    return gap / len(target)


def brier(target: Floats, probability: Floats) -> float | None:
    """Mean squared distance of probability and outcome."""
    return float(((target - probability) ** 2).mean()) if len(target) else None


def order_by(target: Floats, day: Ints, score: Floats) -> Order | None:
    """What working through the window from the highest score down achieves; equal scores share their places and dates."""
    return _order(target, day, len(target) + 1 - ranks(score))


def actual_order(target: Floats, day: Ints) -> Order | None:
    """What the real dates achieved: 0 days earlier by definition, rows of one day sharing their places."""
    found = _order(target, day, ranks(day.astype(float)))
    return None if found is None else Order(found.first_half_share, 0.0)


def random_order(target: Floats, day: Ints) -> Order | None:
    """The expectation over all orders: half the positives in the first half, and the mean date for everybody."""
    return _order(target, day, np.full(len(target), (len(target) + 1) / 2))


def perfect_order(target: Floats, day: Ints) -> Order | None:
    """All positives first: the most that any order could achieve."""
    return order_by(target, day, target)


def _order(target: Floats, day: Ints, place: Floats) -> Order | None:
    """``place``: 1 is first; rows with the same place stand for every order among themselves, averaged."""
    positives = float(target.sum())
    if positives == 0:
        return None
    _, member, count = np.unique(place, return_inverse=True, return_counts=True)
    last = np.cumsum(count)[member]
    first = last - count[member]
    totals = np.append(0.0, np.cumsum(np.sort(day).astype(float)))
    handed = (totals[last] - totals[first]) / (last - first)
    early = np.clip((len(day) / 2 - first) / (last - first), 0.0, 1.0)
    share = float((target * early).sum() / positives)
    return Order(share, float((target * (day - handed)).sum() / positives))


def _inverse(value: float) -> float:
    return 1 / (1 + math.exp(-value))
