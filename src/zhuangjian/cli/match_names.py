"""``zhuangjian match core-names``: company names in their parts."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals


def register(app: typer.Typer) -> None:
    """Add the sub-command to the group ``match``."""
    app.command("core-names")(core_names)


def core_names(
    file: Annotated[Path, typer.Argument(help="企业名称文件，每行一个名称（UTF-8 或 GB18030）")],
    fmt: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.text,
) -> None:
    """把企业名称拆成行政区划、字号、行业和组织形式；没有字号的，字号为空。"""
    with refusals(fmt):
        names = _lines(file)
        from zhuangjian.engines.matching.names import split_name

        rows = []
        for name in names:
            parts = split_name(name)
            rows.append(
                {
                    "name": name,
                    "core": parts.core,
                    "region": parts.region,
                    "industry": parts.industry,
                    "form": parts.form,
                }
            )
        emit({"rows": rows}, fmt, _show)


def _lines(file: Path) -> list[str]:
    if not file.is_file():
        raise Refusal(f"找不到文件：{file}。请检查路径；文件应每行一个企业名称。")
    data = file.read_bytes()
    try:
        marked = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Refusal(
                f"{file} 不是 UTF-8 或 GB18030 编码的文本（第 {error.start + 1} 个字节读不出）。请另存为 UTF-8 文本后再试。"
            ) from None
    names = [line.strip() for line in re.split(r"\r\n|\n|\r", text) if line.strip()]
    if not names:
        raise Refusal(f"{file} 里没有企业名称。文件应每行一个企业名称。")
    if any("\x00" in name for name in names):
        raise Refusal(f"{file} 不是文本文件。请给出每行一个企业名称的文本文件。")
    return names


def _show(data: Any) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("名称", "字号", "行政区划", "行业", "组织形式")
    for row in data["rows"]:
        table.add_row(*(escape(row[key]) for key in ("name", "core", "region", "industry", "form")))
    console.print(table)
