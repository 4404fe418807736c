"""Small tables of reports, and counts of them by sets and loops alone."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

# 17 reports with one product and one event each; the strata are unequal on purpose.
TOY = [
    (1, "product_B", "event_1", "F", "age_cat2"),
    (2, "product_A", "event_1", "M", "age_cat1"),
    (3, "product_B", "event_2", "M", "age_cat1"),
    (4, "product_A", "event_1", "M", "age_cat1"),
    (5, "product_A", "event_1", "F", "age_cat1"),
    (6, "product_A", "event_1", "F", "age_cat1"),
    (7, "product_A", "event_2", "F", "age_cat1"),
    (8, "product_A", "event_2", "F", "age_cat1"),
    (9, "product_A", "event_1", "M", "age_cat2"),
    (10, "product_A", "event_2", "M", "age_cat1"),
    (11, "product_A", "event_2", "M", "age_cat1"),
    (12, "product_B", "event_2", "M", "age_cat2"),
    (13, "product_B", "event_1", "M", "age_cat1"),
    (14, "product_B", "event_2", "M", "age_cat1"),
    (15, "product_B", "event_1", "M", "age_cat1"),
    (16, "product_B", "event_2", "F", "age_cat1"),
    (17, "product_C", "event_1", "M", "age_cat1"),
]
NAMES = ("id", "product", "event", "sex", "age")


def table(rows: list[tuple[Any, ...]], names: tuple[str, ...] = NAMES) -> pa.Table:
    """An Arrow table of tuples."""
    columns = list(zip(*rows, strict=True))
    return pa.table(dict(zip(names, (list(column) for column in columns), strict=False)))


def naive(
    rows: list[tuple[Any, ...]], strata: tuple[int, ...] = ()
) -> dict[tuple[str, str], tuple[int, float]]:
    """(n, expected) of every pair that occurs, from sets of report ids; ``strata``: places in the tuples."""
    inside: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        inside[tuple(row[place] for place in strata)].append(row)
    pairs = {(row[1], row[2]) for row in rows}
    found = {}
    for product, event in pairs:
        n = len({row[0] for row in rows if (row[1], row[2]) == (product, event)})
        expected = 0.0
        for within in inside.values():
            of_product = {row[0] for row in within if row[1] == product}
            of_event = {row[0] for row in within if row[2] == event}
            expected += len(of_product) * len(of_event) / len({row[0] for row in within})
        found[product, event] = (n, expected)
    return found


def by_pair(counts: Any) -> dict[tuple[str, str], tuple[int, float]]:
    """The same shape from the library's counts."""
    products, events = counts.products.to_pylist(), counts.events.to_pylist()
    return {
        (products[p], events[e]): (int(n), float(expected))
        for p, e, n, expected in zip(
            counts.product_code, counts.event_code, counts.n, counts.expected, strict=True
        )
    }
