"""Scores of all parties as of a day: the same pipeline as in the back-test, asked about a visit on that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zhuangjian.engines.risk.history import Column, History, Ints
from zhuangjian.engines.risk.history_past import View, plan_features
from zhuangjian.engines.risk.history_target import with_recovered_target
from zhuangjian.engines.risk.leaks import Verdict, judge_columns
from zhuangjian.engines.risk.warning import Kind, Model, fit, trainable
from zhuangjian.engines.risk.warning_learners import Settings
from zhuangjian.engines.risk.words import Cause, causes
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Warned:
    """One party: calibrated probability of a finding with its 90 % interval, reasons, and how old its last row is (days)."""

    entity: str
    probability: float
    low: float
    high: float
    last_seen: int
    reasons: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Warnings:
    """All parties, highest probability first, with the model and the verdict on every column."""

    parties: tuple[Warned, ...]
    model: Model
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]


def warn(
    history: History, as_of: int, *, exclude: Sequence[str] = (), kind: Kind = "blend", view: View = "recorded",
    active_days: int = 1095, settings: Settings | None = None,
) -> Warnings:  # fmt: skip
    """Score every party that has a row within ``active_days`` before the day ``as_of`` (days since 1970), from rows before it.

    What a row says of itself (address, kind of business …) is taken from the party's last row. Refused: no such party,
    too little history.
    """
    past = history.before(as_of)
    if len(past) == 0:
        raise Refusal("评分日之前没有任何数据。请把 --as-of 往后移，或补充更早的数据。")
    verdicts = tuple(judge_columns(past, exclude))
    past, notes = with_recovered_target(past, as_of, verdicts)
    plan = plan_features(past, verdicts, view)
    train = trainable(past, as_of)
    model = fit(past, plan, train, past.day[train], kind=kind, settings=settings or Settings())
    asked = _last_rows(past, as_of - active_days)
    if len(asked) == 0:
        raise Refusal(f"评分日前 {active_days} 天内没有任何主体的记录。请放宽 --active-days。")
    grown = _with_rows_on(past, asked, as_of)
    rows = np.arange(len(past), len(grown), dtype=np.int64)
    scores = model.score(grown, rows, np.full(len(rows), as_of, np.int64))
    found = [
        Warned(
            past.entities[past.entity[source]],
            float(scores.interval.probability[place]),
            float(scores.interval.low[place]),
            float(scores.interval.high[place]),
            int(as_of - past.day[source]),
            tuple(causes(scores.features, scores.contributions[place], scores.values[place])),
        )
        for place, source in enumerate(asked)
    ]
    found.sort(key=lambda w: (-w.probability, w.entity))
    return Warnings(tuple(found), model, verdicts, (*history.notes, *notes))


def _last_rows(history: History, since: int) -> Ints:
    """The index of the last scored row of each party, or its last row of any kind, not earlier than ``since``."""
    order = np.lexsort((np.arange(len(history)), history.day, history.scored, history.entity))
    last = np.append(np.diff(history.entity[order]) != 0, True)
    chosen = order[last]
    return np.sort(chosen[history.day[chosen] >= since]).astype(np.int64)


def _with_rows_on(history: History, sources: Ints, day: int) -> History:
    """The history followed by a copy of the source rows dated ``day``, without outcome."""
    number = len(sources)
    columns = {name: _grown(column, sources) for name, column in history.columns.items()}
    return replace(
        history,
        day=np.append(history.day, np.full(number, day, np.int64)),
        entity=np.append(history.entity, history.entity[sources]),
        target=np.append(history.target, np.full(number, np.nan)),
        scored=np.append(history.scored, np.ones(number, bool)),
        columns=columns,
    )


def _grown(column: Column, sources: Ints) -> Column:
    return replace(
        column,
        values=np.append(column.values, column.values[sources]),
        codes=np.append(column.codes, column.codes[sources]),
    )
