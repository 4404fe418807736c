"""From points to grades through time: up at once, down only after staying below for long enough.

Between two events a party's points only fall (they fade), so the day on which they pass a limit is found by halving
the stretch; the grade on a day is therefore the same whether it is computed daily or once a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .grade_words import RiskGrade
from .pack_loading_models import Scale

Level = Callable[[date], int]
ABOVE: tuple[RiskGrade, ...] = tuple(grade for grade in RiskGrade if grade.rank)


@dataclass(frozen=True, slots=True)
class Standing:
    """A grade on ``as_of``: held since when, and since when the points have lain below each grade's lower limit."""

    grade: RiskGrade
    as_of: date
    since: date
    below: Mapping[RiskGrade, date] = field(default_factory=dict)


def grade_of(points: int, scale: Scale) -> RiskGrade:
    """The grade of ``points`` (hundredths) by the limits alone."""
    return max(
        (grade for grade in ABOVE if points >= scale.limits[grade] * 100),
        key=lambda grade: grade.rank,
        default=RiskGrade.A,
    )


def lower_limit(grade: RiskGrade, scale: Scale) -> int:
    """Points (hundredths) below which ``grade`` starts to be left."""
    return (scale.limits[grade] - scale.margin) * 100


def first_standing(level: Level, day: date, scale: Scale) -> Standing:
    """A party graded for the first time: by the limits alone."""
    points = level(day)
    below = {grade: day for grade in ABOVE if points < lower_limit(grade, scale)}
    return Standing(grade_of(points, scale), day, day, below)


def walk(before: Standing, level: Level, events: Iterable[date], as_of: date, scale: Scale) -> Standing:
    """The standing on ``as_of``; ``level`` may rise only on the days of ``events``."""
    first = before.as_of + timedelta(1) if before.as_of < as_of else as_of
    starts = sorted({first, *(day for day in events if first < day <= as_of)})
    standing = before
    for start, following in zip(starts, [*starts[1:], as_of + timedelta(1)], strict=True):
        standing = _stretch(standing, level, start, following - timedelta(1), scale)
    return standing


def _stretch(before: Standing, level: Level, first: date, last: date, scale: Scale) -> Standing:
    points = level(first)
    grade, since = before.grade, before.since
    reached = grade_of(points, scale)
    if reached.rank > grade.rank:
        grade, since = reached, first
    below: dict[RiskGrade, date] = {}
    for limit in ABOVE:
        passed = _first_below(level, lower_limit(limit, scale), first, last)
        if passed is not None:
            below[limit] = before.below.get(limit, first) if passed == first else passed
    while grade in below:
        left = below[grade] + timedelta(scale.hold_days)
        if left > last:
            break
        grade, since = list(RiskGrade)[grade.rank - 1], max(left, since, first)
    return Standing(grade, last, since, below)


def _first_below(level: Level, limit: int, first: date, last: date) -> date | None:
    """First day of the stretch on which the falling ``level`` lies below ``limit``."""
    if level(last) >= limit:
        return None
    low, high = 0, (last - first).days
    while low < high:
        middle = (low + high) // 2
        if level(first + timedelta(middle)) < limit:
            high = middle
        else:
            low = middle + 1
    return first + timedelta(low)
