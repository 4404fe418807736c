"""The counts of a table of any size, by one portable expression on DuckDB or Spark."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from zhuangjian.engines.signals.counts import SPACES, Tally

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

AROUND = f"^[{SPACES}]+|[{SPACES}]+$"


Collect: TypeAlias = Callable[[Any], "pa.Table"]


def tally_tables(
    table: ibis.Table,
    id: str,
    product: str,
    event: str,
    strata: tuple[str, ...],
    collect: Collect | None = None,
) -> Tally:
    """Distinct reports of each pair, product, event and stratum, counted by the table's own engine.

    Rows are made distinct first and counted then, which an engine can do on disk; counting distinct values inside
    groups it must do in memory. ``collect`` brings an expression's rows here.
    """
    arrow = collect or _arrow
    short = [f"s{number}" for number in range(len(strata))]
    wanted = zip(("product", "event", *short), (product, event, *strata), strict=True)
    rows = table.select(id=table[id], **{name: _clean(table, column, arrow) for name, column in wanted})
    complete = _present(rows.id) & rows.product.notnull() & rows.event.notnull()
    sizes = arrow(rows.aggregate(all=rows.count(), used=complete.ifelse(1, 0).sum()))
    total, used = (int(sizes[name][0].as_py() or 0) for name in ("all", "used"))
    kept = rows.filter(complete)

    def count(*keys: str) -> pa.Table:
        distinct = kept.select("id", *keys).distinct()
        return arrow(distinct.group_by(list(keys)).aggregate(n=distinct.count()))

    by_stratum = None
    if strata:
        by_stratum = (
            count("product", *short).rename_columns(["product", *strata, "n"]),
            count("event", *short).rename_columns(["event", *strata, "n"]),
            count(*short).rename_columns([*strata, "n"]),
        )
    ids = kept.select("id").distinct()
    return Tally(
        count("product", "event"),
        count("product"),
        count("event"),
        int(arrow(ids.aggregate(n=ids.count()))["n"][0].as_py()),
        total,
        total - used,
        by_stratum,
    )


def _clean(table: ibis.Table, name: str, arrow: Collect) -> Any:
    """The column as text without spaces around it; the costly form only where some value needs it."""
    import ibis

    column = table[name]
    text = column if column.type().is_string() else column.cast("string")
    values = arrow(table.select(value=text).distinct())["value"].to_pylist()
    if any(value != value.strip(SPACES) or not value for value in values if value is not None):
        text = text.re_replace(AROUND, "")
        return ibis.ifelse(text == "", ibis.null("string"), text)
    return text


def _present(id: Any) -> Any:
    if id.type().is_floating():
        return id.notnull() & ~id.isnan()
    if id.type().is_string():
        return id.notnull() & (id.re_replace(AROUND, "") != "")
    return id.notnull()


def _arrow(expr: ibis.Table) -> pa.Table:
    return expr.to_pyarrow()
