"""``zhuangjian planner …``: a year's inspections planned, checked and planned anew when reality changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.cli.planner_benchmark import register
from zhuangjian.kernel.output import Format, console, emit, errors, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.planner.plan import Plan
    from zhuangjian.engines.planner.problem import Problem
    from zhuangjian.engines.planner.solve import Progress

app = typer.Typer(no_args_is_help=True, help="检查排程")

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
ProblemArgument = Annotated[Path, typer.Argument(help="排程问题（JSON）")]
SecondsOption = Annotated[float, typer.Option("--seconds", help="最多用多少秒")]
RoundsOption = Annotated[
    int, typer.Option("--rounds", help="改进轮数；只限轮数、不限时间时，同一种子结果完全相同")
]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="随机种子")]
OutOption = Annotated[Path | None, typer.Option("--out", help="计划写入哪个文件")]
_UNLIMITED = 10**9


@app.command("solve")
def solve_command(
    problem: ProblemArgument,
    seconds: SecondsOption = 0.0,
    rounds: RoundsOption = 0,
    seed: SeedOption = 1,
    out: OutOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """编制计划，并给出离最优最多差多少。按 Ctrl-C 提前结束，保留已找到的最好计划。"""
    from zhuangjian.engines.planner.solve import solve

    with refusals(fmt):
        begun = time.monotonic()
        _refuse_unwritable(out)
        given = _problem(problem)
        with _running(fmt, _limit(seconds, rounds), begun) as (stop, progress):
            plan = solve(given, seed=seed, rounds=rounds or _UNLIMITED, stop=stop, progress=progress)
        _write(out, plan)
        emit(_summary(plan, time.monotonic() - begun, out), fmt, _print_summary)


@app.command("replan")
def replan_command(
    problem: ProblemArgument,
    plan: Annotated[Path, typer.Argument(help="执行中的计划（JSON）")],
    changes: Annotated[Path, typer.Argument(help="变动（JSON）：今天、缺勤、证件、新任务、取消……")],
    seconds: SecondsOption = 0.0,
    rounds: RoundsOption = 0,
    seed: SeedOption = 1,
    out: OutOption = None,
    problem_out: Annotated[
        Path | None, typer.Option("--problem-out", help="变动后的问题写入哪个文件，供核对新计划")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """情况变化后重排：已做的不动，未受影响的尽量不动，每处变动都列明。"""
    from zhuangjian.engines.planner.plan import Plan
    from zhuangjian.engines.planner.reading import read_as, write_json
    from zhuangjian.engines.planner.replan import Changes, replan
    from zhuangjian.engines.planner.solve import refuse_other

    with refusals(fmt):
        begun = time.monotonic()
        _refuse_unwritable(out)
        _refuse_unwritable(problem_out)
        given, before = _problem(problem), read_as(Plan, _read(plan), "计划")
        refuse_other(given, before)
        what = read_as(Changes, _read(changes), "变动")
        with _running(fmt, _limit(seconds, rounds), begun) as (stop, progress):
            after, made = replan(
                given, before, what, seed=seed, rounds=rounds or _UNLIMITED, stop=stop, progress=progress
            )
        _write(out, made)
        if problem_out is not None:
            _save(problem_out, write_json(after))
        emit(_summary(made, time.monotonic() - begun, out), fmt, _print_summary)


@app.command("verify")
def verify_command(
    problem: ProblemArgument,
    plan: Annotated[Path, typer.Argument(help="计划（JSON）")],
    before: Annotated[
        Path | None,
        typer.Option(
            "--before", help="重排前的计划：核对所列变动；与 --changes 同用时 PROBLEM 是重排前的问题"
        ),
    ] = None,
    changes: Annotated[Path | None, typer.Option("--changes", help="重排时的变动文件")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """独立核对一份计划：各条硬性规则、路程与工时、目标值和上界。有违反时退出码为 1。"""
    from zhuangjian.engines.planner.plan import Plan
    from zhuangjian.engines.planner.reading import read_as
    from zhuangjian.engines.planner.replan import Changes, changed_problem
    from zhuangjian.engines.planner.solve import refuse_other
    from zhuangjian.engines.planner.verify import verify

    with refusals(fmt):
        given = _problem(problem)
        made = read_as(Plan, _read(plan), "计划")
        old = read_as(Plan, _read(before), "原计划") if before is not None else None
        if old is not None and changes is not None:
            refuse_other(given, old)
            given = changed_problem(given, old, read_as(Changes, _read(changes), "变动"))
        refuse_other(given, made)
        found = verify(given, made, old)
        emit({"ok": not found, "visits": len(made.visits), "violations": found}, fmt, _print_violations)
        if found:
            raise typer.Exit(1)


@app.command("example")
def example_command(
    parties: Annotated[int, typer.Option("--parties", help="对象数")] = 200,
    inspectors: Annotated[int, typer.Option("--inspectors", help="检查人员数")] = 40,
    seed: SeedOption = 1,
    weeks: Annotated[int, typer.Option("--weeks", help="周数")] = 52,
    tightness: Annotated[float, typer.Option("--tightness", help="任务量与人力之比，约 1 为紧张")] = 0.9,
    out: OutOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """造一个逼真的虚构问题；不写 --out 时直接输出问题本身。"""
    from zhuangjian.engines.planner.example import example
    from zhuangjian.engines.planner.reading import write_json

    with refusals(fmt):
        made = example(parties, inspectors, seed, weeks=weeks, tightness=tightness)
        if out is None:
            print(write_json(made).decode())
            return
        _save(out, write_json(made))
        told = {"parties": parties, "inspectors": inspectors, "weeks": weeks, "seed": seed, "out": str(out)}
        emit(told, fmt, lambda row: console.print(f"已写入 {row['out']}"))


@app.command("read")
def read_command(
    folder: Annotated[
        Path,
        typer.Argument(help="目录：bases/parties/inspectors.csv 等表和 settings.json（开始日期、周数……）"),
    ],
    out: Annotated[Path, typer.Option("--out", help="问题写入哪个文件")],
    fmt: FormatOption = Format.text,
) -> None:
    """把一组表格（CSV，中文表头或字段名）读成排程问题。"""
    from zhuangjian.engines.planner.reading import write_json
    from zhuangjian.engines.planner.tables import problem_from_tables

    with refusals(fmt):
        _refuse_unwritable(out)
        made = problem_from_tables(_tables(folder), _settings(folder / "settings.json"))
        _save(out, write_json(made))
        told = {"parties": len(made.parties), "inspectors": len(made.inspectors), "out": str(out)}
        emit(
            told,
            fmt,
            lambda row: console.print(
                f"{row['parties']} 个对象、{row['inspectors']} 名人员，已写入 {row['out']}"
            ),
        )


@app.command("schema")
def schema_command(
    what: Annotated[str, typer.Argument(help="problem、plan 或 changes")] = "problem",
) -> None:
    """输入或输出文件的 JSON Schema。"""
    from zhuangjian.engines.planner.plan import Plan
    from zhuangjian.engines.planner.problem import Problem
    from zhuangjian.engines.planner.reading import schema
    from zhuangjian.engines.planner.replan import Changes
    from zhuangjian.engines.rules.answer import Refusal

    kinds: dict[str, type[Any]] = {"problem": Problem, "plan": Plan, "changes": Changes}
    with refusals(Format.text):
        if what not in kinds:
            raise Refusal(f"没有“{what}”的结构说明；可用：{'、'.join(kinds)}")
        emit(schema(kinds[what]), Format.json)


register(app)


def _tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    from zhuangjian.engines.draw.tables import read_table
    from zhuangjian.engines.rules.answer import Refusal

    files = sorted(folder.glob("*.csv"))
    if not files:
        raise Refusal(f"目录 {folder} 里没有 CSV 表", missing=["bases.csv、parties.csv、inspectors.csv"])
    found = {file.stem: read_table(file) for file in files}
    return {
        name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for name, table in found.items()
    }


def _settings(path: Path) -> dict[str, Any]:
    import json

    from zhuangjian.engines.rules.answer import Refusal

    try:
        found = json.loads(_read(path))
    except ValueError:
        raise Refusal(f"{path.name} 不是有效的 JSON，请检查", missing=["有效的 JSON"]) from None
    if not isinstance(found, dict):
        raise Refusal(f"{path.name} 应为一个对象，写明 start、weeks 等", missing=["开始日期、周数"])
    return found


def _limit(seconds: float, rounds: int) -> float:
    from zhuangjian.engines.rules.answer import Refusal

    if seconds < 0 or rounds < 0:
        raise Refusal("时间和轮数不能是负数", missing=["时间或轮数"])
    # Neither given: a minute, as an officer would wait.
    return seconds or (float("inf") if rounds else 60.0)


@contextmanager
def _running(
    fmt: Format, seconds: float, begun: float
) -> Iterator[tuple[Callable[[], bool], Callable[[Progress], None]]]:
    """A stop that knows the time limit and Ctrl-C, and a progress line on the error stream for people."""
    import signal

    cancelled: list[int] = []

    def stop() -> bool:
        return bool(cancelled) or time.monotonic() - begun >= seconds

    def show(step: Progress) -> None:
        if fmt is Format.text and errors.is_terminal:
            gap = f"，差距 {step.gap_percent:.2f}%" if step.phase != "construct" else ""
            word = {"construct": "构造", "improve": "改进"}.get(step.phase, step.phase)
            errors.print(f"\r{word} {step.done}，{time.monotonic() - begun:.0f} 秒{gap}      ", end="")

    before = None
    with suppress(ValueError):  # only the main thread may set it; elsewhere the caller stops by time
        before = signal.signal(signal.SIGINT, lambda *_: cancelled.append(1))
    try:
        yield stop, show
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
        if fmt is Format.text and errors.is_terminal:
            errors.print()


def _problem(path: Path) -> Problem:
    from zhuangjian.engines.planner.reading import read_problem

    return read_problem(_read(path), what=f"排程问题 {path.name}")


def _read(path: Path) -> bytes:
    from zhuangjian.engines.rules.answer import Refusal

    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"读不到文件 {path}（{error.strerror}），请核对路径", missing=[str(path)]) from None


def _refuse_unwritable(path: Path | None) -> None:
    from zhuangjian.engines.rules.answer import Refusal

    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        raise Refusal(f"{path} 不能作为输出文件，请写明已有目录下的文件名", missing=["输出文件"])


def _save(path: Path, content: bytes) -> None:
    from zhuangjian.engines.rules.answer import Refusal

    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refusal(f"写不了文件 {path}（{error.strerror}），请换一个位置", missing=[str(path)]) from None


def _write(path: Path | None, plan: Plan) -> None:
    from zhuangjian.engines.planner.reading import write_json

    if path is not None:
        _save(path, write_json(plan))


def _summary(plan: Plan, seconds: float, out: Path | None) -> dict[str, Any]:
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "gap_percent": plan.gap_percent,
        "terms": plan.terms,
        "visits": len(plan.visits),
        "trips": len(plan.trips),
        "merged": sum(1 for v in plan.visits if len(v.wishes) > 1),
        "changed": plan.changed,
        "weights": {term.name: term.weight for term in plan.terms},
        "unmet": plan.unmet,
        "collisions": plan.collisions,
        "iterations": plan.iterations,
        "ended": plan.ended,
        "seed": plan.seed,
        "seconds": round(seconds, 2),
        "out": str(out) if out else None,
    }


def _print_summary(row: dict[str, Any]) -> None:
    console.print(
        f"目标值 [bold]{row['objective']:.1f}[/]，任何计划都不会高于 {row['bound']:.1f}：离最优至多差 [bold]{row['gap_percent']:.2f}%[/]"
    )
    for term in row["terms"]:
        console.print(f"  {term.label}：{term.amount:.1f} {term.unit} × {term.weight:g} = {term.points:+.1f}")
    console.print(
        f"检查 {row['visits']} 次（合并 {row['merged']} 次），行程 {row['trips']} 个，未满足 {len(row['unmet'])} 项"
    )
    if row["changed"]:
        console.print(f"较原计划变动 {len(row['changed'])} 项任务")
    for miss in row["unmet"][:20]:
        article = f"（{miss.article}）" if miss.article else ""
        console.print(f"  · {miss.wish}{article}：{miss.reason}", highlight=False, soft_wrap=True)
    if len(row["unmet"]) > 20:
        console.print(f"  …… 其余 {len(row['unmet']) - 20} 项见输出文件")
    for clash in row["collisions"][:20]:
        console.print(
            f"[yellow]规则冲突[/] {'与'.join(clash.rules)}：{clash.message}", highlight=False, soft_wrap=True
        )
    if len(row["collisions"]) > 20:
        console.print(f"  …… 其余 {len(row['collisions']) - 20} 处冲突见输出文件")
    if row["out"]:
        console.print(f"计划已写入 {row['out']}")


def _print_violations(row: dict[str, Any]) -> None:
    if row["ok"]:
        console.print(f"[green]核对通过[/]：{row['visits']} 次检查，没有违反任何规则")
        return
    console.print(f"[red]发现 {len(row['violations'])} 处问题[/]")
    for fault in row["violations"]:
        article = f"（{fault.article}）" if fault.article else ""
        console.print(f"  · {fault.message}{article}", highlight=False, soft_wrap=True)
