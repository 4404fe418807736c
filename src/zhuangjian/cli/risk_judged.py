"""``zhuangjian risk strictness | fairness | drift | card``: how a model and its makers are themselves looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    import pyarrow as pa

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
DataOption = Annotated[Path, typer.Option("--data", help="数据表（.parquet、.csv、.tsv）")]


def register(app: typer.Typer) -> None:
    """Add the four commands to the ``risk`` group."""
    app.command("strictness")(strictness_command)
    app.command("fairness")(fairness_command)
    app.command("drift")(drift_command)
    app.command("card")(card_command)


def strictness_command(
    data: DataOption,
    inspector: Annotated[str, typer.Option("--inspector", help="检查员列")],
    found: Annotated[str, typer.Option("--found", help="是否发现问题的列（1/0）")],
    item: Annotated[str, typer.Option("--item", help="检查项目列，不写则视为同一项目")] = "",
    case_mix: Annotated[
        list[str] | None, typer.Option("--case-mix", help="对象构成列（种类、地区、风险等级……），可多次写")
    ] = None,
    party: Annotated[str, typer.Option("--party", help="主体列，与 --out 一起写出扣除尺度后的比例")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="各主体扣除尺度后的比例写入哪个文件")] = None,
    names: Annotated[bool, typer.Option("--names", help="结果中写检查员实名，默认用化名")] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """估计各检查员在各项目上的尺度（经收缩，带区间），并可从主体的比例中扣除。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.strictness import strictness

        if bool(party) != (out is not None):
            raise Refusal("--party 与 --out 要一起写，才能写出扣除尺度后的比例", missing=["--party", "--out"])
        refuse_unusable(out, [data])
        wanted = [inspector, found, *filter(None, [item, party]), *(case_mix or [])]
        columns = _columns(data, wanted)
        estimate = strictness(
            columns[inspector],
            columns[found],
            columns[item] if item else None,
            {name: columns[name] for name in case_mix or []},
        )
        told = estimate.to_dict(names=names)
        if out is not None:
            told["adjusted_parties"] = _write_adjusted(estimate, columns[party], out)
        emit(told, fmt, _print_strictness)


