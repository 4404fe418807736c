"""The list that is drawn from, and the exclusions with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from zhuangjian.engines.draw.identity import clean, invisible, lookalike, refuse_twins, spelled_as
from zhuangjian.engines.rules.answer import Refusal

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text under ``columns``, of which the first holds the id; ``lines`` are line numbers for messages."""

    columns: Sequence[str]
    rows: Sequence[Row]
    lines: Sequence[int] = ()

    def line(self, place: int) -> str:
        """Where row ``place`` stands, for a message."""
        return f"第 {self.lines[place] if self.lines else place + 1} 行"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An id that must not be drawn, and why."""

    id: str
    reason: str


def tidy(listing: Sheet) -> list[Row]:
    """The rows with every cell cleaned, in their order; equal cells share one string.

    Raises ``Refusal`` for an empty list, an id that is missing, invisible in part, repeated or that looks like another,
    and for a column named twice.
    """
    columns = [clean(name) for name in listing.columns]
    if len(set(columns)) != len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise Refusal(f"列“{twice}”出现了两次；每列只能写一次，请改列名或删去一次")
    if not listing.rows:
        raise Refusal("名单是空的，没有可以抽取的对象；请核对文件", missing=["名单"])
    seen: dict[str, str] = {}
    rows = [_row(row, place, listing, seen) for place, row in enumerate(listing.rows)]
    refuse_twins([row[0] for row in rows], "编号", listing.lines)
    return rows


def _row(row: Row, place: int, listing: Sheet, seen: dict[str, str]) -> Row:
    one = row[0].strip() if row else ""
    if len(row) == len(listing.columns) == 1 and one.isprintable() and one:
        return row if one == row[0] else (one,)
    if len(row) != len(listing.columns):
        raise Refusal(
            f"{listing.line(place)}有 {len(row)} 格，应为 {len(listing.columns)} 格；请核对该行的分隔符"
        )
    if not one.isprintable():
        one = clean(one)
    if not one:
        raise Refusal(f"{listing.line(place)}没有编号（“{listing.columns[0]}”为空）；请补填或删去该行")
    if not one.isprintable() and (hidden := invisible(one)):
        raise Refusal(f"{listing.line(place)}的编号“{one!a}”含有看不见的字符 {hidden}；请重新录入该编号")
    return (one, *[seen.get(value) or _cell(value, place, listing, seen) for value in row[1:]])


def _cell(value: str, place: int, listing: Sheet, seen: dict[str, str]) -> str:
    if value in seen:
        return seen[value]
    text = clean(value)
    hidden = invisible(text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
    if hidden:
        raise Refusal(f"{listing.line(place)}“{text!a}”含有看不见的字符 {hidden}；请重新录入")
    seen[value] = seen.setdefault(text, text)
    return seen[value]


def split(rows: Sequence[Row], exclusions: Sequence[Exclusion]) -> tuple[list[Row], list[dict[str, Any]]]:
    """(eligible rows, excluded entries with reason), both sorted by id.

    Raises ``Refusal`` for an exclusion without reason, repeated, or of an id that is not in the list, and when
    nothing remains.
    """
    reasons = _reasons(exclusions)
    items = sorted((row for row in rows if row[0] not in reasons), key=itemgetter(0))
    out = sorted((row for row in rows if row[0] in reasons), key=itemgetter(0))
    if len(out) != len(reasons):
        _refuse_strangers(reasons, rows)
    if not items:
        raise Refusal(f"名单中的 {len(rows)} 家全部被排除，没有可以抽取的对象；请核对排除清单")
    return items, [{"row": list(row), "reason": reasons[row[0]]} for row in out]


def _reasons(exclusions: Sequence[Exclusion]) -> dict[str, str]:
    found = [(clean(one.id), clean(one.reason)) for one in exclusions]
    for one, reason in found:
        if not one:
            raise Refusal("排除清单中有一行没有编号；请补填或删去该行", missing=["编号"])
        if not reason:
            raise Refusal(f"排除“{one}”没有写明理由；每一项排除都须写明理由", missing=["排除理由"])
    refuse_twins([one for one, _ in found], "排除清单中的编号")
    return dict(found)


def _refuse_strangers(reasons: dict[str, str], rows: Sequence[Row]) -> None:
    ids = {row[0] for row in rows}
    stranger = min(set(reasons) - ids)
    similar = spelled_as(stranger, ids)
    hint = f"，但有只差全半角或大小写的“{similar}”；请统一写法" if similar else "；请核对编号或删去该行"
    raise Refusal(f"排除清单中的“{stranger}”不在名单中{hint}")


def refuse_similar_values(rows: Sequence[Row], column: int, name: str) -> None:
    """Raise ``Refusal`` for a blank cell in a stratum column, or two values that differ only in width or case."""
    values = {row[column] for row in rows}
    if "" in values:
        one = next(row[0] for row in rows if not row[column])
        raise Refusal(f"“{one}”的“{name}”为空，无法分层；请补填")
    shapes: dict[str, str] = {}
    for value in sorted(values):
        other = shapes.setdefault(lookalike(value), value)
        if other != value:
            raise Refusal(f"“{name}”中的“{other}”与“{value}”只有全半角或大小写不同，会被当成两层；请统一写法")
