"""``zhuangjian retention``: which closed files have been kept as long as they must."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit, refusals


def retention(
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """保管期满的检查档案，期满后怎样处理，依据是否已确认；只列出，不销毁。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from zhuangjian.apps.inspections.models import Inspection
        from zhuangjian.apps.inspections.retention import DUE, come_due

        rows = come_due(Inspection.objects.unrestricted()).select_related("party").order_by("closed_at", "pk")
        emit([DUE.record(row, None, detail=False) for row in rows], format, _print)


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not rows:
        console.print("没有保管期满的检查档案。")
        return
    table = Table("编号", "被检查对象", "结果种类", "办结日期", "保管至", "期满后", "依据")
    for row in rows:
        basis = f"{row['article']}（{row['basis_label']}）"
        days = (str(row["ended_on"]), str(row["kept_until"]))
        table.add_row(row["number"], row["party"], row["kind_label"], *days, row["then_label"], basis)
    console.print(table)
