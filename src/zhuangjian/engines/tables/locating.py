"""Which files a path or pattern means, and what a table must have before anything is computed from it."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import ibis

SUFFIXES = (".parquet", ".csv", ".tsv")


def files_of(path: str | Path) -> tuple[Path, ...]:
    """The files that a path, a folder of Parquet files or a pattern such as ``lake/*.parquet`` names, sorted.

    Refused: nothing there, an empty file, a suffix other than .parquet, .csv, .tsv, or different ones together.
    """
    text = str(path)
    one = Path(path)
    if one.is_dir():
        found = sorted(one.glob("**/*.parquet"))
        if not found:
            raise Refusal(f"目录里没有 Parquet 文件：{text}。请指定文件，或用通配符，例如 {text}/*.csv。")
    elif one.exists():
        found = [one]
    elif glob.has_magic(text):
        found = sorted(Path(name) for name in glob.glob(text, recursive=True) if Path(name).is_file())
        if not found:
            raise Refusal(f"没有文件与“{text}”相符。请检查路径和通配符。")
    else:
        raise Refusal(f"找不到文件：{text}。请检查路径是否正确。")
    _check(found)
    return tuple(found)


def require_columns(table: ibis.Table, columns: Iterable[str], source: str) -> None:
    """Nothing when the table has every one of the columns; else a refusal that names those that are there."""
    present = list(table.columns)
    absent = [name for name in columns if name not in present]
    if absent:
        raise Refusal(
            f"{source}缺少列：{'、'.join(absent)}。现有的列：{'、'.join(present)}。",
            missing=absent,
        )


def _check(found: Sequence[Path]) -> None:
    for file in found:
        if file.suffix.lower() not in SUFFIXES:
            raise Refusal(f"不认识的文件类型：{file}。可以读 {'、'.join(SUFFIXES)}。")
        if file.stat().st_size == 0:
            raise Refusal(f"文件是空的：{file}。请检查导出是否完成。")
    if len({file.suffix.lower() for file in found}) > 1:
        raise Refusal(f"一次只能读同一种文件，这里混有几种：{'、'.join(sorted({f.suffix for f in found}))}。")
