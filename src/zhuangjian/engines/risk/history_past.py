"""What was known about each row before it happened: the one place where features are made.

`past_features` takes the history, the rows asked about and for each the day up to which (exclusive) it may look back.
Every figure over other rows goes through `history_sums`, which reads rows of earlier days only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from zhuangjian.engines.risk.history import Column, Floats, History, Ints, group_codes
from zhuangjian.engines.risk.history_sums import decayed, last_before
from zhuangjian.engines.risk.leaks import Verdict, names_inspector, names_place, usable
from zhuangjian.engines.rules.answer import Refusal

View = Literal["recorded", "adjusted", "placeless"]
OWN_HALF_LIVES = (180, 720)
GROUP_HALF_LIVES = (30, 120, 720)
CITY_HALF_LIVES = (30, 120, 365)
OWN_WEIGHT, GROUP_WEIGHT = 1.0, 5.0
CELLS = (("约1公里方格", 0.01), ("约3公里方格", 0.03))
LATITUDE = ("latitude", "lat", "纬度")
LONGITUDE = ("longitude", "lon", "lng", "经度")


@dataclass(frozen=True, slots=True)
class Feature:
    """One input of the model: its ``kind`` and ``source`` say what it is in words, ``rising`` that risk may not fall with it."""

    kind: str
    source: str
    detail: str = ""
    rising: bool = False

    @property
    def key(self) -> str:
        """A name unlike that of any other feature."""
        return f"{self.kind}|{self.source}|{self.detail}"


CONTROL = Feature("control", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns become which features; made from rows earlier than everything scored."""

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    groups: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    past: tuple[str, ...]
    cells: tuple[str, str] | None
    inspector: str | None = None
    view: View = "recorded"
    verdicts: tuple[Verdict, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Known:
    """Features of some rows: a matrix (rows × features) and what each column of it is."""

    features: tuple[Feature, ...]
    matrix: Floats


def plan_features(history: History, verdicts: Sequence[Verdict], view: View = "recorded") -> Plan:
    """The plan for these verdicts; ``history`` must be the earlier rows that the verdicts were made from.

    ``view``: ``recorded`` takes past outcomes as they were recorded; ``adjusted`` judges each against what the same
    inspector found elsewhere before, and learns beside a control for the inspector that is level for everybody when
    scoring (needs a column that says who inspected); ``placeless`` uses nothing that says where.
    """
    columns = history.columns
    kept = [v for v in verdicts if view != "placeless" or not names_place(v.column)]
    features = usable(kept, "feature", "both")
    inspector = inspector_column(history) if view == "adjusted" else None
    if view == "adjusted" and inspector is None:
        raise Refusal(
            "没有说明由谁检查的列，不能扣除检查人员的宽严差异。请改用 --view recorded 或 placeless。"
        )
    return Plan(
        numbers=tuple(n for n in features if columns[n].kind == "number"),
        dates=tuple(n for n in features if columns[n].kind == "date"),
        groups=tuple(usable(kept, "group", "both")),
        shown=tuple(
            (name, level) for name in usable(kept, "both") for level in _common_levels(columns[name])
        ),
        past=tuple(usable(kept, "history")),
        cells=_coordinates(features, columns),
        inspector=inspector,
        view=view,
        verdicts=tuple(verdicts),
    )


def past_features(history: History, plan: Plan, rows: Ints, as_of: Ints) -> Known:
    """Features of ``rows`` (indices), each from rows of days before its ``as_of`` and from what its own row says beforehand.

    Refused: an ``as_of`` after the row's own day.
    """
    if (as_of > history.day[rows]).any():
        raise Refusal("特征的截止日不得晚于该行自己的日期。")
    parts: list[tuple[Feature, Floats]] = []
    outcome, strictness = _adjusted(history, plan.inspector)
    if plan.inspector is not None:
        parts.append((CONTROL, strictness[rows]))
    city = _city(history, outcome, as_of, parts)
    _own(history, plan, outcome, rows, as_of, city, parts)
    for name in plan.groups:
        _group(history, outcome, name, group_codes(history.columns[name]), rows, as_of, city, parts)
    if plan.cells:
        for label, size in CELLS:
            codes = _cell_codes(history, plan.cells, size)
            _group(history, outcome, label, codes, rows, as_of, city, parts)
    _itself(history, plan, rows, parts)
    return Known(tuple(f for f, _ in parts), np.column_stack([v for _, v in parts]))


def _adjusted(history: History, inspector: str | None) -> tuple[Floats, Floats]:
    """Past outcomes less what the same inspector used to find more than everybody, and that surplus (0 where unknown)."""
    if inspector is None:
        return history.target, np.zeros(len(history))
    codes = group_codes(history.columns[inspector])
    everybody = np.zeros(len(history), np.int64)
    total, rows = decayed(everybody, history.day, history.target[:, None], everybody, history.day, 720)
    city = _share(total, rows)[:, 0]
    hits, seen = decayed(codes, history.day, history.target[:, None], codes, history.day, 720)
    expected = (hits[:, 0] + 20 * city) / (seen[:, 0] + 20)
    return history.target - (expected - city), expected - city


def _share(total: Floats, rows: Floats) -> Floats:
    return (total + 0.5) / (rows + 1.0) if total.size else total


def _city(
    history: History, outcome: Floats, as_of: Ints, parts: list[tuple[Feature, Floats]]
) -> dict[int, Floats]:
    """Rates over everybody; the returned ones are the prior of each half-life."""
    group, asked = np.zeros(len(history), np.int64), np.zeros(len(as_of), np.int64)
    rates = {}
    for half in sorted({*CITY_HALF_LIVES, *OWN_HALF_LIVES, *GROUP_HALF_LIVES}):
        total, rows = decayed(group, history.day, outcome[:, None], asked, as_of, half)
        rates[half] = _share(total, rows)[:, 0]
        if half in CITY_HALF_LIVES:
            parts.append((Feature("everybody", "", str(half), rising=True), rates[half]))
    return rates


def _own(
    history: History, plan: Plan, outcome: Floats, rows: Ints, as_of: Ints, city: dict[int, Floats],
    parts: list[tuple[Feature, Floats]],
) -> None:  # fmt: skip
    entity = history.entity
    asked = entity[rows]
    for half in OWN_HALF_LIVES:
        total, seen = decayed(entity, history.day, outcome[:, None], asked, as_of, half)
        rate = (total[:, 0] + OWN_WEIGHT * city[half]) / (seen[:, 0] + OWN_WEIGHT) - city[half]
        parts.append((Feature("own_rate", "", str(half), rising=True), rate))
    last, number = last_before(entity, history.day, asked, as_of)
    there = last >= 0
    parts.append((Feature("own_number", ""), number.astype(float)))
    parts.append((Feature("own_since", ""), np.where(there, as_of - history.day[last], np.nan)))
    parts.append((Feature("own_last", "", rising=True), np.where(there, outcome[last], np.nan)))
    if not plan.past:
        return
    values = np.column_stack([_numbers(history.columns[name]) for name in plan.past])
    total, seen = decayed(entity, history.day, values, asked, as_of, 720)
    everybody = decayed(
        np.zeros(len(history), np.int64), history.day, values, np.zeros(len(rows), np.int64), as_of, 720
    )
    mean = everybody[0] / np.maximum(everybody[1], 1.0)
    shrunken = (total + OWN_WEIGHT * mean) / (seen + OWN_WEIGHT) - mean
    for place, name in enumerate(plan.past):
        parts.append((Feature("own_mean", name, "720"), shrunken[:, place]))
        if not history.columns[name].after:
            parts.append((Feature("own_last_value", name), np.where(there, values[last, place], np.nan)))


def _group(
    history: History, outcome: Floats, name: str, codes: Ints, rows: Ints, as_of: Ints, city: dict[int, Floats],
    parts: list[tuple[Feature, Floats]],
) -> None:  # fmt: skip
    for half in GROUP_HALF_LIVES:
        total, seen = decayed(codes, history.day, outcome[:, None], codes[rows], as_of, half)
        rate = (total[:, 0] + GROUP_WEIGHT * city[half]) / (seen[:, 0] + GROUP_WEIGHT) - city[half]
        parts.append((Feature("group_rate", name, str(half), rising=True), rate))
    parts.append((Feature("group_number", name, "720"), np.log1p(seen[:, 0])))


def _itself(history: History, plan: Plan, rows: Ints, parts: list[tuple[Feature, Floats]]) -> None:
    """What the row says of itself beforehand; a date only where it lies before the row, or nearly always after it."""
    parts.extend((Feature("value", name), history.columns[name].values[rows]) for name in plan.numbers)
    for name in plan.dates:
        days = history.day[rows] - history.columns[name].values[rows]
        parts.append((Feature("age", name), np.where(days >= 0, days, np.nan)))
    for name, level in plan.shown:
        column = history.columns[name]
        code = column.levels.index(level) if level in column.levels else -2
        parts.append((Feature("is", name, level), (column.codes[rows] == code).astype(float)))
    angle = 2 * np.pi * (history.day[rows] % 365.2425) / 365.2425
    parts.append((Feature("season", "", "sin"), np.sin(angle)))
    parts.append((Feature("season", "", "cos"), np.cos(angle)))


def _numbers(column: Column) -> Floats:
    return column.codes.astype(float) if column.kind == "text" else column.values


def _common_levels(column: Column) -> list[str]:
    """The levels that at least one row in a hundred has."""
    count = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    return [column.levels[i] for i in np.flatnonzero(count >= 0.01 * len(column.codes))]


def _coordinates(features: Sequence[str], columns: object) -> tuple[str, str] | None:
    lower = {name.lower(): name for name in reversed(features)}
    latitude = next((lower[n] for n in LATITUDE if n in lower), None)
    longitude = next((lower[n] for n in LONGITUDE if n in lower), None)
    return (latitude, longitude) if latitude and longitude else None


def _cell_codes(history: History, cells: tuple[str, str], size: float) -> Ints:
    latitude, longitude = (history.columns[name].values for name in cells)
    there = np.isfinite(latitude) & np.isfinite(longitude)
    codes = np.full(len(history), -1, np.int64)
    row = np.floor(latitude[there] / size).astype(np.int64)
    column = np.floor(longitude[there] / (size * 1.33)).astype(np.int64)
    codes[there] = np.abs(row) * 1_000_003 + column + 500_000
    return codes


def inspector_column(history: History) -> str | None:
    """The column of who inspected: the named one with several rows a person, fullest first."""
    best: tuple[int, str] | None = None
    for name, column in history.columns.items():
        if names_inspector(name):
            codes = group_codes(column)
            filled = int((codes >= 0).sum())
            levels = len(np.unique(codes[codes >= 0]))
            if 1 < levels < filled / 5 and (best is None or filled > best[0]):
                best = (filled, name)
    return best[1] if best else None
