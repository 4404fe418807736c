"""Expected counts within strata (sex, age group, year…), so that a difference between strata is not a signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

ABSENT = "（缺失）"
SMALL = 50
Key: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True)
class Strata:
    """The strata, sorted by label, and what each holds of every product and event.

    ``reports``: distinct reports of each stratum. ``product_cells`` and ``event_cells``: for each stratum the codes
    and the numbers of reports. A report in several strata counts in each.
    """

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    reports: NDArray[np.int64]
    product_cells: tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]
    event_cells: tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]
    products: int
    events: int

    def notes(self) -> tuple[str, ...]:
        """In Chinese: strata with fewer than 50 reports, and values that are missing."""
        said = []
        small = [label for label, n in zip(self.labels, self.reports, strict=True) if n < SMALL]
        if small:
            shown = "、".join(small[:5]) + ("等" if len(small) > 5 else "")
            said.append(f"{len(small)} 个分层不足 {SMALL} 份报告（{shown}），期望数不稳；请考虑合并取值。")
        if any(ABSENT in label for label in self.labels):
            said.append(f"分层列有缺失值，已单独作为一层“{ABSENT}”。")
        return tuple(said)


def code_strata(
    tables: tuple[pa.Table, pa.Table, pa.Table],
    products: pa.Array,
    events: pa.Array,
    columns: Sequence[str],
    max_categories: int,
) -> Strata:
    """The counted strata by code; refuses a column with more than ``max_categories`` values (a forgotten grouping)."""
    by_product, by_event, totals = tables
    for name in columns:
        values = len(totals[name].unique())
        if values > max_categories:
            raise Refusal(
                f"分层列“{name}”有 {values} 个不同的值，超过 {max_categories} 个。"
                "请先归并（例如年龄分段），或放宽分层取值的上限。"
            )
    keys, labels = _keys(totals, columns), _labels(totals, columns)
    order = sorted(range(len(labels)), key=lambda place: (labels[place].encode(), str(keys[place])))
    sorted_labels = [labels[place] for place in order]
    position = {keys[place]: number for number, place in enumerate(order)}
    reports = np.asarray(totals["n"].to_numpy(), dtype=np.int64)[order]
    return Strata(
        tuple(columns),
        tuple(sorted_labels),
        reports,
        _cells(by_product, "product", products, columns, position),
        _cells(by_event, "event", events, columns, position),
        len(products),
        len(events),
    )


def expected_within(
    strata: Strata, product_code: NDArray[np.int64], event_code: NDArray[np.int64]
) -> NDArray[np.float64]:
    """For each pair the sum over strata of (reports of the product ÷ reports of the stratum) × reports of the event."""
    total = np.zeros(len(product_code))
    for place, reports in enumerate(strata.reports):
        of_product = np.zeros(strata.products)
        codes, counts = strata.product_cells[place]
        of_product[codes] = counts
        of_event = np.zeros(strata.events)
        codes, counts = strata.event_cells[place]
        of_event[codes] = counts
        total += (of_product / reports)[product_code] * of_event[event_code]
    return total


def _keys(table: pa.Table, columns: Sequence[str]) -> list[Key]:
    """Told apart by the values themselves: labels of different strata can read alike."""
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))


def _labels(table: pa.Table, columns: Sequence[str]) -> list[str]:
    parts = [[ABSENT if value is None else value for value in table[name].to_pylist()] for name in columns]
    return [" / ".join(values) for values in zip(*parts, strict=True)]


def _cells(
    table: pa.Table, name: str, values: Any, columns: Sequence[str], position: dict[Key, int]
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]:
    import pyarrow.compute as pc

    codes = np.asarray(pc.index_in(table[name].combine_chunks(), value_set=values).to_numpy(), dtype=np.int64)
    counts = np.asarray(table["n"].to_numpy(), dtype=np.int64)
    stratum = np.array([position[label] for label in _keys(table, columns)], dtype=np.int64)
    cells = []
    for place in range(len(position)):
        here = stratum == place
        cells.append((codes[here], counts[here]))
    return tuple(cells)