def fairness_command(
    data: DataOption,
    score: Annotated[str, typer.Option("--score", help="分数列（0 至 1 的概率）")],
    outcome: Annotated[str, typer.Option("--outcome", help="结果列（1/0）")],
    group: Annotated[list[str], typer.Option("--group", help="分组列（地区、规模……），可多次写")],
    flag_share: Annotated[
        float, typer.Option("--flag-share", min=0.001, max=0.999, help="分数最高的多大一部分列入重点")
    ] = 0.2,
    inspector: Annotated[
        str, typer.Option("--inspector", help="检查员列，只用来看同一名检查员内部的区分能力，不输出姓名")
    ] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """分数对不同地区、规模是否同样可靠、同样准、同样严。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.fairness import fairness

        columns = _columns(data, [score, outcome, *group, *filter(None, [inspector])])
        report = fairness(
            columns[score],
            columns[outcome],
            {name: columns[name] for name in group},
            flag_share=flag_share,
            inspector=columns[inspector] if inspector else None,
        )
        emit(report, fmt, _print_fairness)


def drift_command(
    reference: Annotated[Path, typer.Option("--reference", help="基准期数据（训练所用）")],
    window: Annotated[list[Path], typer.Option("--window", help="要比较的时段，每段一个文件，可多次写")],
    outcome: Annotated[str, typer.Option("--outcome", help="结果列（1/0）")] = "",
    score: Annotated[str, typer.Option("--score", help="分数列（0 至 1）")] = "",
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help="不比较的列，可多次写")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """特征、发现问题的比例和校准是否变了。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.drift import Sample, drift

        left_out = {outcome, score, *(exclude or [])}
        stems = [path.stem for path in window]
        if len(set(stems)) < len(stems):
            raise Refusal("两个时段的文件同名，无法区分，请改名后重试")

        def sample(path: Path) -> Sample:
            columns = _columns(path, [name for name in (outcome, score) if name], everything=True)
            kept = {name: values for name, values in columns.items() if name not in left_out}
            return Sample(kept, columns.get(outcome), columns.get(score))

        report = drift(
            sample(reference), {stem: sample(path) for stem, path in zip(stems, window, strict=True)}
        )
        emit(report, fmt, _print_drift)


def card_command(
    backtest: Annotated[Path, typer.Option("--backtest", help="risk backtest --format json 的输出")],
    out: Annotated[Path, typer.Option("--out", help="模型卡写入哪个目录")],
    fairness: Annotated[Path | None, typer.Option("--fairness", help="risk fairness 的输出（JSON）")] = None,
    drift: Annotated[Path | None, typer.Option("--drift", help="risk drift 的输出（JSON）")] = None,
    strictness: Annotated[
        Path | None, typer.Option("--strictness", help="risk strictness 的输出（JSON）")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="模型的名称")] = "",
    about: Annotated[str, typer.Option("--about", help="用途，一两句话")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """由回测、公平性、漂移、检查尺度的结果生成模型卡（Markdown 和图）。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.card import model_card

        report: dict[str, Any] = {"backtest": _json(backtest), "name": name, "about": about}
        for key, path in (("fairness", fairness), ("drift", drift), ("strictness", strictness)):
            if path is not None:
                report[key] = _json(path)
        if out.exists() and not out.is_dir():
            raise Refusal(f"{out} 不是目录，请改正 --out", missing=["--out"])
        path = model_card(report, out)
        files = sorted(item.name for item in out.glob("*.svg"))
        emit(
            {"card": str(path), "plots": files},
            fmt,
            lambda d: console.print(f"已写入 {d['card']}", markup=False),
        )


def _columns(path: Path, wanted: Sequence[str], *, everything: bool = False) -> dict[str, list[Any]]:
    from zhuangjian.engines.tables import open_session, require_columns

    with open_session("duckdb", threads=1) as session:
        table = session.read(path)
        require_columns(table, wanted, f"表 {path} ")
        rows: pa.Table = session.arrow(table if everything else table.select(*dict.fromkeys(wanted)))
    return {name: rows.column(name).to_pylist() for name in rows.column_names}


def _json(path: Path) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"文件 {path} 不存在，请改正路径", missing=[str(path)]) from None
    except (OSError, ValueError) as error:
        raise Refusal(
            f"文件 {path} 不是可读的 JSON（{error}），请用相应命令加 --format json 的输出"
        ) from None
    if not isinstance(found, Mapping):
        raise Refusal(f"文件 {path} 不是一份结果（应为 JSON 对象），请用相应命令加 --format json 的输出")
    return found


def _write_adjusted(estimate: Any, party: Sequence[Any], out: Path) -> int:
    from zhuangjian.engines.risk.strictness_adjust import adjust
    from zhuangjian.engines.tables import open_session

    rates = adjust(estimate, party)
    with open_session("duckdb", threads=1) as session:
        return session.write(session.from_arrow(rates.table().arrow), out, order_by=("party",))


def _print_strictness(told: dict[str, Any]) -> None:
    from rich.markup import escape

    console.print(
        f"[bold]{told['rows']} 行，{len(told['inspectors'])} 名检查员[/]，平均尺度 {told['average_rate']:.1%}；"
        f"检查员之间 {told['between']:.2f}，检查员与项目之间 {told['within']:.2f}（对数几率的标准差）",
        highlight=False,
    )
    for row in told["inspectors"]:
        mark = "[yellow]有差别[/]" if row["differs"] else "      "
        console.print(
            f"{escape(row['inspector'])}  {row['n']:>6} 行  原 {row['raw_rate']:6.1%}  检查同样对象 {row['rate']:6.1%}"
            f"（{row['rate_low']:.1%}–{row['rate_high']:.1%}）{mark}",
            highlight=False,
        )
    _print_warnings(told["warnings"])


def _print_fairness(report: Any) -> None:
    console.print(
        f"[bold]{report.n} 行，{report.positives} 行有问题[/]，AUC {report.auc.value:.3f}"
        f"（{report.auc.low:.3f}–{report.auc.high:.3f}）",
        highlight=False,
    )
    if report.auc_within is not None:
        console.print(f"同一名检查员检查的对象之间 AUC {report.auc_within.value:.3f}", highlight=False)
    for row in report.groups:
        if row.suppressed:
            console.print(f"{row.column} {row.group}  {row.n} 行  样本不足", highlight=False, markup=False)
        else:
            console.print(
                f"{row.column} {row.group}  {row.n} 行  AUC {row.auc.value:.3f}（{row.auc.low:.3f}–{row.auc.high:.3f}）  "
                f"实际 {row.rate.value:.1%} 预期 {row.expected_rate:.1%}  "
                f"占问题 {row.share_of_positives:.1%} 占重点 {row.share_of_flagged:.1%}  命中 {row.caught.value:.1%}",
                highlight=False,
                markup=False,
            )
    _print_warnings(report.warnings)


def _print_drift(report: Any) -> None:
    changed = [row for row in report.features if row.state != "stable"]
    console.print(
        f"[bold]{len(report.features)} 项特征比较，{len(changed)} 项有变化[/]，基准期 {report.reference_n} 行",
        highlight=False,
    )
    _print_warnings(report.warnings)


def _print_warnings(warnings: Sequence[str]) -> None:
    for text in warnings:
        console.print(f"· {text}", style="yellow", markup=False, highlight=False)
