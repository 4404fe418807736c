"""Which rows of a table are its heading, also where it stands over two lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.engines.rules.answer import Refusal

HEAD_ROWS = 10
SHORT = 12
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Head:
    """The heading: the number of its last line, and the name of each column."""

    number: int
    heads: tuple[str, ...]


def find_head(top: Sequence[Record], mapping: SourceMapping, shown: str) -> Head:
    """The heading among the leading rows: the first with every needed column. Titles may stand above it, and a second
    line below it (有效期 over 起 and 止). Refuses a table without one."""
    best: tuple[str, ...] = ()
    filled = [(number, cells) for number, cells in top if any(cells)]
    for place, (number, cells) in enumerate(filled):
        if number > HEAD_ROWS:
            break
        heads = _tidy(cells)
        following = filled[place + 1] if place + 1 < len(filled) else None
        both = _over_two_lines(heads, following[1]) if following else None
        last = number
        if both is not None and following is not None:
            heads, last = both, following[0]
        if len(mapping.columns_of(heads)) > len(mapping.columns_of(best)) or not best:
            best = heads
        if not mapping.missing(heads):
            repeated = sorted(head for head, times in Counter(heads).items() if head and times > 1)
            if repeated:
                raise Refusal(f"文件“{shown}”有重复的栏目“{'、'.join(repeated[:10])}”。请删去或改名后重试。")
            return Head(last, heads)
    if not filled:
        raise Refusal(f"文件“{shown}”里没有内容。请重新导出后再试。")
    missing = mapping.missing(best)
    near = [f"“{head}”可能是“{title}”" for head, title in mapping.unknown(best) if title]
    hint = f"文件中的{'、'.join(near[:10])}。" if near else ""
    raise Refusal(
        f"文件“{shown}”不是“{mapping.title}”的表格：缺少栏目“{'、'.join(f.title for f in missing)}”。{hint}"
        f"请补上栏目，或在对照表中为它添加本文件所用的栏目名。",
        missing=[f"{f.title}（可用栏目名：{'、'.join(f.shown)}）" for f in missing],
    )


def refuse_unnamed(heads: Sequence[str], place: int, number: int, shown: str) -> None:
    """Refuse a column without a name beside one that is read: nobody can say which of the two is meant."""
    raise Refusal(
        f"文件“{shown}”第 {place + 1} 栏没有栏目名，第 {number} 行却有内容；左边一栏是“{heads[place - 1]}”，"
        "不能确定哪一栏才是。请给每一栏写上栏目名（例：有效期起、有效期止）后再导入。"
    )


def _tidy(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.replace("_x000D_", " ").split()) for cell in cells)


def _over_two_lines(heads: tuple[str, ...], below: Sequence[str]) -> tuple[str, ...] | None:
    """The names of a heading over two lines: a group's name with the words below it. None when the second row is none
    of a heading: it says something under a column that is no group."""
    width = max(len(heads), len(below))
    upper = [*heads, *[""] * (width - len(heads))]
    lower = [*_tidy(below), *[""] * (width - len(below))]
    names: list[str] = []
    group = ""
    divided = False
    for place, (head, word) in enumerate(zip(upper, lower, strict=True)):
        starts = bool(head) and place + 1 < width and not upper[place + 1] and bool(lower[place + 1])
        if head:
            group = head if starts else ""
        if not word or word == head:
            names.append(head)
        elif group and len(word) <= SHORT and not any(ch.isdecimal() for ch in word):
            names.append(group + word)
            divided = True
        else:
            return None
    return tuple(names) if divided else None
