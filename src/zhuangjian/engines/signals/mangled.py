"""Identifiers that a spreadsheet has spoilt: 2.02601E+17 stands for many numbers, and which one nobody knows any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

PATTERN = r"^\s*[0-9](\.[0-9]+)?[eE]\+[0-9]+\s*$"
EXACT = 1e15


def refuse_mangled(table: Any, column: str, collect: Callable[[Any], pa.Table] | None = None) -> None:
    """Refuse an identifier column (of an Arrow or ibis table) with a value in E notation; ``collect`` computes an
    expression."""
    import pyarrow as pa

    found = _in_arrow(table, column) if isinstance(table, pa.Table) else _in_ibis(table, column, collect)
    if found is not None:
        raise Refusal(
            f"列“{column}”里的编号“{found}”已被电子表格改成科学计数法，不同的编号成了同一个。请把该列设为文本后重新导出。"
        )


def _in_arrow(table: pa.Table, column: str) -> str | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column not in table.column_names:
        return None
    values = table[column]
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_floating(values.type):
        bad = values.filter(pc.greater_equal(pc.abs(values), EXACT))
    elif pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        bad = values.filter(pc.match_substring_regex(values, PATTERN))
    else:
        return None
    return _shown(bad[0].as_py()) if len(bad) else None


def _in_ibis(table: Any, column: str, collect: Callable[[Any], pa.Table] | None) -> str | None:
    if column not in table.columns or collect is None:
        return None
    kind = table.schema()[column]
    if kind.is_floating():
        bad = table.filter(table[column].abs() >= EXACT)
    elif kind.is_string():
        bad = table.filter(table[column].re_search(PATTERN))
    else:
        return None
    rows = collect(bad.select(column).limit(1))
    return _shown(rows[column][0].as_py()) if rows.num_rows else None


def _shown(value: object) -> str:
    return f"{value:.5E}" if isinstance(value, float) else str(value)
