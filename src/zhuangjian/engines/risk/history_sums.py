"""Sums over earlier rows of the same group, older rows counting less, in one pass over sorted rows.

Written as a loop that only ever moves forward in time: what a row receives has been computed before any later row is read,
so later rows cannot change it, not even by rounding.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from zhuangjian.engines.risk.history import Floats, Ints


def decayed(
    event_group: Ints,
    event_day: Ints,
    values: Floats,
    query_group: Ints,
    query_day: Ints,
    half_life: float,
) -> tuple[Floats, Floats]:
    """For each query and each column of ``values``: weighted sum and weighted count of the group's rows of earlier days.

    ``values`` (rows × columns) may hold NaN: not known, neither summed nor counted. A row ``d`` days back weighs
    ``0.5 ** (d / half_life)``. Rows and queries in group -1 (absent) get and give nothing.
    """
    events = np.lexsort((event_day, event_group))
    queries = np.lexsort((query_day, query_group))
    return _decayed(  # type: ignore[no-any-return]
        event_group[events], event_day[events], np.ascontiguousarray(values[events]),
        query_group[queries], query_day[queries], queries, float(half_life),
    )  # fmt: skip


def last_before(event_group: Ints, event_day: Ints, query_group: Ints, query_day: Ints) -> tuple[Ints, Ints]:
    """For each query the index of its group's last row of an earlier day (-1: none) and how many such rows there are."""
    events = np.lexsort((np.arange(len(event_day)), event_day, event_group))
    queries = np.lexsort((query_day, query_group))
    return _last(  # type: ignore[no-any-return]
        event_group[events], event_day[events], events.astype(np.int64),
        query_group[queries], query_day[queries], queries,
    )  # fmt: skip


def _jit(function: Any) -> Any:
    return numba.njit(cache=True)(function)


@_jit
def _decayed(
    eg: Ints, ed: Ints, ev: Floats, qg: Ints, qd: Ints, place: Ints, half: float
) -> tuple[Floats, Floats]:
    width = ev.shape[1]
    sums = np.zeros((len(qg), width))
    counts = np.zeros((len(qg), width))
    state = np.zeros(width)
    weight = np.zeros(width)
    group = np.int64(-1)
    clock = np.int64(0)
    e = 0
    for q in range(len(qg)):
        if qg[q] < 0:
            continue
        if qg[q] != group:
            group = qg[q]
            state[:] = 0.0
            weight[:] = 0.0
            while e < len(eg) and eg[e] < group:
                e += 1
            if e < len(eg) and eg[e] == group:
                clock = ed[e]
        while e < len(eg) and eg[e] == group and ed[e] < qd[q]:
            fade = 0.5 ** ((ed[e] - clock) / half)
            clock = ed[e]
            for c in range(width):
                state[c] *= fade
                weight[c] *= fade
                if not np.isnan(ev[e, c]):
                    state[c] += ev[e, c]
                    weight[c] += 1.0
            e += 1
        for c in range(width):
            if weight[c] > 0.0:
                fade = 0.5 ** ((qd[q] - clock) / half)
                sums[place[q], c] = state[c] * fade
                counts[place[q], c] = weight[c] * fade
    return sums, counts


@_jit
def _last(eg: Ints, ed: Ints, index: Ints, qg: Ints, qd: Ints, place: Ints) -> tuple[Ints, Ints]:
    found = np.full(len(qg), -1, np.int64)
    number = np.zeros(len(qg), np.int64)
    group = np.int64(-1)
    e = 0
    start = 0
    for q in range(len(qg)):
        if qg[q] < 0:
            continue
        if qg[q] != group:
            group = qg[q]
            while e < len(eg) and eg[e] < group:
                e += 1
            start = e
        while e < len(eg) and eg[e] == group and ed[e] < qd[q]:
            e += 1
        if e > start:
            found[place[q]] = index[e - 1]
            number[place[q]] = e - start
    return found, number
