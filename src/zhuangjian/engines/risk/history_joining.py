"""Tables put together row by row: the same event once, however many tables tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zhuangjian.engines.risk.history import Column, History, Ints
from zhuangjian.engines.risk.history_columns import as_text, column_of, date_column, target_column
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

    from zhuangjian.engines.risk.history_reading import Table


class Joined:
    """Collects tables; `history` gives the result in its fixed order."""

    def __init__(self, entity: str, date: str, target: str) -> None:
        self.entity, self.date, self.target = entity, date, target
        self._parts: list[tuple[Table, bool]] = []
        self._rows: pa.Table | None = None
        self._scored: list[bool] = []
        self._after: set[str] = set()
        self.notes: list[str] = []

    def add_rows(self, table: Table, keys: Sequence[str], *, scored: bool) -> None:
        """Add dated rows; those of an event already there only fill in the columns it lacks."""
        import pyarrow as pa

        rows = table.rows
        if self._rows is None:
            self._rows, self._scored = rows, [scored] * len(rows)
            return
        shared = [k for k in keys if k in rows.column_names]
        by = shared[:1] or [self.entity, self.date]
        known = {key: place for place, key in enumerate(_keys(self._rows, by))}
        mine = _keys(rows, by)
        fresh = np.array([key not in known for key in mine], bool)
        met: dict[object, int] = {}
        for place, key in enumerate(mine):
            met.setdefault(key, place)
        width = [n for n in rows.column_names if n not in self._rows.column_names]
        grown = self._rows
        if width:
            where = pa.array([met.get(key) for key in _keys(self._rows, by)], pa.int64())
            extra = rows.select(width).take(where)
            for name in width:
                grown = grown.append_column(name, extra.column(name))
        self._rows = _append(grown, rows.filter(pa.array(fresh)))
        self._scored += [scored] * int(fresh.sum())
        self.notes.append(
            f"{table.name}：{int((~fresh).sum())} 行与已有的行是同一次（按{'、'.join(by)}），{int(fresh.sum())} 行是另外的"
            + ("" if scored else "（只作历史，不参与评分）")
        )

    def add_columns(self, table: Table, keys: Sequence[str]) -> None:
        """Add the columns of a table without dates by a row key or by the entity, whichever is unique in it."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = table.rows
        held = self._held()
        by = next((k for k in keys if k in rows.column_names and _unique(rows, k)), None)
        after = by is not None
        if by is None and self.entity in rows.column_names and _unique(rows, self.entity):
            by = self.entity
        if by is None:
            raise Refusal(
                f"{table.name} 没有日期列“{self.date}”，也没有能与其他表一一对应的编号列。"
                f"请补上日期列，或补上每行唯一的编号。现有的列：{'、'.join(rows.column_names[:60])}"
            )
        place = {key: i for i, key in reversed(list(enumerate(_keys(rows, [by]))))}
        where = pa.array([place.get(key) for key in _keys(held, [by])], pa.int64())
        for name in rows.column_names:
            if name == by:
                continue
            label = name if name not in held.column_names else f"{name}（{table.name}）"
            held = held.append_column(label, rows.column(name).take(where))
            if after:
                self._after.add(label)
        self._rows = held
        matched = len(where) - where.null_count
        said = (
            "这些列与当次结果同时记下，只用于以往各次"
            if after
            else "没有日期，按始终已知处理，请确认不是事后才有的内容"
        )
        self.notes.append(f"{table.name}：按“{by}”连接上 {matched} 行；{said}")
        if pc.all(pc.is_null(where)).as_py():
            raise Refusal(f"{table.name} 按“{by}”一行也连接不上。请核对编号的写法是否一致。")

    def history(self) -> History:
        """The rows with a date and an entity, in order."""
        held = self._held()
        days = date_column(self.date, held.column(self.date))
        names = as_text(held.column(self.entity).combine_chunks())
        keep = np.isfinite(days) & np.array([bool(n and n.strip()) for n in names], bool)
        if not keep.any():
            raise Refusal(f"没有一行同时有主体“{self.entity}”和日期“{self.date}”。")
        notes = list(self.notes)
        if not keep.all():
            notes.append(f"{int((~keep).sum())} 行缺主体或日期，未使用")
        target = target_column(self.target, held.column(self.target))
        columns = {
            name: column_of(name, held.column(name), after=name in self._after)
            for name in held.column_names
            if name not in (self.entity, self.date, self.target)
        }
        levels = sorted({(n or "").strip() for n, k in zip(names, keep, strict=True) if k})
        code = {level: i for i, level in enumerate(levels)}
        kept = np.flatnonzero(keep)
        entity = np.array([code[(names[i] or "").strip()] for i in kept], np.int64)
        result = History(
            days[kept].astype(np.int64),
            entity,
            tuple(levels),
            target[kept],
            np.array(self._scored, bool)[kept],
            {name: column.take(kept) for name, column in columns.items()},
            tuple(notes),
        )
        return result.take(fixed_order(result))

    def _held(self) -> pa.Table:
        if self._rows is None:
            raise Refusal("没有给出带日期的数据表。")
        return self._rows


def fixed_order(history: History) -> Ints:
    """The order of rows that depends on what they say only: day, entity, outcome, then the columns by name."""
    keys: list[Any] = []
    for name in sorted(history.columns, reverse=True):
        column: Column = history.columns[name]
        keys.append(column.codes if column.kind == "text" else column.values)
    keys += [history.target, history.scored, history.entity, history.day]
    return np.lexsort(keys).astype(np.int64)


def _keys(rows: pa.Table, names: Sequence[str]) -> list[object]:
    columns = [as_text(rows.column(name).combine_chunks()) for name in names]
    if len(columns) == 1:
        return list(columns[0])
    return list(zip(*columns, strict=True))


def _unique(rows: pa.Table, name: str) -> bool:
    """Whether no value of the column stands in two rows."""
    import pyarrow.compute as pc

    column = rows.column(name)
    distinct: int = pc.count_distinct(column).as_py()
    return bool(0 < distinct == len(column) - column.null_count)


def _append(rows: pa.Table, more: pa.Table) -> pa.Table:
    import pyarrow as pa

    from zhuangjian.engines.risk.history_reading import cast_rows, common_type

    fields = []
    for name in rows.column_names:
        both = [rows.column(name)]
        if name in more.column_names:
            both.append(more.column(name))
        fields.append((name, common_type(both)))
    schema = pa.schema(fields)
    filled = more
    for name in rows.column_names:
        if name not in more.column_names:
            filled = filled.append_column(name, pa.nulls(len(more), schema.field(name).type))
    return pa.concat_tables([cast_rows(rows, schema), cast_rows(filled.select(rows.column_names), schema)])
