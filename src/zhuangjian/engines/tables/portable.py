"""Arrow types that DuckDB and Spark read alike, and Parquet files brought to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa


def portable_type(kind: pa.DataType) -> pa.DataType:
    """The nearest type that both engines hold alike: signed whole numbers, microseconds, plain text."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return portable_type(kind.value_type)
    if pa.types.is_unsigned_integer(kind):
        return pa.int64()
    if pa.types.is_timestamp(kind) and kind.unit != "us":
        return pa.timestamp("us", kind.tz)
    if pa.types.is_date64(kind):
        return pa.date32()
    if pa.types.is_float16(kind):
        return pa.float32()
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    return kind


def portable_schema(schema: pa.Schema) -> pa.Schema:
    """The schema with every column in its portable type, without metadata."""
    import pyarrow as pa

    return pa.schema([(field.name, portable_type(field.type)) for field in schema])


def parquet_files(files: Sequence[Path], target: Path) -> tuple[tuple[Path, ...], int]:
    """Files that both engines read alike (the same ones, or one rewritten to ``target``) and their rows.

    Refused: a broken file, or files whose columns differ.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    first: pa.Schema | None = None
    rows = 0
    for file in files:
        try:
            rows += pq.read_metadata(file).num_rows
            schema = pq.read_schema(file).remove_metadata()
        except (pa.ArrowInvalid, OSError) as error:
            raise Refusal(f"{file} 不是完好的 Parquet 文件：{error}。请重新导出。") from None
        if first is None:
            first = schema
        elif portable_schema(schema) != portable_schema(first):
            raise Refusal(f"几个文件的列不同：{files[0]} 与 {file}。请分开读取。")
    if first is None:
        raise Refusal("没有给出文件。")
    if portable_schema(first) == first:
        return tuple(files), rows
    write_batches(
        (batch for file in files for batch in pq.ParquetFile(file).iter_batches()),
        portable_schema(first),
        target,
    )
    return (target,), rows


def write_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema, target: Path) -> int:
    """Write the batches, cast to ``schema``, to one Parquet file; returns the number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(target, schema) as out:
        for batch in batches:
            out.write_table(pa.Table.from_batches([batch]).cast(schema))
            rows += batch.num_rows
    return rows
