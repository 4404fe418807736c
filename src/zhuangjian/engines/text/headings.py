"""Which lines are headings: numbered ones, in rising order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from zhuangjian.engines.text.numerals import NUMERAL, number
from zhuangjian.engines.text.reading import Line

# A number followed by one of these continues a sentence that merely mentions an article.
MENTION = "、，,。；;：:的规至到和或及与款项第等所中之～~"
ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(?:之({NUMERAL}))?(?=$|[^{MENTION}])\s*(.*)", re.DOTALL)
CHAPTER = re.compile(rf"第\s*({NUMERAL})\s*章(?=$|[^{MENTION}])\s*(.{{0,40}})")
SUBDIVISION = re.compile(rf"第\s*({NUMERAL})\s*节(?=$|[^{MENTION}])\s*(.{{0,40}})")
PART = re.compile(rf"第\s*({NUMERAL})\s*编(?=$|[^{MENTION}])\s*(.{{0,40}})")
SECTION = re.compile(rf"({NUMERAL})、\s*(\S.*)")
ITEM = re.compile(rf"[（(]\s*({NUMERAL})\s*[）)]\s*(.*)")
POINT = re.compile(r"(?:[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)])\s*\S")
SENTENCE_END = tuple("。：:；;，,！!？?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may open an article, section or item: index in the list of lines, number, sub-number, rest."""

    index: int
    number: int
    sub: int
    rest: str


def candidates(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[Heading]:
    """Lines that look like the heading; two groups (number, rest) or three (number, sub-number, rest)."""
    found = []
    for index, line in enumerate(lines):
        if match := pattern.fullmatch(line.text):
            groups = match.groups()
            value, sub = number(groups[0]), number(groups[1]) if len(groups) == 3 and groups[1] else 0
            if value and sub is not None:
                found.append(Heading(index, value, sub, groups[-1].strip()))
    return found


def rising(found: Sequence[Heading]) -> tuple[list[Heading], list[Heading]]:
    """The longest strictly rising run of headings, earlier ones first among equals, and the rest.

    A sentence that happens to begin a line with an article's number breaks the order and falls out.
    """
    tails: list[tuple[int, int]] = []
    ends: list[int] = []
    before: list[int | None] = []
    for position, heading in enumerate(found):
        value = (heading.number, heading.sub)
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else None)
        if place == len(tails):
            tails.append(value)
            ends.append(position)
        elif tails[place] != value:
            tails[place], ends[place] = value, position
    chosen: set[int] = set()
    at: int | None = ends[-1] if ends else None
    while at is not None:
        chosen.add(at)
        at = before[at]
    kept = [heading for position, heading in enumerate(found) if position in chosen]
    return kept, [heading for position, heading in enumerate(found) if position not in chosen]


def gaps(numbers: Sequence[int]) -> list[int]:
    """Numbers missing from 1 to the last one."""
    present = set(numbers)
    return [n for n in range(1, max(present, default=0)) if n not in present]


def squeezed(title: str) -> str:
    """``总则`` from ``总  则``: headings are often spread out to fill the line."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", title.strip())
