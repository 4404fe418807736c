"""``zhuangjian risk warn``: every party's probability of a finding as of a day, with reasons in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.cli.risk_backtest import (
    DataFiles,
    DateColumn,
    Entity,
    Exclude,
    ManyValues,
    Members,
    ModelName,
    ModelOption,
    Target,
    ViewName,
    day,
    with_commas,
)
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.risk.warning_current import Warnings


def register(app: typer.Typer) -> None:
    """Add ``warn`` to the risk commands."""
    app.command("warn", cls=ManyValues)(warn_command)


def warn_command(
    data: DataFiles,
    entity: Entity,
    date_column: DateColumn,
    target: Target,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="评分日：只用此日之前的数据")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="每个主体一行，写入此文件（.parquet/.csv/.tsv）")
    ],
    exclude: Exclude = None,
    model: ModelOption = ModelName.blend,
    view: Annotated[
        ViewName | None,
        typer.Option(
            "--view", help="不写时：数据里有由谁检查的列就用 adjusted（扣除其影响），没有就用 recorded"
        ),
    ] = None,
    active: Annotated[int, typer.Option("--active-days", min=1, help="只评此天数内有记录的主体")] = 1095,
    members: Members = 4,
    fmt: Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")] = Format.text,
) -> None:
    """给每个主体评出发现问题的概率、区间和原因。"""
    with refusals(fmt):
        from zhuangjian.engines.risk.history_columns import day_number
        from zhuangjian.engines.risk.history_past import inspector_column
        from zhuangjian.engines.risk.history_reading import history_of, read_files
        from zhuangjian.engines.risk.warning_current import warn
        from zhuangjian.engines.risk.warning_learners import Settings
        from zhuangjian.engines.tables import open_session

        moment = day("--as-of", as_of)
        assert moment is not None
        refuse_unusable(out, data)
        history = history_of(read_files(data), entity=entity, date=date_column, target=target)
        # Who came is no fact about the party: where the data say who came, it is taken out unless told otherwise.
        settled = view or (ViewName.adjusted if inspector_column(history) else ViewName.recorded)
        found = warn(
            history, day_number(moment), exclude=with_commas(exclude), kind=model.value, view=settled.value,
            active_days=active, settings=Settings(members=members),
        )  # fmt: skip
        with open_session("duckdb", threads=1) as session:
            session.write(session.from_arrow(_rows(found, entity)), out)
        emit(_told(found, moment.isoformat(), str(out)), fmt, _print)


def _rows(found: Warnings, entity: str) -> Any:
    import pyarrow as pa

    parties = found.parties
    table = {
        "rank": list(range(1, len(parties) + 1)),
        entity: [p.entity for p in parties],
        "probability": [round(p.probability, 6) for p in parties],
        "low": [round(p.low, 6) for p in parties],
        "high": [round(p.high, 6) for p in parties],
        "days_since_last_row": [p.last_seen for p in parties],
        "reasons": ["；".join(cause.text for cause in p.reasons) for p in parties],
    }
    return pa.table(table)


def _told(found: Warnings, as_of: str, out: str) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "parties": len(found.parties),
        "trained_rows": found.model.trained_rows,
        "trained_positives": found.model.trained_positives,
        "view": found.model.plan.view,
        "model": found.model.kind,
        "written": out,
        "first": [
            {"entity": p.entity, "probability": p.probability, "low": p.low, "high": p.high,
             "reasons": [c.text for c in p.reasons]}
            for p in found.parties[:10]
        ],
        "warned": [{"column": v.column, "why": v.why, "auc": v.auc} for v in found.verdicts if v.warned],
        "notes": list(found.notes),
    }  # fmt: skip


def _print(told: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("主体", "概率（90%区间）", "原因")
    for row in told["first"]:
        share = f"{row['probability']:.1%}（{row['low']:.1%}～{row['high']:.1%}）"
        table.add_row(row["entity"], share, "；".join(row["reasons"]))
    console.print(table)
    for verdict in told["warned"]:
        console.print(f"[yellow]警告[/] {verdict['column']}：{verdict['why']}", soft_wrap=True)
    console.print(f"{told['parties']} 个主体，已写入 {told['written']}", soft_wrap=True)
