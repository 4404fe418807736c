"""Who comes first: the rank of a hash over seed, round and id."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

from zhuangjian.engines.draw.encoding import scorer

Score = Callable[[str], bytes]


def item_score(seed: str, round_number: int) -> Score:
    """The score of an item: ``H("item", seed, round, id)``."""
    return scorer("item", seed, str(round_number))


def officer_score(seed: str, round_number: int, item: str) -> Score:
    """The score of an officer for one visit: ``H("officer", seed, round, item, id)``."""
    return scorer("officer", seed, str(round_number), item)


def first(ids: Sequence[str], count: int, score: Score) -> list[tuple[bytes, str]]:
    """The ``count`` lowest ``(score, id)``, in order; a memory of O(count) beside ``ids``."""
    return heapq.nsmallest(count, ((score(one), one) for one in ids))
