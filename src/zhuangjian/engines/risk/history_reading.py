"""Files and tables into one `History`: tables of the same shape are stacked, others joined by the key they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhuangjian.engines.risk.history import History
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

LEFT_OVER = re.compile(r"^(__index_level_\d+__|Unnamed: ?\d*)$")
KEY_NAME = re.compile(r"(^|_)(id|key|no|number|编号|单号|号|序号)$|(ID|Id|编号|单号)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table and the file name it is spoken of by."""

    name: str
    rows: pa.Table


def read_files(paths: Sequence[str | Path]) -> list[Table]:
    """The tables in Parquet, CSV or TSV files; a Refusal when one is missing, empty or unreadable."""
    import pyarrow.parquet as pq

    from zhuangjian.engines.tables import open_session
    from zhuangjian.engines.tables.delimited import header_of
    from zhuangjian.engines.tables.locating import files_of

    tables = []
    with open_session("duckdb", threads=1) as session:
        for path in paths:
            files = files_of(path)
            rows = session.arrow(session.read(path))
            if files[0].suffix.lower() == ".parquet":
                # The engine renames columns that differ in case only; here they keep the names the user knows.
                written = pq.read_schema(files[0])
                if len(written) == len(rows.column_names):
                    rows = _in_their_zone(rows.rename_columns(written.names), written)
            elif len(names := header_of(files[0])) == len(rows.column_names):
                rows = rows.rename_columns(names)
            tables.append(Table(Path(path).name, rows))
    return tables


