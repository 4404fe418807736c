"""The division codes of an address in a given year, read from the front of its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.regions import CITY, COUNTY, PROVINCE, Division, divisions

_MUNICIPALITIES: Final = ("11", "12", "31", "50")
# Lists that write the seat before the division: 广东省广州市白云区白云区…; more levels than this do not exist.
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Located:
    """Codes of six digits (empty where the text does not tell), as they stood in ``year``.

    ``names`` are the full names; ``current`` is False when the lowest name did not stand in the year asked for, in
    which case ``year`` is the nearest one in which it did. ``end`` is where the rest of the text begins.
    """

    province: str = ""
    city: str = ""
    county: str = ""
    names: tuple[str, ...] = ()
    year: int = 0
    current: bool = True
    end: int = 0

    @property
    def code(self) -> str:
        """The most exact code."""
        return self.county or self.city or self.province


def year_or_latest(year: int | None) -> int:
    """``year`` within the years of the table; the latest when none is given."""
    table = divisions()
    return table.last_year if year is None else min(max(year, table.first_year), table.last_year)


@lru_cache(maxsize=100_000)
def locate(text: str, year: int | None = None) -> Located:
    """The divisions that ``text`` (normalised) begins with; a missing province or city is filled in if it is sure."""
    wanted = year_or_latest(year)
    at = 0
    low: tuple[Division, ...] = ()
    for _ in range(_DEEPEST):
        step = _next(text, at, low, wanted)
        if step is None:
            break
        length, rows = step
        at += length
        low = rows
    if not low:
        return Located(year=wanted)
    return _settle(low, wanted, at)


def _next(
    text: str, at: int, low: tuple[Division, ...], year: int
) -> tuple[int, tuple[Division, ...]] | None:
    table = divisions()
    start = at
    while text.startswith((" ", ",", "-"), start):
        start += 1
    start += len("中国") if at == 0 and text.startswith("中国") and not text.startswith("中国(") else 0
    for length in range(min(table.longest, len(text) - start), 1, -1):
        word = text[start : start + length]
        rows = _below(table.full.get(word, ()), low)
        if rows:
            return start - at + length, _nearest(rows, year)
        rows = _below(_trusted(table.short.get(word, ()), text, start + length, bool(low)), low)
        rows = tuple(row for row in rows if row not in low)
        if rows:
            end = start + length
            end += 1 if text.startswith(("省", "市"), end) else 0
            return end - at, _nearest(rows, year)
    return None


def _trusted(rows: tuple[Division, ...], text: str, end: int, behind: bool) -> tuple[Division, ...]:
    """Short names that are a place here: provinces and cities always, counties only behind a province or city.

    None of them before a street: 北京路 and 南京东路 lie elsewhere.
    """
    if text.startswith(
        (
            "路",
            "街",
            "东路",
            "西路",
            "南路",
            "北路",
            "中路",
            "大道",
            "村",
            "镇",
            "乡",
            "巷",
            "大街",
            "大厦",
            "园",
        ),
        end,
    ):
        return ()
    return tuple(row for row in rows if row.level < COUNTY or behind)


def _below(rows: Iterable[Division], low: tuple[Division, ...]) -> tuple[Division, ...]:
    """The rows inside one of the divisions read before; a division may be named twice."""
    if not low:
        return tuple(rows)
    return tuple(row for row in rows if any(_lies_in(row, outer) for outer in low))


def _lies_in(row: Division, outer: Division) -> bool:
    if row.name == outer.name and row.province == outer.province:
        return True
    if outer.level == PROVINCE:
        return row.level > PROVINCE and row.province == outer.province
    return outer.level == CITY and row.level == COUNTY and row.city == outer.city


def _nearest(rows: tuple[Division, ...], year: int) -> tuple[Division, ...]:
    """The rows that stand in ``year``, otherwise those nearest to it; rows of other levels are kept for later."""
    gap = {row: max(row.first - year, year - row.last, 0) for row in rows}
    smallest = min(gap.values())
    return tuple(row for row in rows if gap[row] == smallest)


def _settle(rows: tuple[Division, ...], wanted: int, end: int) -> Located:
    """What the remaining rows agree on: a name that several counties share tells only what they have in common."""
    first = rows[0]
    same_province = all(row.province == first.province for row in rows)
    same_city = same_province and all(row.city == first.city for row in rows)
    one = all(row.code == first.code for row in rows)
    year = min(max(wanted, first.first), first.last)
    names = (first.name,) if one else tuple(sorted({row.name for row in rows}))
    return Located(
        province=first.province if same_province else "",
        city=first.city if same_city else "",
        county=first.county if one else "",
        names=names,
        year=year,
        current=first.first <= wanted <= first.last,
        end=end,
    )


def is_municipality(code: str) -> bool:
    """Whether the code lies in Beijing, Tianjin, Shanghai or Chongqing, whose city level says nothing."""
    return code[:2] in _MUNICIPALITIES


@lru_cache(maxsize=100_000)
def _known_as(code: str) -> frozenset[str]:
    """Every short name that a county's code ever had, with its province."""
    return _names_by_code().get(code, frozenset())


@lru_cache(maxsize=1)
def _names_by_code() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for rows in divisions().full.values():
        for row in rows:
            names.setdefault(row.code, set()).add(f"{row.province[:2]}{row.short}")
    return {code: frozenset(found) for code, found in names.items()}


def related(one: str, other: str) -> bool:
    """Whether two codes of different years can be one place: the same code, or a code that once had the same name.

    望城县 (430122) became 望城区 (430112); 万盛区 and 綦江区 share 500110 before and after their union.
    """
    return one == other or bool(_known_as(one) & _known_as(other))
