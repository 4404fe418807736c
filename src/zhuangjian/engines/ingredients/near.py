"""Names that differ from a written one by a single letter."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Shorter names are too often one letter from another substance's.
SHORTEST = 10
SHORTEST_WORD = 4
_ENDINGS = ("ate", "ite", "ide", "ane", "ene", "one", "ine")
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[a-z]+")


class Near:
    """Keys cut in halves: of two names that differ by one letter, one half is the same."""

    def __init__(self, keys: Iterable[str], names: Iterable[str]) -> None:
        self._keys = [one for one in keys if len(one) >= SHORTEST and one.isascii()]
        self._words = {word for name in names for word in _WORDS.findall(name.lower())}
        self._halves: dict[tuple[int, str], list[str]] | None = None

    def one(self, wanted: str, written: str) -> str | None:
        """The only name at a distance of one letter (missing, added, other, two changed over); None when there are none
        or several, and when every word that is ``written`` is a word of names: then another substance may be meant."""
        if all(word in self._words for word in _WORDS.findall(written.lower()) if len(word) >= SHORTEST_WORD):
            return None
        if len(wanted) < SHORTEST or not wanted.isascii():
            return None
        digits = _DIGITS.findall(wanted)
        found = {
            other
            for other in self._candidates(wanted)
            if _one_apart(wanted, other) and _DIGITS.findall(other) == digits
        }
        if len(found) != 1:
            return None
        (other,) = found
        return None if _other_salt(wanted, other) else other

    def _candidates(self, wanted: str) -> set[str]:
        if self._halves is None:
            self._halves = {}
            for one in self._keys:
                half = len(one) // 2
                self._halves.setdefault((len(one), one[:half]), []).append(one)
                self._halves.setdefault((-len(one), one[half:]), []).append(one)
        found: set[str] = set()
        for length in (len(wanted) - 1, len(wanted), len(wanted) + 1):
            half = length // 2
            found.update(self._halves.get((length, wanted[:half]), ()))
            found.update(self._halves.get((-length, wanted[len(wanted) - (length - half) :]), ()))
        return found


def _other_salt(a: str, b: str) -> bool:
    """Whether the letter makes another kind of compound of it (a sulfite of a sulfate)."""
    more = [a.count(end) - b.count(end) for end in _ENDINGS]
    return max(more) > 0 > min(more)


def _one_apart(a: str, b: str) -> bool:
    """Whether one letter missing, added or exchanged, or two neighbours changed over, makes one of the other."""
    if a == b:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) + 1 == len(b):
        return a[start:] == b[start + 1 :]
    if len(a) != len(b):
        return False
    return a[start + 1 :] == b[start + 1 :] or (
        a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    )
