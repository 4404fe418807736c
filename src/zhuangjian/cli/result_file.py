"""Where a result will be written, looked at before anything long is computed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuangjian.engines.rules.answer import Refusal

TABLES = (".parquet", ".csv", ".tsv")


def refuse_unusable(
    out: Path | None, inputs: Iterable[str | Path | None] = (), kinds: tuple[str, ...] = TABLES
) -> None:
    """Nothing when ``out`` (None: nothing is written) can be tried; else a Refusal.

    Refused: an extension that is not among ``kinds`` (none named: any will do), a missing folder, a folder, and one
    of the files read, under any name of it.
    """
    if out is None:
        return
    if kinds and out.suffix.lower() not in kinds:
        raise Refusal(f"--out 的扩展名应为 {'、'.join(kinds)}，给出的是“{out.name}”。", missing=["--out"])
    folder = out.absolute().parent
    if not folder.is_dir():
        raise Refusal(f"结果文件的目录不存在：{folder}。请先建立目录。", missing=["--out"])
    if out.is_dir():
        raise Refusal(f"--out 是一个目录：{out}。请写成文件名。", missing=["--out"])
    for file in (Path(name) for name in inputs if name is not None):
        if out.exists() and file.exists() and out.samefile(file):
            raise Refusal(
                f"结果文件就是输入文件：{out}，写入会毁掉原来的数据。请换一个文件名。", missing=["--out"]
            )
