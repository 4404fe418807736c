"""``zhuangjian signals``: which products are reported with which reactions more often than chance explains."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)

SHOWN = 20


@app.callback()
def signals_group() -> None:
    """信号检测：不相称性、变化起点、聚集与季节。"""


@app.command("disproportionality")
def disproportionality_command(
    reports: Annotated[
        Path, typer.Option("--reports", metavar="FILE", help="报告表：.parquet、.csv、.tsv 或通配符")
    ],
    id: Annotated[str, typer.Option("--id", metavar="COL", help="报告编号所在列")],
    product: Annotated[str, typer.Option("--product", metavar="COL", help="产品（或原料）所在列")],
    event: Annotated[str, typer.Option("--event", metavar="COL", help="不良反应所在列")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="结果文件：.csv、.tsv 或 .parquet")],
    strata: Annotated[
        list[str] | None, typer.Option("--strata", metavar="COL", help="分层列，可重复给出")
    ] = None,
    squash: Annotated[
        str | None,
        typer.Option(
            "--squash",
            metavar="HOW",
            help="估计先验参数前压缩数据：no、auto、每格点数，或“报告数:每格点数:保留点数”以逗号相连；默认不压缩，点极多时自动压缩",
        ),
    ] = None,
    min_reports: Annotated[int, typer.Option("--min-reports", help="只写出至少有这么多份报告的组合")] = 1,
    ic: Annotated[str, typer.Option("--ic", help="信息成分的算法：noren、bate 或 gould")] = "noren",
    shrink: Annotated[bool, typer.Option("--ebgm/--no-ebgm", help="是否计算 EBGM")] = True,
    more_starts: Annotated[int, typer.Option("--more-starts", help="先验参数搜索另加多少个起点")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="另加起点的随机种子")] = 1,
    max_categories: Annotated[
        int, typer.Option("--max-categories", help="每个分层列最多允许多少个不同的值")
    ] = 10,
    digits: Annotated[int, typer.Option("--digits", help="EBGM 的小数位数，负数为不舍入")] = 2,
    engine: Annotated[
        str, typer.Option("--engine", help="auto（小表在内存中数，大表用 duckdb）、duckdb 或 spark")
    ] = "auto",
    fmt: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """比较每个“产品—反应”组合的报告数与期望数：PRR、ROR、χ²、IC、EBGM。"""
    with refusals(fmt):
        _check(min_reports, more_starts, max_categories, seed)
        from zhuangjian.engines.signals.gps_fit import STARTS, wide_starts
        from zhuangjian.engines.signals.report import measure
        from zhuangjian.engines.signals.report_files import count_files
        from zhuangjian.engines.tables.locating import files_of
        from zhuangjian.engines.tables.writing import write_file

        refuse_unusable(out, files_of(reports))
        counts = count_files(
            reports,
            id=id,
            product=product,
            event=event,
            strata=strata or (),
            max_categories=max_categories,
            engine=engine,
        )
        result = measure(
            counts,
            squash=squash,
            ic=ic,  # type: ignore[arg-type] # measure refuses other words
            shrink=shrink,
            starts=(*STARTS, *wide_starts(more_starts, seed)),
        )
        decimals = digits if digits >= 0 else None
        table = result.table(min_reports=min_reports, digits=decimals)
        write_file(table.to_batches(), table.schema, out)
        data = result.summary(min_reports=min_reports, digits=decimals)
        emit(data | {"out": str(out)}, fmt, lambda shown: _print(shown, table))


def _check(min_reports: int, more_starts: int, max_categories: int, seed: int) -> None:
    for name, value, least in (
        ("--min-reports", min_reports, 1),
        ("--more-starts", more_starts, 0),
        ("--max-categories", max_categories, 1),
        ("--seed", seed, 0),
    ):
        if value < least:
            raise Refusal(f"{name} 至少为 {least}，现为 {value}。")


def _print(data: dict[str, Any], table: Any) -> None:
    from rich.markup import escape
    from rich.table import Table

    console.print(
        f"{data['rows']} 行、{data['reports']} 份报告；{data['products']} 个产品、{data['events']} 种反应，"
        f"共 {data['pairs']} 个组合，写出 {data['rows_written']} 个：{data['out']}",
        markup=False,
    )
    by = "eb05" if data["theta"] else "ic025"
    strongest = table.sort_by([(by, "descending"), ("product", "ascending"), ("event", "ascending")])
    shown = Table()
    for name in ("产品", "反应"):
        shown.add_column(name, overflow="fold")
    for name in ("报告数", "期望数", "PRR", "χ²", "IC下限", "EBGM", "EB05"):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in strongest.slice(0, SHOWN).to_pylist():
        shown.add_row(
            escape(row["product"]),
            escape(row["event"]),
            str(row["n"]),
            _number(row["e"]),
            *(_number(row[name]) for name in ("prr", "chi2_yates", "ic025", "ebgm", "eb05")),
        )
    console.print(shown)
    console.print(f"按 {by.upper()} 从高到低列出前 {min(SHOWN, table.num_rows)} 个。")
    console.print(
        "期望数：产品与反应互不相干时应有的报告数。PRR：该产品的报告中出现此反应的比例是其他产品的几倍。"
        "χ²：差异是否超出偶然（经连续性校正，4 以上为一般门槛）。IC下限：报告数与期望数之比（以 2 为底的对数）的 95% 下限，"
        "大于 0 为高于期望。EBGM：考虑报告数多少后的比值；EB05：其 5% 下限，2 及以上为常用的信号门槛。"
        "信号只说明报告多于期望，是否因果须由人判断。"
    )
    if data["theta"]:
        console.print(f"EB05 不小于 2：{data['eb05_ge_2']} 个；EBGM 大于 3：{data['ebgm_gt_3']} 个。")
    console.print(f"IC下限大于 0：{data['ic025_gt_0']} 个；报告数≥3 且 PRR≥2 且 χ²≥4：{data['evans']} 个。")
    for note in data["notes"]:
        console.print(f"注意：{note}", markup=False)


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    if value == float("inf"):
        return "∞"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"


if importlib.util.find_spec("zhuangjian.cli.signals_changes") is not None:
    importlib.import_module("zhuangjian.cli.signals_changes").register(app)
