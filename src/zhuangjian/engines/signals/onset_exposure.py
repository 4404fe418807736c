"""What the counts are measured against: days, completeness of reporting, season, sales or all reports of the period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import changes_table as read
from zhuangjian.engines.signals.changes_events import Events
from zhuangjian.engines.signals.changes_periods import Periods

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]


def exposure_of_file(
    table: pa.Table,
    date: str,
    value: str,
    by: str | None,
    names: Sequence[str],
    periods: Periods,
    as_of: np.datetime64,
) -> Floats:
    """Groups × periods: the sum of ``value`` of each group (of everybody where the table has no column ``by``).

    Rows after the as-of day are not read. Refused: a negative value, a group that the table does not know.
    """
    read.need_columns(table, [date, value], "暴露量表")
    when, amount = read.days(table, date), read.numbers(table, value)
    if np.nanmin(amount) < 0:
        raise Refusal(f"暴露量表的列“{value}”有负数。请改正后再算。")
    index = periods.index(when)
    keep = ~np.isnan(amount) & ~np.isnat(when) & (when <= as_of) & (index >= 0) & (index < len(periods))
    if by is None or by not in table.column_names:
        sums = np.bincount(index[keep], amount[keep], minlength=len(periods))
        return np.tile(sums, (len(names), 1))
    place = {name: row for row, name in enumerate(names)}
    rows = np.array([-1 if word is None else place.get(str(word), -1) for word in read.words(table, by)])
    keep &= rows >= 0
    out = np.zeros((len(names), len(periods)))
    np.add.at(out, (rows[keep], index[keep]), amount[keep])
    empty = [name for name, row in zip(names, out, strict=True) if row.sum() <= 0]
    if empty:
        raise Refusal(
            f"暴露量表里没有这些“{by}”：{'、'.join(empty[:8])}{' 等' if len(empty) > 8 else ''}。请补上。"
        )
    return out


def exposure_of_rows(events: Events, periods: Periods) -> tuple[Floats, int]:
    """Groups × periods from a number that every signal carries (the sales of its group in its period, say), and how
    many periods had no signal and so took the value between their neighbours. Refused: a value that is not positive."""
    assert events.weight is not None
    given = ~np.isnan(events.weight)
    if given.any() and events.weight[given].min() <= 0:
        raise Refusal("暴露量须为正数。请检查所选的列。")
    index = periods.index(events.occurred)
    keep = given & (index >= 0) & (index < len(periods))
    shape = (len(events.names), len(periods))
    sums, times = np.zeros(shape), np.zeros(shape)
    np.add.at(sums, (events.group[keep], index[keep]), events.weight[keep])
    np.add.at(times, (events.group[keep], index[keep]), 1.0)
    out, filled = np.empty(shape), 0
    everywhere = np.arange(shape[1])
    for row, name in enumerate(events.names):
        known = np.flatnonzero(times[row])
        if known.size == 0:
            raise Refusal(f"“{name}”的信号都没有写暴露量。请补上，或不用 --exposure。")
        out[row] = np.interp(everywhere, known, sums[row, known] / times[row, known])
        filled += shape[1] - known.size
    return out, filled


def exposure_of_total(everything: Events, groups: int, periods: Periods) -> Floats:
    """Groups × periods: all signals of the period, whatever they concern (the same row for every group)."""
    index = periods.index(everything.occurred)
    keep = (index >= 0) & (index < len(periods))
    total = np.bincount(index[keep], minlength=len(periods)).astype(np.float64)
    return np.tile(total, (groups, 1))


def refuse_uncovered(
    counts: NDArray[np.int64], exposure: Floats, names: Sequence[str], periods: Periods
) -> None:
    """Nothing when every event falls in a period with exposure; else a refusal that names the first that does not."""
    rows, columns = np.nonzero((counts > 0) & (exposure <= 0))
    if rows.size:
        raise Refusal(
            f"“{names[rows[0]]}”在 {periods.label(int(columns[0]))} 有 {counts[rows[0], columns[0]]} 件信号，"
            f"暴露量却是零（共 {rows.size} 处）。请补上这些周期的暴露量。"
        )
