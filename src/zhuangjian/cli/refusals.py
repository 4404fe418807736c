"""``zhuangjian refusals``: which rule stops people."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit
from zhuangjian.kernel.output import refusals as told_refusals


def refusals(
    days: Annotated[int, typer.Option("--days", min=1, max=3660, help="最近几天，含今天")] = 30,
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """哪一事项、哪一条款、在哪一环节没有办成，各多少次（不含办理人和案件内容）。"""
    with told_refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from zhuangjian.apps.authorities.refusals import told

        emit(told(days), format, _print)


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not rows:
        console.print("没有不予受理的记录。")
        return
    table = Table("事项", "条款", "环节", "情形", "次数", "最近一次")
    for row in rows:
        words = (row["title"], row["article"], row["stage_label"], row["kind_label"])
        table.add_row(*words, str(row["times"]), str(row["last"]))
    console.print(table)