def _in_their_zone(rows: pa.Table, written: pa.Schema) -> pa.Table:
    """The rows with moments as the wall clock of the zone they were written in; the engine gives them in UTC."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(written):
        if not (pa.types.is_timestamp(field.type) and field.type.tz):
            continue
        column = rows.column(place)
        if not column.type.tz:
            column = pc.assume_timezone(column, "UTC")
        local = pc.local_timestamp(column.cast(pa.timestamp("us", tz=field.type.tz)))
        rows = rows.set_column(place, field.name, local)
    return rows


def history_of(tables: Sequence[Table], *, entity: str, date: str, target: str) -> History:
    """One history of all tables.

    A table with entity, date and target holds the rows to be scored; the first such table must exist. One with entity and
    date but without the target only adds earlier rows and columns. One without a date is joined by a key that is unique
    in it: by a key of the rows (then its columns were recorded with the outcome and only speak about the past), or by the
    entity (then they are taken as known at all times, and that is noted). Anything else is refused.
    """
    from zhuangjian.engines.risk.history_joining import Joined

    if not tables:
        raise Refusal("没有给出数据文件。请用 --data 指定至少一个文件。")
    cleaned = _stacked([_clean(table) for table in tables])
    main = [t for t in cleaned if {entity, date, target} <= set(t.rows.column_names)]
    if not main:
        _refuse_main(cleaned, entity, date, target)
    joined = Joined(entity, date, target)
    rest = [t for t in cleaned if t not in main]
    keys = _row_keys(main, entity, date)
    for table in main:
        joined.add_rows(table, keys, scored=True)
    for table in rest:
        if {entity, date} <= set(table.rows.column_names):
            joined.add_rows(table, keys, scored=False)
    for table in rest:
        if date not in table.rows.column_names:
            joined.add_columns(table, keys)
        elif entity not in table.rows.column_names:
            raise Refusal(
                f"{table.name} 有日期列却没有主体列“{entity}”。请补上该列，或去掉日期列按编号连接。"
            )
    return joined.history()


def _clean(table: Table) -> Table:
    names = [name for name in table.rows.column_names if not LEFT_OVER.match(name)]
    return Table(table.name, table.rows.select(names))


def _stacked(tables: Sequence[Table]) -> list[Table]:
    """Tables with the same set of columns as one, rows given twice once."""
    import pyarrow as pa

    groups: dict[frozenset[str], list[Table]] = {}
    for table in tables:
        groups.setdefault(frozenset(table.rows.column_names), []).append(table)
    result = []
    for group in groups.values():
        if len(group) == 1:
            result.append(group[0])
            continue
        names = group[0].rows.column_names
        parts = [t.rows.select(names) for t in group]
        schema = pa.schema([(name, common_type([part.column(name) for part in parts])) for name in names])
        whole = _once(pa.concat_tables([cast_rows(part, schema) for part in parts]))
        result.append(Table("、".join(t.name for t in group), whole))
    return result


def _once(rows: pa.Table) -> pa.Table:
    """The rows without exact repetitions; the first of each stays where it is."""
    import pyarrow as pa

    seen: set[tuple[object, ...]] = set()
    keep = []
    columns = [[None if v != v else v for v in rows.column(name).to_pylist()] for name in rows.column_names]
    for row in zip(*columns, strict=True):
        keep.append(row not in seen)
        seen.add(row)
    return rows.filter(pa.array(keep))


def common_type(columns: Sequence[pa.ChunkedArray]) -> pa.DataType:
    """The type that holds the values of all of them; text when they do not go together.

    Numbers that one file writes as numbers and another as text stay numbers; codes made of digits stay text.
    """
    import pyarrow as pa

    types = [column.type for column in columns]
    kept = [t for t in types if not pa.types.is_null(t)] or types
    if all(t == kept[0] for t in kept):
        return kept[0]
    if all(pa.types.is_integer(t) or pa.types.is_floating(t) or pa.types.is_boolean(t) for t in kept):
        return pa.float64()
    if all(pa.types.is_temporal(t) for t in kept):
        return pa.timestamp("us")
    if any(_is_number(t) for t in kept) and all(_is_number(c.type) or _says_numbers(c) for c in columns):
        return pa.float64()
    return pa.string()


def _is_number(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _says_numbers(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    if pa.types.is_null(column.type):
        return True
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return False
    try:
        column.cast(pa.float64())
    except pa.ArrowInvalid:
        return False
    # Digits all of one length, or with a nought in front, are codes (postal codes, numbers of districts).
    texts = column.drop_null().unique().to_pylist()
    code = len({len(text) for text in texts}) == 1 and len(texts[0]) >= 4 and all(t.isdigit() for t in texts)
    return not code and not any(re.match(r"0\d", text) for text in texts)


def cast_rows(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """The rows in the types of ``schema``; numbers become text the way a person writes them."""
    import pyarrow as pa

    from zhuangjian.engines.risk.history_columns import as_text, local_time

    columns = []
    for field in schema:
        column = local_time(rows.column(field.name).combine_chunks())
        if column.type != field.type:
            if pa.types.is_string(field.type):
                column = pa.array(as_text(column), pa.string())
            elif pa.types.is_boolean(column.type):
                column = column.cast(pa.int8()).cast(field.type)
            else:
                column = column.cast(field.type, safe=False)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=schema)


def _row_keys(main: Sequence[Table], entity: str, date: str) -> list[str]:
    """Columns that could name a row: in every main table, never empty there and (in each) never twice."""
    import pyarrow.compute as pc

    names = set.intersection(*(set(t.rows.column_names) for t in main)) - {entity, date}
    keys = []
    for name in main[0].rows.column_names:
        if name not in names:
            continue
        unique = all(
            t.rows.column(name).null_count == 0
            and pc.count_distinct(t.rows.column(name)).as_py() >= 0.999 * len(t.rows)
            for t in main
        )
        if unique:
            keys.append(name)
    return sorted(keys, key=lambda name: not KEY_NAME.search(name))


def _refuse_main(tables: Sequence[Table], entity: str, date: str, target: str) -> None:
    wanted = [entity, date, target]
    lines = []
    for table in tables:
        absent = [name for name in wanted if name not in table.rows.column_names]
        lines.append(
            f"{table.name} 缺少：{'、'.join(absent)}；现有的列：{'、'.join(table.rows.column_names[:60])}"
        )
    raise Refusal(
        "没有一个文件同时有主体、日期和结果三列。请核对 --entity、--date、--target。", missing=lines
    )
