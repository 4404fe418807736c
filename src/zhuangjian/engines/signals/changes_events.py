"""Signals as they stood on a day: nothing known later, each source record once, with whom it counts against settled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import changes_table as read
from zhuangjian.engines.signals.mangled import refuse_mangled

if TYPE_CHECKING:
    import pyarrow as pa

Attribution = Literal["auto", "all", "only"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns to read (None: the table has no such column).

    ``by``: what is counted separately (None: everything together). ``date``: when it happened. ``known``: when the
    authority knew. ``record``: the source record, counted once per group. ``reporter``: who sent it. ``extra``: columns
    of numbers or places that are carried along.
    """

    date: str
    by: str | None = None
    known: str | None = None
    record: str | None = None
    reporter: str | None = None
    attributable: str | None = None
    place: str | None = None
    lon: str | None = None
    lat: str | None = None
    weight: str | None = None


@dataclass(frozen=True)
class Events:
    """One entry per signal; ``group`` indexes ``names`` (sorted). ``notes`` counts what was left out, and why."""

    names: list[str]
    group: NDArray[np.int64]
    occurred: read.Days
    known: read.Days
    as_of: np.datetime64
    reporter: NDArray[np.object_] | None = None
    place: NDArray[np.object_] | None = None
    lon: NDArray[np.float64] | None = None
    lat: NDArray[np.float64] | None = None
    weight: NDArray[np.float64] | None = None
    notes: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.group)

    def kept(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Events:
        """The chosen events in the given order; the same names."""

        def chosen(values: NDArray[np.object_] | None) -> NDArray[np.object_] | None:
            return None if values is None else values[keep]

        def figures(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
            return None if values is None else values[keep]

        return replace(
            self,
            group=self.group[keep],
            occurred=self.occurred[keep],
            known=self.known[keep],
            reporter=chosen(self.reporter),
            place=chosen(self.place),
            lon=figures(self.lon),
            lat=figures(self.lat),
            weight=figures(self.weight),
        )


def read_events(
    table: pa.Table, columns: Columns, as_of: np.datetime64 | None = None, attribution: Attribution = "auto"
) -> Events:
    """The signals of ``table`` known on ``as_of`` (default: the last day on which anything became known).

    A signal without a day of knowledge was known when it happened; one known before it happened is taken as known on
    that day. ``attribution``: ``all`` counts signals that are not attributable to the named party as well, ``only``
    leaves them out, ``auto`` leaves them out exactly when ``by`` is the party: a counterfeit is no fault of the maker
    whose name it bears, yet it is a hazard of the product that people hold in their hands.
    """
    read.need_columns(table, _names(columns), "信号表")
    occurred = read.days(table, columns.date)
    known = occurred.copy()
    if columns.known:
        given = read.days(table, columns.known, may_be_empty=True)
        known = np.where(np.isnat(given) | (given < occurred), occurred, given)
    labels = read.words(table, columns.by) if columns.by else np.full(len(occurred), "全部", dtype=object)
    there = ~np.isnat(occurred)
    mistyped = _mistyped(occurred)
    named = np.array([label is not None for label in labels], dtype=bool)
    notes = {
        "rows": len(occurred),
        "without_date": int((~there).sum()),
        "without_group": int((there & ~named).sum()),
    }
    if mistyped.any():
        notes["implausible_date"] = int(mistyped.sum())
    keep = there & named & ~mistyped
    if columns.attributable and (attribution == "only" or (attribution == "auto" and columns.by == "party")):
        counts_against = read.flags(table, columns.attributable, empty=True)
        notes["not_attributable"] = int((keep & ~counts_against).sum())
        keep &= counts_against
    if as_of is None:
        if not keep.any():
            raise Refusal("没有可以计数的信号：每一行都缺日期、缺分组，或不可归责。请检查所选的列。")
        as_of = known[keep].max()
    notes["after_as_of"] = int((keep & (known > as_of)).sum())
    keep &= known <= as_of
    if not keep.any():
        raise Refusal(f"截至 {as_of} 没有一条已知的信号。请检查 --as-of 和日期列。")
    chosen = labels[keep].astype(str)
    names, group = np.unique(chosen, return_inverse=True)
    events = Events(
        [str(name) for name in names],
        np.asarray(group, dtype=np.int64),
        occurred[keep],
        known[keep],
        as_of,
        reporter=read.words(table, columns.reporter, may_be_empty=True)[keep] if columns.reporter else None,
        place=read.words(table, columns.place)[keep] if columns.place else None,
        lon=read.numbers(table, columns.lon)[keep] if columns.lon else None,
        lat=read.numbers(table, columns.lat)[keep] if columns.lat else None,
        weight=read.numbers(table, columns.weight)[keep] if columns.weight else None,
        notes=notes,
    )
    if columns.record:
        refuse_mangled(table, columns.record)
    record = read.words(table, columns.record, may_be_empty=True)[keep] if columns.record else None
    return _each_once(events, record)


# Years between a few days and all the others by which they are taken for mistyped, and how few they must be.
FAR_YEARS, FEW_SHARE, FEW_DAYS = 10, 0.02, 3


def _mistyped(occurred: read.Days) -> NDArray[np.bool_]:
    """Days far before or after nearly all others, such as 2205 for 2025: one of them would stretch the calendar by
    two thousand months in which nothing happened."""
    wrong = np.zeros(len(occurred), dtype=bool)
    days = np.sort(occurred[~np.isnat(occurred)]).astype("datetime64[D]").astype(np.int64)
    few = max(1, min(int(len(days) * FEW_SHARE), FEW_DAYS))
    if len(days) < 10 * few:
        return wrong
    far = FAR_YEARS * 365
    numbers = np.where(
        np.isnat(occurred), days[len(days) // 2], occurred.astype("datetime64[D]").astype(np.int64)
    )
    gaps = np.diff(days)
    for place in np.flatnonzero(gaps > far):
        if place + 1 <= few:
            wrong |= numbers <= days[place]
        elif len(days) - place - 1 <= few:
            wrong |= numbers >= days[place + 1]
    return wrong


def _names(columns: Columns) -> list[str | None]:
    return [getattr(columns, name) for name in columns.__dataclass_fields__]


def _each_once(events: Events, record: NDArray[np.object_] | None) -> Events:
    """In an order of their own (not the file's), and of each group's source record the version known first."""
    keys = (
        np.array(["" if key is None else str(key) for key in record], dtype=object)
        if record is not None
        else None
    )
    texts = [
        np.array(["" if text is None else str(text) for text in values], dtype=str)
        for values in (events.place, events.reporter)
        if values is not None
    ]
    figures = [values for values in (events.weight, events.lat, events.lon) if values is not None]
    order = np.lexsort((*figures, *texts, events.occurred, events.known, events.group))
    events = events.kept(order)
    if keys is None:
        return replace(events, notes={**events.notes, "repeated": 0})
    keys = keys[order]
    seen: set[tuple[int, str]] = set()
    keep = np.ones(len(events), dtype=bool)
    for index, key in enumerate(zip(events.group.tolist(), keys, strict=True)):
        if key[1] and key in seen:
            keep[index] = False
        seen.add(key)
    notes = {**events.notes, "repeated": int((~keep).sum())}
    return replace(events.kept(keep), notes=notes)
