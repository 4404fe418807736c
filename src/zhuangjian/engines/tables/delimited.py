"""CSV and TSV files as typed Parquet, read once, so that every engine sees the same types.

A column's type is decided by all of its values, never by a sample: whole number, decimal number, true/false, date
(2026-11-21), time stamp, else text. Numbers that look like codes stay text: leading zeros (``0471``) or more than
15 digits. An empty cell is null everywhere; NA, NULL and the like are null only where the others are not text.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 8 * 2**20
ABSENT = ("NA", "N/A", "#N/A", "NULL", "null", "NaN", "nan", "None")
CODE_LIKE = r"^\s*[+-]?(0[0-9]|[0-9]{16})"
KINDS = ("whole", "decimal", "flag", "date", "moment")


def to_parquet(files: Sequence[Path], target: Path, text: bool | Collection[str]) -> int:
    """Write the files' rows, in order, to one Parquet file and return their number.

    ``text``: True keeps every column as text; names keep those columns so.
    Refused: an unreadable encoding, a NUL character, a row with more or fewer cells, files whose columns differ, an unknown name in
    ``text``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = _common_header(files)
    kept = set(names) if text is True else set(text or ())
    if unknown := sorted(kept - set(names)):
        raise Refusal(
            f"{files[0]} 缺少列：{'、'.join(unknown)}。现有的列：{'、'.join(names)}。", missing=unknown
        )
    possible = {name: [] if name in kept else list(KINDS) for name in names}
    filled = dict.fromkeys(names, False)
    raw = target.with_suffix(".raw")
    rows = 0
    with pq.ParquetWriter(raw, pa.schema([(name, pa.string()) for name in names]), compression="lz4") as out:
        for file in files:
            for batch in _batches(file, names):
                _narrow(batch, possible, filled)
                out.write_batch(batch)
                rows += batch.num_rows
    types = {name: _type(possible[name], filled[name]) for name in names}
    _cast_file(raw, target, types)
    raw.unlink()
    return rows


def encoding_of(file: Path) -> str:
    """``utf-8-sig``, ``utf-16`` or ``gb18030``, whichever decodes the whole file; else refused."""
    with file.open("rb") as handle:
        if handle.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
    with file.open("rb") as handle:
        while block := handle.read(BLOCK):
            if b"\0" in block:
                raise Refusal(
                    f"文件里有空字符（NUL），不是文本表格：{file}。请另存为 UTF-8 编码的 CSV 后再试。"
                )
    for name in ("utf-8-sig", "gb18030"):
        if _decodes(file, name):
            return name
    raise Refusal(f"文件的编码无法识别：{file}。请另存为 UTF-8 或 GB18030 编码的文本。")


def _decodes(file: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with file.open("rb") as handle:
            while block := handle.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(file: Path) -> str:
    return "\t" if file.suffix.lower() == ".tsv" else ","


def header_of(file: Path) -> list[str]:
    """The column names of a delimited file; a Refusal when one is empty or stands twice.

    Many programs write a running number first, without a name: that one column is called ``Unnamed: 0``, as they do.
    """
    with file.open(encoding=encoding_of(file), newline="") as handle:
        names = next((row for row in csv.reader(handle, delimiter=_delimiter(file)) if row), [])
    names = [name.strip() for name in names]
    if not any(names):
        raise Refusal(f"文件没有表头：{file}。第一行应是各列的名称。")
    if names[0] == "" and "Unnamed: 0" not in names:
        names[0] = "Unnamed: 0"
    if "" in names:
        raise Refusal(f"表头第 {names.index('') + 1} 列没有名称：{file}。请补上列名。")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refusal(f"表头有重名的列：{'、'.join(twice)}（{file}）。请改成不同的名称。")
    return names


def _common_header(files: Sequence[Path]) -> list[str]:
    first = header_of(files[0])
    for file in files[1:]:
        if (other := header_of(file)) != first:
            raise Refusal(
                f"几个文件的列不同：{files[0]} 有 {'、'.join(first)}；{file} 有 {'、'.join(other)}。请分开读取。"
            )
    return first


def _batches(file: Path, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    bad: list[arrow_csv.InvalidRow] = []

    def remember(row: arrow_csv.InvalidRow) -> str:
        bad.append(row)
        return "error"

    encoding = encoding_of(file)
    columns = [f"c{number}" for number in range(len(names))]
    schema = pa.schema([(name, pa.string()) for name in names])
    try:
        with arrow_csv.open_csv(
            file,
            arrow_csv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                column_names=columns,
                encoding="utf8" if encoding == "utf-8-sig" else encoding,
            ),
            arrow_csv.ParseOptions(
                delimiter=_delimiter(file), newlines_in_values=True, invalid_row_handler=remember
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        ) as reader:
            head = True
            for batch in reader:
                rows = batch.slice(1) if head else batch
                head = False
                yield pa.RecordBatch.from_arrays(rows.columns, schema=schema)
    except pa.ArrowInvalid as error:
        raise Refusal(_why(file, bad, error)) from None


def _why(file: Path, bad: Sequence[object], error: Exception) -> str:
    if bad:
        row = bad[0]
        where = getattr(row, "number", None)
        place = f"第 {where} 行" if where else "有一行"
        return (
            f"{file} {place}有 {getattr(row, 'actual_columns', '?')} 格，应为 {getattr(row, 'expected_columns', '?')} 格："
            f"{str(getattr(row, 'text', ''))[:60]}。请检查分隔符与引号。"
        )
    return f"{file} 不是完好的表格文本：{error}。请检查分隔符与引号。"


def _narrow(batch: pa.RecordBatch, possible: dict[str, list[str]], filled: dict[str, bool]) -> None:
    for name, kinds in possible.items():
        if not kinds:
            continue
        values = _without_absent(batch.column(name))
        if values.null_count == len(values):
            continue
        filled[name] = True
        kinds[:] = [kind for kind in kinds if _fits(values, kind)]


def _without_absent(values: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(values)
    absent = pc.is_in(trimmed, value_set=pa.array([*ABSENT, ""]))
    return pc.if_else(absent, pa.scalar(None, pa.string()), trimmed)


def _fits(values: pa.Array, kind: str) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind in ("whole", "decimal") and pc.any(pc.match_substring_regex(values, CODE_LIKE)).as_py():
        return False
    if kind == "flag":
        return bool(
            pc.all(
                pc.is_in(values, value_set=pa.array(_FLAGS, pa.string()), skip_nulls=False).filter(
                    pc.is_valid(values)
                )
            ).as_py()
        )
    if kind == "date" and not pc.all(pc.equal(pc.utf8_length(values), 10)).as_py():
        return False
    try:
        values.cast(_arrow_type(kind))
    except pa.ArrowInvalid:
        return False
    return True


_FLAGS = ("true", "false", "True", "False", "TRUE", "FALSE")


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    return {
        "whole": pa.int64(),
        "decimal": pa.float64(),
        "flag": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("us"),
        "text": pa.string(),
    }[kind]


def _type(kinds: Sequence[str], filled: bool) -> pa.DataType:
    return _arrow_type(kinds[0] if filled and kinds else "text")


def _cast_file(raw: Path, target: Path, types: dict[str, pa.DataType]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(list(types.items()))
    with pq.ParquetFile(raw) as source, pq.ParquetWriter(target, schema) as out:
        for batch in source.iter_batches():
            columns = [
                batch.column(name)
                if pa.types.is_string(kind)
                else _without_absent(batch.column(name)).cast(kind)
                for name, kind in types.items()
            ]
            out.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
