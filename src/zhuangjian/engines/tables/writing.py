"""Result files: written beside their place under a temporary name, then renamed; CSV or Parquet by suffix."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 131_072


def write_file(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> int:
    """Write the batches to ``path`` (.parquet; .csv and .tsv as UTF-8 without a mark, which other programs would take
    for a part of the first column's name).

    Returns the rows written. The same rows in the same order give the same bytes: row groups are cut by count, not
    by how an engine delivers them. A failure leaves what was there before.
    """
    suffix = path.suffix.lower()
    if suffix not in (".parquet", ".csv", ".tsv"):
        raise Refusal(f"结果文件的类型不认识：{path}。请用 .parquet、.csv 或 .tsv。")
    if not path.parent.is_dir():
        raise Refusal(f"结果文件的目录不存在：{path.parent}。请先建立目录。")
    fresh = path.with_name(path.name + ".new")
    try:
        with fresh.open("wb") as handle:
            rows = _write(handle, batches, schema, suffix)
        fresh.replace(path)
    except OSError as error:
        raise Refusal(
            f"结果文件写不进去：{path}（{error.strerror or error}）。请检查权限和磁盘空间。"
        ) from None
    finally:
        fresh.unlink(missing_ok=True)
    return rows


def _write(handle: BinaryIO, batches: Iterable[pa.RecordBatch], schema: pa.Schema, suffix: str) -> int:
    import pyarrow.parquet as pq
    from pyarrow import csv as arrow_csv

    rows = 0
    if suffix == ".parquet":
        with pq.ParquetWriter(handle, schema) as out:
            for table in _even(batches, schema):
                out.write_table(table, row_group_size=ROW_GROUP)
                rows += table.num_rows
        return rows
    options = arrow_csv.WriteOptions(delimiter="\t" if suffix == ".tsv" else ",", quoting_style="needed")
    with arrow_csv.CSVWriter(handle, schema, write_options=options) as out:
        for table in _even(batches, schema):
            out.write_table(table)
            rows += table.num_rows
    return rows


def _even(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterable[pa.Table]:
    import pyarrow as pa

    waiting: list[pa.Table] = []
    held = 0
    for batch in batches:
        waiting.append(pa.Table.from_batches([batch]).cast(schema))
        held += batch.num_rows
        while held >= ROW_GROUP:
            table = pa.concat_tables(waiting)
            yield table.slice(0, ROW_GROUP).combine_chunks()
            waiting, held = [table.slice(ROW_GROUP)], held - ROW_GROUP
    if held or not waiting:
        yield pa.concat_tables(waiting).combine_chunks() if waiting else schema.empty_table()
