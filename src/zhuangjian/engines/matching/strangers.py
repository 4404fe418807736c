"""Pairs that look alike only because they are neighbours: two Chinese names of their own at one telephone or address.

The shops of a market give the market's office as their telephone and its street as their address. Different own names
there are different parties, unless one place and one person in charge speak for a new name; a clerk decides the rest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from rapidfuzz.distance import JaroWinkler, Levenshtein

from zhuangjian.engines.matching.clusters import Pair

# From here on two own names may be two spellings of one.
ALIKE: Final = 0.8
LONG: Final = 3
# Every number of an address with its letters: 9, A, 101. One list holding the other is the same place, less exactly.
_PLACE: Final = r"[A-Z]?\d+[A-Z]?|[A-Z]+"


def strangers(con: Any, prior: float, least: float) -> set[Pair]:
    """The pairs of ``scored`` that reach the threshold and are none the less two parties as far as anybody can tell."""
    rows = con.execute(
        f"""SELECT s.l, s.r, a.name_core, b.name_core, {_one_place("x", "y")} FROM scored s
        JOIN party a ON a.rid = s.l JOIN party b ON b.rid = s.r
        JOIN base x ON x.rid = s.l JOIN base y ON y.rid = s.r
        WHERE s.bits + {prior} >= {least} AND a.name_core <> b.name_core
          AND regexp_matches(a.name_core, '[\u3400-\u9fff]') AND regexp_matches(b.name_core, '[\u3400-\u9fff]')
          AND NOT contains(a.name_full, b.name_core) AND NOT contains(b.name_full, a.name_core)
          AND NOT (coalesce(a.person = b.person, FALSE) AND {_one_place("x", "y")})"""
    )
    return {
        (left, right)
        for left, right, one, other, near in rows.fetchall()
        if not (near and _spellings(one, other))
    }


def twins(con: Any) -> set[Pair]:
    """The pairs of ``scored`` with one Chinese name of their own, written out, at one address: one party however rare
    copies are among the records."""
    rows = con.execute(
        """SELECT s.l, s.r FROM scored s JOIN party a ON a.rid = s.l JOIN party b ON b.rid = s.r
        WHERE a.name_full = b.name_full AND a.name_core <> '' AND length(a.name_full) >= 6
          AND regexp_matches(a.name_core, '[\u3400-\u9fff]') AND a.address_key = b.address_key
          AND a.address_tokens = b.address_tokens"""
    )
    return {(left, right) for left, right in rows.fetchall()}


# The database compares texts byte by byte, by which all Chinese characters are alike.
@lru_cache(maxsize=65536)
def _spellings(one: str, other: str) -> bool:
    """Whether two own names may be two spellings of one."""
    if min(len(one), len(other)) >= LONG and Levenshtein.distance(one, other, score_cutoff=1) <= 1:
        return True
    return JaroWinkler.similarity(one, other) >= ALIKE


def _one_place(one: str, other: str) -> str:
    first, second = (
        f"regexp_extract_all(upper(coalesce({table}.address_text, '')), '{_PLACE}')" for table in (one, other)
    )
    return f"(list_has_all({first}, {second}) OR list_has_all({second}, {first}))"
