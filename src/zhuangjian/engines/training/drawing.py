"""Which questions an examinee gets, and in which order: recomputable by anyone who is given the seed.

Items are ranked by HMAC-SHA-256 of their identifier under the seed, topic by topic, so that every item of a topic is as
likely as any other, and the same seed gives the same paper on every machine.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence


class TooFew(ValueError):
    """The bank has fewer items of a topic than are to be drawn; ``topic``, ``wanted``, ``there``."""

    def __init__(self, topic: str, wanted: int, there: int) -> None:
        super().__init__(f"“{topic}”要抽 {wanted} 题，题库中只有 {there} 题。")
        self.topic, self.wanted, self.there = topic, wanted, there


def _rank(seed: str, *names: str) -> bytes:
    return hmac.digest(seed.encode(), "\x1f".join(names).encode(), "sha256")


def draw_items(bank: Mapping[str, Sequence[str]], wanted: Mapping[str, int], seed: str) -> list[str]:
    """Identifiers of the drawn items in the order of asking: ``wanted[topic]`` of each topic of ``bank``.

    Raises :class:`TooFew` where a topic has not so many. No item is drawn twice.
    """
    drawn = []
    for topic in sorted(wanted):
        there = sorted(set(bank.get(topic, ())))
        if len(there) < wanted[topic]:
            raise TooFew(topic, wanted[topic], len(there))
        drawn += sorted(there, key=lambda item: _rank(seed, "item", item))[: wanted[topic]]
    return sorted(drawn, key=lambda item: _rank(seed, "order", item))


def shuffle_options(item: str, options: Sequence[str], seed: str) -> list[int]:
    """Positions of the options in the order that this examinee is shown them."""
    return sorted(range(len(options)), key=lambda at: _rank(seed, "option", item, str(at)))
