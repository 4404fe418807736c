"""Files and words for the commands that look for changes: read, checked, and written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import changes_table as read
from zhuangjian.engines.signals.changes_events import Columns, Events, read_events
from zhuangjian.engines.signals.onset_exposure import (
    exposure_of_file,
    exposure_of_rows,
    exposure_of_total,
)

if TYPE_CHECKING:
    from zhuangjian.engines.signals.clusters_events import Population
    from zhuangjian.engines.signals.onset import Ground

ARROW = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_()}


class Source:
    """The signal table of one command and the words about it."""

    def __init__(
        self,
        path: Path,
        by: str,
        date: str,
        known: str,
        record: str,
        reporter: str,
        kinds: Sequence[str],
        as_of: str,
        attributable: str,
    ) -> None:
        self.attribution = choice(attributable, ("auto", "all", "only"), "--attributable")
        self.as_of = day(as_of, "--as-of")
        self.everything = table_of(path)
        self.columns = {
            "by": by or None,
            "date": date,
            "known": self._usual(known, "known_on"),
            "record": self._usual(record, "source_key"),
            "reporter": reporter or None,
            "attributable": self._usual("", "attributable"),
        }
        read.need_columns(self.everything, list(self.columns.values()), f"{path} ")
        self.rows = self.everything
        for condition in kinds:
            self.rows = read.where(self.rows, condition)

    def _usual(self, given: str, usual: str) -> str | None:
        if given:
            return None if given == "none" else given
        there = usual in self.everything.column_names
        return (
            usual if there and self.everything.column(usual).null_count < self.everything.num_rows else None
        )

    def events(self, **more: str | None) -> Events:
        """The chosen rows as known on the as-of day."""
        return read_events(self.rows, Columns(**self.columns, **more), self.as_of, self.attribution)  # type: ignore[arg-type]

    def exposure(
        self, events: Events, base: Ground, value: str, file: Path | None, total: bool
    ) -> tuple[np.ndarray[Any, np.dtype[np.float64]] | None, dict[str, Any]]:
        """Groups × periods (None: days), and what to tell about it. Sales are known at once, complaints come late: only
        the share that can have come in by the as-of day is set against them."""
        periods = base.periods
        if total:
            columns = Columns(**{**self.columns, "by": None, "reporter": None})  # type: ignore[arg-type]
            everything = read_events(self.everything, columns, events.as_of, "all")
            return exposure_of_total(everything, len(events.names), periods), {"exposure": "total"}
        if not value:
            return None, {"exposure": "days"}
        if file is None:
            amount, filled = exposure_of_rows(events, periods)
            return amount * base.observed, {"exposure": value, "exposure_periods_filled": filled}
        date, by = str(self.columns["date"]), self.columns["by"]
        amount = exposure_of_file(table_of(file), date, value, by, events.names, periods, events.as_of)
        return amount * base.observed, {"exposure": value}

    def season(self, events: Events, base: Ground, amount: Any) -> Any:
        """The factor of each period that all groups share."""
        from zhuangjian.engines.signals.season import season_factor

        index = base.periods.index(events.occurred)
        inside = (index >= 0) & (index < len(base.periods))
        counts = np.bincount(index[inside], minlength=len(base.periods))
        exposure = base.periods.days * base.observed if amount is None else amount.sum(axis=0)
        edges = base.periods.edges
        middles = edges[:-1] + (edges[1:] - edges[:-1]) // 2
        if (middles[-1] - middles[0]).astype(int) < 690:
            raise Refusal(
                "--seasonal 要至少两年的数据，才分得出季节。请给更长时间的数据，或不用 --seasonal。"
            )
        return season_factor(counts, exposure, middles)

    def population(self, path: Path | None, place: str, value: str, lon: str, lat: str) -> Population:
        """The table of places for the poisson model."""
        from zhuangjian.engines.signals.clusters_events import Population

        if path is None or not place or not value:
            raise Refusal(
                "poisson 模型要有各地人口（暴露量）：请给 --place、--places 文件和 --population 列，或改用 --model permutation。",
                missing=["--place", "--places", "--population"],
            )
        table = table_of(path)
        read.need_columns(table, [place, value], f"{path} ")
        located = bool(lon and lat) and lon in table.column_names and lat in table.column_names
        return Population(table, place, value, lon if located else None, lat if located else None)


def table_of(path: Path) -> pa.Table:
    """All rows of a file, as the table layer reads it, without starting an engine. Refused: nothing there, empty,
    unreadable, no rows."""
    from zhuangjian.engines.tables.delimited import to_parquet
    from zhuangjian.engines.tables.locating import files_of
    from zhuangjian.engines.tables.portable import parquet_files

    files = files_of(path)
    with tempfile.TemporaryDirectory(prefix="zhuangjian-") as folder:
        target = Path(folder) / "rows.parquet"
        if files[0].suffix.lower() == ".parquet":
            files, rows = parquet_files(files, target)
        else:
            files, rows = (target,), to_parquet(files, target, ())
        if rows == 0:
            raise Refusal(f"文件只有表头，没有数据行：{path}。请检查导出是否完成。")
        return pa.concat_tables([pq.ParquetFile(file).read() for file in files])


def write(rows: Sequence[Any], kind: type, out: Path) -> int:
    """Write rows of a dataclass as a table with one column a field; returns the rows written."""
    hints = get_type_hints(kind)
    columns = []
    for one in fields(kind):
        kinds = [hint for hint in (get_args(hints[one.name]) or (hints[one.name],)) if hint is not NoneType]
        columns.append((one.name, ARROW[kinds[0]]))
    return _write([row.row() for row in rows], pa.schema(columns), out)


CLUSTER_COLUMNS = pa.schema(
    [
        ("rank", pa.int64()),
        ("centre", pa.string()),
        ("places", pa.string()),
        ("place_count", pa.int64()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("start", pa.string()),
        ("end", pa.string()),
        ("radius_km", pa.float64()),
        ("observed", pa.int64()),
        ("expected", pa.float64()),
        ("relative_risk", pa.float64()),
        ("statistic", pa.float64()),
        ("p", pa.float64()),
        ("p_gumbel", pa.float64()),
        ("alarm", pa.bool_()),
        ("largest_source", pa.string()),
        ("largest_source_share", pa.float64()),
        ("batch", pa.bool_()),
    ]
)


def write_clusters(rows: Sequence[dict[str, Any]], out: Path) -> int:
    """Write the clusters as a table; returns the rows written."""
    return _write(rows, CLUSTER_COLUMNS, out)


def _write(rows: Sequence[dict[str, Any]], schema: pa.Schema, out: Path) -> int:
    from zhuangjian.engines.tables.writing import write_file

    return write_file(pa.Table.from_pylist(list(rows), schema=schema).to_batches(), schema, out)


def day(text: str, option: str) -> np.datetime64 | None:
    """A day, or None when nothing was typed."""
    return read.one_day(text, option) if text else None


def choice(text: str, allowed: Sequence[str], option: str) -> str:
    """The word when it is one of the allowed; else refused."""
    if text not in allowed:
        raise Refusal(f"{option} 没有“{text}”。可选：{'、'.join(allowed)}。")
    return text


def share(value: float, option: str) -> float:
    """The number when it lies strictly between 0 and 1; else refused."""
    if not 0 < value < 1:
        raise Refusal(f"{option} 须大于 0、小于 1，给出的是 {value:g}。")
    return value


def at_least(value: int, least: int, option: str) -> int:
    """The number when it is not below ``least``; else refused."""
    if value < least:
        raise Refusal(f"{option} 至少为 {least}，给出的是 {value}。")
    return value


def delay(text: str) -> Any:
    """``auto``, ``none`` or a number of days."""
    if text in ("auto", "none"):
        return text
    if text.isdecimal() and len(text) <= 5:
        return int(text)
    raise Refusal(f"--delay 没有“{text}”。可选：auto、none 或天数（至多五位数）。")
