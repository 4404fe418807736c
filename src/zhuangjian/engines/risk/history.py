"""Rows of a dated table as the warning model sees them: who, when, what came out, and every other column, typed.

A `History` is in one fixed order (day, entity, then all other columns), so nothing computed from it depends on the order
in which rows or files were given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Kind = Literal["number", "text", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Numbers and dates (days since 1970) are floats with NaN where absent; text is codes into ``levels``, -1 absent.

    ``after`` says that the column came from a table without a date of its own, keyed by the row: it was written down
    together with the outcome and may only speak about earlier rows.
    """

    name: str
    kind: Kind
    values: Floats
    codes: Ints
    levels: tuple[str, ...] = ()
    after: bool = False
    whole: bool = False

    def take(self, chosen: Any) -> Column:
        """The column at some rows (indices or flags)."""
        return replace(self, values=self.values[chosen], codes=self.codes[chosen])


@dataclass(frozen=True, slots=True)
class History:
    """All rows of the tables. ``target`` is 1, 0 or NaN (not known); ``scored`` is False for rows that only tell of the past."""

    day: Ints
    entity: Ints
    entities: tuple[str, ...]
    target: Floats
    scored: Flags
    columns: Mapping[str, Column]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.day)

    def take(self, chosen: Any) -> History:
        """The history at some rows only (indices in ascending order, or flags)."""
        return replace(
            self,
            day=self.day[chosen],
            entity=self.entity[chosen],
            target=self.target[chosen],
            scored=self.scored[chosen],
            columns={name: column.take(chosen) for name, column in self.columns.items()},
        )

    def before(self, day: int) -> History:
        """What is known at the beginning of ``day``: rows of earlier days only."""
        return self.take(self.day < day)


def digits(values: Floats) -> list[str]:
    """Numbers as text the way a person writes them: 60657.0 is 60657."""
    return [str(int(v)) if float(v).is_integer() and abs(v) < 1e15 else repr(float(v)) for v in values]


def coded(texts: list[str | None]) -> tuple[Ints, tuple[str, ...]]:
    """Codes and sorted levels of texts; absent and blank are -1."""
    cleaned = [(t.strip() or None) if t is not None else None for t in texts]
    levels = tuple(sorted({t for t in cleaned if t is not None}))
    place = {level: number for number, level in enumerate(levels)}
    codes = np.fromiter((place[t] if t is not None else -1 for t in cleaned), np.int64, len(cleaned))
    return codes, levels


def group_codes(column: Column) -> Ints:
    """Codes of the values of a column as groups; absent is -1."""
    if column.kind == "text":
        return column.codes
    known = np.isfinite(column.values)
    codes = np.full(len(known), -1, np.int64)
    if known.any():
        codes[known] = np.unique(column.values[known], return_inverse=True)[1]
    return codes
