"""Where a result will be written, looked at before anything long is computed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhuangjian.engines.rules.answer import Refusal

KINDS = (".parquet", ".csv", ".tsv")


def refuse_unusable(out: Path, inputs: Iterable[str | Path]) -> None:
    """Nothing when ``out`` can be tried; a Refusal for an unknown suffix, a missing folder, a folder, or an input file."""
    from zhuangjian.engines.tables.writing import refuse_overwriting

    if out.suffix.lower() not in KINDS:
        raise Refusal(f"--out 的扩展名应为 {'、'.join(KINDS)}，给出的是“{out.name}”。")
    if not out.absolute().parent.is_dir():
        raise Refusal(f"结果文件的目录不存在：{out.absolute().parent}。请先建立目录。")
    if out.is_dir():
        raise Refusal(f"--out 是一个目录：{out}。请写成文件名。")
    refuse_overwriting(out, [Path(name) for name in inputs])
