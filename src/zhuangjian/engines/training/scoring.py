"""What answers are worth: a question is right when exactly the keyed options are chosen, and nothing is given for a part."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


def is_right(chosen: Collection[int] | None, key: Collection[int]) -> bool:
    """Whether exactly the keyed options are chosen; no answer (None) is never right."""
    return chosen is not None and set(chosen) == set(key)


@dataclass(frozen=True)
class Score:
    """``right`` of ``asked`` questions, in whole points of a hundred rounded down, and whether ``points`` reach the mark."""

    right: int
    asked: int
    points: int
    passed: bool


def score(answers: Iterable[tuple[Collection[int] | None, Collection[int]]], mark: int) -> Score:
    """The score of (chosen, key) pairs against a pass mark of points out of a hundred. Nobody passes on nothing."""
    pairs = list(answers)
    right = sum(is_right(chosen, key) for chosen, key in pairs)
    points = right * 100 // len(pairs) if pairs else 0
    return Score(right, len(pairs), points, bool(pairs) and points >= mark)
