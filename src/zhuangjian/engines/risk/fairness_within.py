"""How much of a score's skill is knowing the party, and how much is guessing who will come.

Inspectors have their areas; a score can follow the strict one through the postcode without ever seeing a name. Among
the parties that one inspector visited such knowledge is worth nothing, so the AUC inside inspectors, weighted by their
pairs of a finding and a non-finding, is what the score knows about the inspected.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import stats

from zhuangjian.engines.rules.answer import Refusal

from .fairness_measures import Floats, Interval, auc_with_spread

NOTABLE = 0.02


def auc_within(score: Floats, outcome: Floats, inspector: Sequence[Any], level: float = 0.95) -> Interval:
    """AUC between parties of the same inspector, with a normal interval from DeLong's variances.

    Raises ``Refusal`` when the lengths differ or no inspector has both findings and non-findings.
    """
    if len(inspector) != len(outcome):
        raise Refusal(f"检查员列有 {len(inspector)} 行，结果有 {len(outcome)} 行，请用同一张表")
    s, y = np.asarray(score, float), np.asarray(outcome, float)
    who = np.asarray(["" if v is None or v != v else str(v).strip() for v in inspector], dtype=object)
    weights, values, spreads = [], [], []
    for name in sorted(set(who) - {""}):
        mine = who == name
        positives = y[mine].sum()
        pairs = positives * (mine.sum() - positives)
        if pairs:
            value, spread = auc_with_spread(s[mine], y[mine])
            weights.append(pairs)
            values.append(value)
            spreads.append(spread)
    if not weights:
        raise Refusal("没有一名检查员既有发现问题的也有没有发现的，无法在检查员内部比较", missing=["检查员"])
    share = np.asarray(weights) / np.sum(weights)
    middle = float(share @ np.asarray(values))
    half = float(stats.norm.ppf(0.5 + level / 2) * np.sqrt(np.sum((share * np.asarray(spreads)) ** 2)))
    return Interval(middle, max(0.0, middle - half), min(1.0, middle + half))


def within_warning(whole: Interval, inside: Interval) -> str:
    """The words to show when part of the skill is in who came; empty when the interval does not say so."""
    if inside.high >= whole.value or whole.value - inside.value < NOTABLE:
        return ""
    return (
        f"AUC {whole.value:.3f} 中有一部分来自谁去检查：在同一名检查员检查的对象之间只有 {inside.value:.3f}"
        f"（{inside.low:.3f}–{inside.high:.3f}）。分数可能通过地点等列猜到了检查员的尺度"
    )
