"""Decision tables: checked whole when loaded, then read by exact case."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from .models import Row, Scalar, Table
from .source import Loc, Source


def check_table(source: Source, loc: Loc, table: Table) -> None:
    """Raise ``SourceError`` for an unknown column or value, two rows for one case, or a case without a row."""
    for index, row in enumerate(table.rows):
        _check_row(source, (*loc, "rows", index), table, row)
    if _exact(table):
        return
    names = list(table.columns)
    for values in product(*table.columns.values()):
        hits = [
            i
            for i, sets in enumerate(table.allowed)
            if all(v in s for v, s in zip(values, sets, strict=True))
        ]
        if len(hits) == 1:
            continue
        case = "、".join(f"{n}={v}" for n, v in zip(names, values, strict=True))
        if not hits:
            raise source.fault((*loc, "rows"), f"决策表没有覆盖情形 {case}", "请补一行写明这一情形的结果")
        other = source.line((*loc, "rows", hits[0]))
        raise source.fault(
            (*loc, "rows", hits[1]),
            f"决策表重叠：情形 {case} 在第 {other} 行已有结果",
            "请收窄其中一行的条件，使每种情形只有一个结果",
        )


def _exact(table: Table) -> bool:
    """Whether the rows' cases are all there are and none twice, by counting them; what is wrong is then looked for."""
    told = sum(prod(map(len, sets)) for sets in table.allowed)
    return told == len(table.by_case) == prod(map(len, table.columns.values()))


def find_row(table: Table, case: Mapping[str, Scalar]) -> Row:
    """The one row for ``case``, which gives every column a value; ``KeyError`` when it does not."""
    return table.by_case[tuple(case[name] for name in table.columns)]


def _check_row(source: Source, loc: Loc, table: Table, row: Row) -> None:
    for name in row.when:
        at = (*loc, "when", name)
        if name not in table.columns:
            raise source.fault(at, f"条件 {name} 不是本表的列", f"可用的列：{'、'.join(table.columns)}")
        for value in row.accepts(name):
            if value not in table.columns[name]:
                valid = "、".join(str(v) for v in table.columns[name])
                raise source.fault(at, f"{name} 没有取值 {value}", f"可用的取值：{valid}")
