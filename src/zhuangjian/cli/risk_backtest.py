"""``zhuangjian risk backtest``: the early-warning model measured window after window on any table."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals


class Windows(StrEnum):
    """``--windows``."""

    quarter = "quarter"
    month = "month"


class ModelName(StrEnum):
    """``--model``."""

    ebm = "ebm"
    boosted = "boosted"
    blend = "blend"


class ViewName(StrEnum):
    """``--view``."""

    recorded = "recorded"
    adjusted = "adjusted"
    placeless = "placeless"


class AsOfName(StrEnum):
    """``--as-of`` of the back-test."""

    day = "day"
    window = "window"


DataFiles = Annotated[
    list[str],
    typer.Option("--data", metavar="FILE", help="数据文件，可给多个：同样的列上下相接，其余按编号或主体连接"),
]
Entity = Annotated[str, typer.Option("--entity", metavar="COL", help="主体编号列")]
DateColumn = Annotated[str, typer.Option("--date", metavar="COL", help="检查日期列")]
Target = Annotated[str, typer.Option("--target", metavar="COL", help="结果列：1/0、是/否")]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="COL", help="不用于当次的列，可重复；以往各次的值仍作历史"),
]
ModelOption = Annotated[ModelName, typer.Option("--model", help="ebm 可解释；boosted 挑战者；blend 两者平均")]
ViewOption = Annotated[
    ViewName,
    typer.Option(
        "--view", help="recorded 按记录的结果；adjusted 估计并扣除由谁检查的影响；placeless 不用任何地点信息"
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="同时计算的进程数，不影响结果")]
Members = Annotated[
    int, typer.Option("--members", min=1, max=50, help="每种模型的成员数，用于区间；越多越慢")
]


def register(app: typer.Typer) -> None:
    """Add ``backtest`` to the risk commands."""
    app.command("backtest", cls=ManyValues)(backtest_command)


class ManyValues(TyperCommand):
    """Lets ``--data`` and ``--exclude`` be followed by several values, as well as be repeated."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words with the option's name before each of its further values."""
        return super().parse_args(ctx, spread(args))


def spread(words: list[str], options: tuple[str, ...] = ("--data", "--exclude")) -> list[str]:
    """``--data a b`` as ``--data a --data b``; a word that begins with - ends the list."""
    found: list[str] = []
    current, filled = "", False
    for word in words:
        if word.startswith("-"):
            current, filled = (word, False) if word in options else ("", False)
            found.append(word)
        elif current and filled:
            found += [current, word]
        else:
            found.append(word)
            filled = True
    return found


def with_commas(names: list[str] | None) -> tuple[str, ...]:
    """Repeated options, each possibly several names with commas."""
    return tuple(part.strip() for name in names or [] for part in name.split(",") if part.strip())


def day(option: str, text: str | None) -> date | None:
    """The date of an option; a Refusal when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"{option} 应为 2026-11-21 这样的日期，给出的是“{text}”。") from None


def backtest_command(
    data: DataFiles,
    entity: Entity,
    date_column: DateColumn,
    target: Target,
    exclude: Exclude = None,
    group: Annotated[str | None, typer.Option("--group", metavar="COL", help="另按此列的值分组报告")] = None,
    windows: Annotated[Windows, typer.Option("--windows", help="时间窗口")] = Windows.quarter,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="第一个窗口自此日起")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="最后一个窗口到此日止")] = None,
    model: ModelOption = ModelName.blend,
    view: ViewOption = ViewName.recorded,
    as_of: Annotated[
        AsOfName, typer.Option("--as-of", help="day 用该行日期之前的一切；window 只用窗口开始前的一切")
    ] = AsOfName.day,
    compare: Annotated[
        bool, typer.Option("--compare", help="另算其他两种口径的平均 AUC（用时约三倍）")
    ] = False,
    members: Members = 4,
    jobs: Jobs = 2,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="另把每行的评分写入此文件（.parquet/.csv）")
    ] = None,
    fmt: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """逐个时间窗口回测预警模型：每个窗口只用更早的数据训练。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.backtest import Question, backtest
        from zhuangjian.engines.risk.backtest_report import report, score_table, views
        from zhuangjian.engines.risk.history_reading import history_of, read_files
        from zhuangjian.engines.risk.warning_learners import Settings

        question = Question(
            length=windows.value, first=day("--from", first), last=day("--to", last), exclude=with_commas(exclude),
            group=group, kind=model.value, view=view.value, as_of=as_of.value, settings=Settings(members=members),
            jobs=jobs,
        )  # fmt: skip
        if out is not None:
            refuse_unusable(out, data)
        history = history_of(read_files(data), entity=entity, date=date_column, target=target)
        result = backtest(history, question)
        told = report(result)
        if compare:
            told["views"] = views(history, result)
        if out is not None:
            from zhuangjian.engines.tables import open_session

            with open_session("duckdb", threads=1) as session:
                session.write(session.from_arrow(score_table(history, result)), out)
        emit(told, fmt, _print)


def _print(told: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(
        "窗口",
        "行数",
        "有问题",
        "AUC（95%区间）",
        "平均精度",
        "校准误差",
        "前半找到（实际）",
        "提前天数（随机/最好）",
    )
    for window in told["windows"]:
        table.add_row(
            f"{window['start']}～{window['end']}", str(window["n"]), str(window["positives"]),
            _interval(window), _number(window["average_precision"]), _number(window["calibration_error"]),
            f"{_share(window['first_half_share'])}（{_share(window['first_half_share_actual'])}）",
            f"{_number(window['days_earlier'], 1)}（{_number(window['random']['days_earlier'], 1)}/"
            f"{_number(window['perfect']['days_earlier'], 1)}）",
        )  # fmt: skip
    console.print(table)
    console.print(
        f"平均 AUC {_number(told['mean_auc'])}；可解释模型 {_number(told['mean_auc_ebm'])}，"
        f"挑战者 {_number(told['mean_auc_boosted'])}；只用窗口开始前的信息 {_number(told['mean_auc_at_start'])}"
    )
    for window in told["windows"]:
        words = "、".join(m["words"] for m in window["moved"][:3])
        console.print(f"{window['start']}：{words or window['why_null']}", soft_wrap=True)
    for verdict in told["columns"]["refused"]:
        console.print(f"未用 {verdict['column']}：{verdict['why']}", soft_wrap=True)
    for verdict in told["columns"]["warned"]:
        console.print(f"[yellow]警告[/] {verdict['column']}：{verdict['why']}", soft_wrap=True)
    for note in (*told["notes"], *told["cautions"]):
        console.print(f"· {note}", soft_wrap=True)


def _interval(window: dict[str, Any]) -> str:
    if window["auc"] is None:
        return window["why_null"] or "—"
    return f"{_number(window['auc'])}（{_number(window['auc_low'])}～{_number(window['auc_high'])}）"


def _number(value: float | None, digits: int = 3) -> str:
    return "—" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"
