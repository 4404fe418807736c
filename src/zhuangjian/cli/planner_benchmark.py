"""``zhuangjian planner benchmark``: the day-trip solver against published team-orienteering instances."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, errors, refusals

if TYPE_CHECKING:
    from rich.progress import Progress


def register(app: typer.Typer) -> None:
    """Add ``benchmark`` to the planner's commands."""
    app.command("benchmark")(benchmark_command)


def benchmark_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="算例所在目录（含子目录），格式见文档")],
    reference: Annotated[Path, typer.Option("--reference", help="参考值文件，每行“算例名 参考值”")],
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="每个算例的时间上限（秒），默认2")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option("--iterations", help="改按迭代次数停止：同一种子结果完全相同")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="随机种子")] = 1,
    routes: Annotated[Path | None, typer.Option("--routes", help="另把各算例的行程写入此JSON文件")] = None,
    fmt: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """用公开的团队定向算例衡量外出行程求解器：分值、与参考值的差距、用时。"""
    from zhuangjian.engines.planner.orienteering.benchmark import Measured, benchmark, report
    from zhuangjian.engines.planner.orienteering.instances import read_instances, read_references

    with refusals(fmt):
        if seconds is not None and iterations is not None:
            raise Refusal("--seconds 和 --iterations 只能给出一个")
        if iterations is None:
            seconds = 2.0 if seconds is None else seconds
        _positive("--seconds", seconds)
        _positive("--iterations", iterations)
        references = read_references(reference)
        instances = list(read_instances(folder))
        with _progress() as bar:
            task = bar.add_task("准备求解器", total=len(instances))

            def step(row: Measured) -> None:
                bar.update(task, advance=1, description=row.name)

            results = benchmark(
                instances, references, seconds=seconds, iterations=iterations, seed=seed, progress=step
            )
        if routes is not None:
            plain = {row.name: [list(route) for route in row.routes] for row in results}
            routes.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
        emit(report(results), fmt, _print)


def _positive(option: str, value: float | None) -> None:
    if value is not None and not 0 < value < float("inf"):
        raise Refusal(f"{option} 须大于0，现为{value}")


def _progress() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )


def _print(data: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("算例", "求得", "参考值", "差距%", "秒")
    for row in data["instances"]:
        gap = "—" if row["gap_percent"] is None else f"{row['gap_percent']:.2f}"
        known = "—" if row["reference"] is None else f"{row['reference']:g}"
        table.add_row(row["name"], f"{row['found']:g}", known, gap, f"{row['seconds']:.2f}")
    console.print(table)
    for group in data["sets"]:
        console.print(
            f"第 {group['set']} 组：平均差距 {group['mean_gap_percent']:.3f} %，最大差距 {group['max_gap_percent']:.3f} %"
        )
