"""How many distinct reports name a product, an event, and both.

A report that names several products or several times the same event still counts once for each of them, so the
expected count of a pair rests on distinct reports and not on the row and column sums of the contingency table
(openEBGM 0.9.1, ``processRaw``; DuMouchel 1999).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.mangled import refuse_mangled
from zhuangjian.engines.signals.strata import Strata, code_strata, expected_within

if TYPE_CHECKING:
    import pyarrow as pa

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

SPACES = " \t\n\r\x0b\x0c\u00a0\u3000\ufeff"


@dataclass(frozen=True)
class Tally:
    """What an engine has counted, before anything is computed from it.

    ``pairs``: product, event, n; ``products``: product, n; ``events``: event, n; each n a number of distinct reports.
    ``rows_dropped``: rows without id, product or event. ``by_stratum``: for stratified counts the tables
    (product, strata…, n), (event, strata…, n), (strata…, n).
    """

    pairs: pa.Table
    products: pa.Table
    events: pa.Table
    reports: int
    rows: int
    rows_dropped: int
    by_stratum: tuple[pa.Table, pa.Table, pa.Table] | None = None


@dataclass(frozen=True)
class Counts:
    """Every pair reported at least once, sorted by product and event (in the order of their UTF-8 bytes).

    ``product_code`` and ``event_code`` point into ``products`` and ``events``; ``n``, ``expected`` run over pairs;
    ``n_product``, ``n_event`` are the distinct reports of each pair's product and event.
    """

    products: pa.Array
    events: pa.Array
    product_code: Whole
    event_code: Whole
    n: Whole
    n_product: Whole
    n_event: Whole
    expected: Floats
    reports: int
    rows: int
    rows_dropped: int
    strata: Strata | None

    def __len__(self) -> int:
        return len(self.n)


def count_pairs(
    reports: Any,
    *,
    id: str,
    product: str,
    event: str,
    strata: Sequence[str] = (),
    max_categories: int = 10,
    collect: Callable[[Any], pa.Table] | None = None,
) -> Counts:
    """The counts of a table of reports, one row for each report, product and event (an ibis or an Arrow table).

    Spaces around names are dropped, letter case is kept, rows without id, product or event are left out and counted.
    ``strata``: columns whose combinations are strata; the expected count is then the sum of those within the strata.
    ``collect``: what brings an ibis expression's rows here (`Session.arrow`; by default the expression itself).
    Refused: a column that is not there, no row left, a stratum column with more than ``max_categories`` values.
    """
    import pyarrow as pa

    from zhuangjian.engines.tables import require_columns

    columns = [id, product, event, *strata]
    require_columns(reports if not isinstance(reports, pa.Table) else _Named(reports), columns, "报告表")
    if len(set(columns)) < len(columns):
        raise Refusal(f"编号、产品、反应和分层要用不同的列，现为：{'、'.join(columns)}。")
    refuse_mangled(reports, id, collect)
    if isinstance(reports, pa.Table):
        from zhuangjian.engines.signals.counts_arrow import tally_arrow

        tally = tally_arrow(reports, id, product, event, tuple(strata))
    else:
        from zhuangjian.engines.signals.counts_tables import tally_tables

        tally = tally_tables(reports, id, product, event, tuple(strata), collect)
    return assemble(tally, tuple(strata), max_categories)


def assemble(tally: Tally, strata: Sequence[str] = (), max_categories: int = 10) -> Counts:
    """Sorted pairs with their marginals and expected counts; refuses a tally without any pair."""
    import pyarrow.compute as pc

    if tally.pairs.num_rows == 0:
        raise Refusal(
            f"没有可用的行：{tally.rows} 行里都缺编号、产品或反应。请检查列名是否给对、列里是否有内容。"
        )
    products, product_reports = _sorted(tally.products, "product")
    events, event_reports = _sorted(tally.events, "event")
    row = _whole(pc.index_in(tally.pairs["product"].combine_chunks(), value_set=products))
    column = _whole(pc.index_in(tally.pairs["event"].combine_chunks(), value_set=events))
    order = np.argsort(row * len(events) + column, kind="stable")
    row, column = row[order], column[order]
    n = _whole(tally.pairs["n"])[order]
    n_product, n_event = product_reports[row], event_reports[column]
    found: Strata | None = None
    if tally.by_stratum is None:
        expected = n_product / tally.reports * n_event
    else:
        found = code_strata(tally.by_stratum, products, events, strata, max_categories)
        expected = expected_within(found, row, column)
    return Counts(
        products,
        events,
        row,
        column,
        n,
        n_product,
        n_event,
        expected,
        tally.reports,
        tally.rows,
        tally.rows_dropped,
        found,
    )


class _Named:
    """An Arrow table as something that has column names under ``columns``."""

    def __init__(self, table: pa.Table) -> None:
        self.columns = table.column_names


def _sorted(table: pa.Table, name: str) -> tuple[pa.Array, Whole]:
    import pyarrow.compute as pc

    values = table[name].combine_chunks()
    order = pc.sort_indices(values)
    return values.take(order), _whole(table["n"])[order.to_numpy()]


def _whole(values: Any) -> Whole:
    return np.asarray(values.to_numpy(), dtype=np.int64)
