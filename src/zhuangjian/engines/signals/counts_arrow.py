"""The counts of an Arrow table in memory: for tables of some millions of rows, without starting an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.counts import SPACES, Tally, Whole

if TYPE_CHECKING:
    import pyarrow as pa


def tally_arrow(table: pa.Table, id: str, product: str, event: str, strata: tuple[str, ...]) -> Tally:
    """The same numbers as `tally_tables`, by sorting whole-number codes."""
    import pyarrow as pa

    names = [product, event, *strata]
    columns = {name: cleaned(table[name]) for name in names}
    ids = table[id]
    kept = _present(ids) & _present(columns[product]) & _present(columns[event])
    mask = pa.array(kept)
    p, products = _coded(columns[product].filter(mask))
    e, events = _coded(columns[event].filter(mask))
    i, distinct_ids = _coded(ids.filter(mask))
    reports = len(distinct_ids)
    pair, n = _distinct(p * max(len(events), 1) + e, i, reports)
    by_stratum = None
    if strata:
        s, labels = _combined([columns[name].filter(mask) for name in strata], strata)
        by_stratum = (
            _table(p, products, "product", s, labels, i, reports),
            _table(e, events, "event", s, labels, i, reports),
            _strata_totals(s, labels, i, reports),
        )
    width = max(len(events), 1)
    return Tally(
        pa.table(
            {
                "product": products.take(pa.array(pair // width)),
                "event": events.take(pa.array(pair % width)),
                "n": n,
            }
        ),
        _margin(p, products, "product", i, reports),
        _margin(e, events, "event", i, reports),
        reports,
        table.num_rows,
        int(table.num_rows - kept.sum()),
        by_stratum,
    )


def cleaned(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without the spaces around it; null where nothing is left."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    try:
        text = pc.utf8_trim(values.cast(pa.string()), characters=SPACES)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise Refusal(
            f"产品、反应或分层列的类型（{values.type}）不能当作文字读。请换成文字、数字或日期列。"
        ) from None
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _present(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    import pyarrow as pa
    import pyarrow.compute as pc

    there = pc.is_valid(values)
    if pa.types.is_floating(values.type):
        there = pc.and_(there, pc.invert(pc.fill_null(pc.is_nan(values), True)))
    elif pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        there = pc.and_(there, pc.not_equal(pc.fill_null(pc.utf8_trim(values, characters=SPACES), ""), ""))
    result: NDArray[np.bool_] = np.asarray(there.to_numpy(), dtype=bool)
    return result


def _coded(values: Any) -> tuple[Whole, Any]:
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    try:
        coded = values.combine_chunks().dictionary_encode()
    except pa.ArrowNotImplementedError:
        raise Refusal(f"编号列的类型（{values.type}）不能用作编号。请换成文字或数字列。") from None
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return np.asarray(coded.indices.to_numpy(), dtype=np.int64), coded.dictionary


def _distinct(key: Whole, i: Whole, reports: int) -> tuple[Whole, Whole]:
    """The distinct keys, sorted, and the number of distinct reports of each."""
    both = np.unique(key * max(reports, 1) + i)
    found, counts = np.unique(both // max(reports, 1), return_counts=True)
    return found, counts.astype(np.int64)


def _margin(code: Whole, values: Any, name: str, i: Whole, reports: int) -> pa.Table:
    import pyarrow as pa

    found, n = _distinct(code, i, reports)
    return pa.table({name: values.take(pa.array(found)), "n": n})


def _combined(columns: list[Any], strata: tuple[str, ...]) -> tuple[Whole, pa.Table]:
    """Each row's stratum as a code, and the strata's values by that code (nulls kept)."""
    import pyarrow as pa

    total: Whole | None = None
    parts = []
    for column in columns:
        values = pa.chunked_array([column.combine_chunks()]) if column.num_chunks != 1 else column
        codes = values.dictionary_encode(null_encoding="encode").combine_chunks()
        part = np.asarray(codes.indices.to_numpy(), dtype=np.int64)
        parts.append((part, codes.dictionary))
        total = part if total is None else total * len(codes.dictionary) + part
    assert total is not None
    _, first, code = np.unique(total, return_index=True, return_inverse=True)
    labels = {
        name: values.take(pa.array(part[first])) for name, (part, values) in zip(strata, parts, strict=True)
    }
    return code.astype(np.int64), pa.table(labels)


def _table(
    code: Whole, values: Any, name: str, s: Whole, labels: pa.Table, i: Whole, reports: int
) -> pa.Table:
    import pyarrow as pa

    width = max(labels.num_rows, 1)
    found, n = _distinct(code * width + s, i, reports)
    strata = labels.take(pa.array(found % width))
    return strata.append_column(name, values.take(pa.array(found // width))).append_column("n", pa.array(n))


def _strata_totals(s: Whole, labels: pa.Table, i: Whole, reports: int) -> pa.Table:
    import pyarrow as pa

    found, n = _distinct(s, i, reports)
    return labels.take(pa.array(found)).append_column("n", pa.array(n))
