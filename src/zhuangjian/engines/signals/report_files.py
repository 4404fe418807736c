"""Counts straight from files: in memory when they are small, by an engine of the tables layer when they are not."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.counts import Counts, count_pairs
from zhuangjian.engines.tables.locating import files_of

if TYPE_CHECKING:
    import pyarrow as pa

SMALL_ROWS = 2_000_000
SMALL_TEXT = 256 * 2**20
ENGINES = ("auto", "duckdb", "spark")


def count_files(
    path: str | Path,
    *,
    id: str,
    product: str,
    event: str,
    strata: Sequence[str] = (),
    max_categories: int = 10,
    engine: str = "auto",
) -> Counts:
    """The counts of the reports in Parquet, CSV or TSV files.

    ``engine`` ``auto`` counts up to two million rows in memory, which saves starting an engine, and more on DuckDB;
    ``duckdb`` and ``spark`` always use that engine. The result is the same. Refused: as `Session.read` and
    `count_pairs`.
    """
    if engine not in ENGINES:
        raise Refusal(f"没有名为“{engine}”的计算引擎。可选 {'、'.join(ENGINES)}。")
    columns, names = (id, product, event, *strata), (product, event, *strata)
    small = _small_table(path, columns, names) if engine == "auto" else None
    if small is not None:
        return count_pairs(
            small, id=id, product=product, event=event, strata=strata, max_categories=max_categories
        )
    from zhuangjian.engines.tables import open_session

    with open_session("duckdb" if engine == "auto" else engine) as session:
        return count_pairs(
            session.read(path, text=names),
            id=id,
            product=product,
            event=event,
            strata=strata,
            max_categories=max_categories,
            collect=session.arrow,
        )


def _small_table(path: str | Path, columns: Sequence[str], text: Sequence[str]) -> pa.Table | None:
    """The files' rows, of the wanted columns; None when there are too many. ``text``: never read as numbers."""
    files = files_of(path)
    if files[0].suffix.lower() == ".parquet":
        return _read(files, columns, path)
    if sum(file.stat().st_size for file in files) > SMALL_TEXT:
        return None
    from zhuangjian.engines.tables.delimited import to_parquet

    with tempfile.TemporaryDirectory(prefix="zhuangjian-") as folder:
        target = Path(folder) / "reports.parquet"
        to_parquet(files, target, text)
        return _read((target,), columns, path)


def _read(files: Sequence[Path], columns: Sequence[str], path: str | Path) -> pa.Table | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = [pq.ParquetFile(file) for file in files]
    except (pa.ArrowInvalid, OSError) as error:
        raise Refusal(f"{path} 不是完好的 Parquet 文件：{error}。请重新导出。") from None
    rows = sum(one.metadata.num_rows for one in opened)
    if rows == 0:
        raise Refusal(f"文件只有表头，没有数据行：{path}。请检查导出是否完成。")
    if rows > SMALL_ROWS:
        return None
    names = opened[0].schema_arrow.names
    if any(one.schema_arrow.names != names for one in opened):
        raise Refusal(f"几个文件的列不同：{path}。请分开读取。")
    absent = [name for name in columns if name not in names]
    if absent:
        raise Refusal(f"报告表缺少列：{'、'.join(absent)}。现有的列：{'、'.join(names)}。", missing=absent)
    try:
        return pa.concat_tables(
            [one.read(columns=list(dict.fromkeys(columns))) for one in opened], promote_options="permissive"
        )
    except pa.ArrowInvalid as error:
        raise Refusal(f"几个文件同名列的类型不同：{error}。请统一后再读。") from None
