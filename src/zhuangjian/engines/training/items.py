"""How a question did: how many get it right, whether those who know more get it right more, and which are dubious.

Facility is the share of right answers. Discrimination is the correlation between getting this question right and the
share of the *other* questions that are right (corrected item-total correlation): the question itself is left out, else
every question would agree with itself. Both as in classical test theory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST = 20
TOO_EASY, TOO_HARD, TOO_WEAK = 0.95, 0.2, 0.1


@dataclass(frozen=True)
class Answered:
    """One question in one sitting: which options were chosen (None: none), whether right, and right ones of the others."""

    chosen: tuple[int, ...] | None
    right: bool
    others_right: int
    others: int


@dataclass(frozen=True)
class Behaviour:
    """``facility`` in 0..1 and ``discrimination`` in -1..1 (None: cannot be said), over ``n`` sittings; ``chosen`` counts
    each option; ``doubts`` says in Chinese why somebody should look at it, empty where nothing speaks against it or fewer
    than twenty answered."""

    n: int
    facility: float | None
    discrimination: float | None
    chosen: dict[int, int]
    doubts: tuple[str, ...]


def behaviour(answers: Iterable[Answered], key: Collection[int]) -> Behaviour:
    """How one version of a question did."""
    rows = list(answers)
    n = len(rows)
    chosen = Counter(at for row in rows for at in row.chosen or ())
    facility = sum(row.right for row in rows) / n if n else None
    rest = [(float(row.right), row.others_right / row.others) for row in rows if row.others]
    told = correlation(rest)
    doubts = _doubts(facility, told, chosen, key) if facility is not None and n >= FEWEST else ()
    return Behaviour(n, facility, told, dict(sorted(chosen.items())), doubts)


def correlation(pairs: Collection[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None where one side never varies, or with fewer than two pairs."""
    n = len(pairs)
    if n < 2:
        return None
    mean_x = sum(x for x, _ in pairs) / n
    mean_y = sum(y for _, y in pairs) / n
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if xx <= 1e-12 or yy <= 1e-12:
        return None
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / sqrt(xx * yy)


def _doubts(
    facility: float, told: float | None, chosen: Counter[int], key: Collection[int]
) -> tuple[str, ...]:
    found = []
    if facility < TOO_HARD:
        found.append("答对的很少，请核对答案和题干")
    if facility > TOO_EASY:
        found.append("几乎都答对，分不出掌握程度")
    if told is not None and told < TOO_WEAK:
        found.append("其他题答得好的人这道题并不更好，请核对答案和题干")
    if wrong := [at for at in chosen if at not in key and chosen[at] > max(chosen[one] for one in key)]:
        found.append(f"选第 {'、'.join(str(at + 1) for at in sorted(wrong))} 项的比选答案的多")
    return tuple(found)
