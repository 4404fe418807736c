"""The outcome of rows that come without it, where earlier rows show beyond doubt how it is defined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zhuangjian.engines.risk.history import History
from zhuangjian.engines.risk.leaks import Verdict, usable

LEAST_ROWS = 200


def with_recovered_target(
    history: History, before: int, verdicts: Sequence[Verdict]
) -> tuple[History, list[str]]:
    """The history with the outcome filled in for rows that only tell of the past, and a note of how.

    The rule is ``column ≥ threshold``, taken from rows of days before ``before`` only, and only when it holds for every one
    of at least 200 of them. Rows to be scored are never filled.
    """
    open_rows = ~history.scored & ~np.isfinite(history.target)
    if not open_rows.any():
        return history, []
    known = np.isfinite(history.target) & (history.day < before)
    target = history.target[known]
    if known.sum() < LEAST_ROWS or not 0 < target.mean() < 1:
        return history, []
    for name in usable(verdicts, "history"):
        column = history.columns[name]
        if column.kind != "number":
            continue
        values = column.values[known]
        if np.isnan(values).any():
            continue
        threshold = float(values[target == 1].min())
        if float(values[target == 0].max()) >= threshold:
            continue
        filled = history.target.copy()
        chosen = open_rows & np.isfinite(column.values)
        filled[chosen] = column.values[chosen] >= threshold
        note = f"只作历史的 {int(chosen.sum())} 行没有结果，按“{name}”≥{threshold:g} 补出（此前有结果的各行无一例外）"
        return replace(history, target=filled), [note]
    return history, []
