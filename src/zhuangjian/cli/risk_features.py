"""``zhuangjian risk features``: what is known of each party on a day, as a table of numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("features")(command)


def command(
    signals: Annotated[
        str, typer.Option("--signals", help="信号表：Parquet、CSV 或 TSV，可用通配符（加引号）")
    ],
    out: Annotated[Path, typer.Option("--out", help="结果文件：.parquet、.csv 或 .tsv")],
    as_of: Annotated[str, typer.Option("--as-of", help="评价日 YYYY-MM-DD：当天及以后才知道的一律不计")] = "",
    parties: Annotated[
        str, typer.Option("--parties", help="企业表（party 列）；另有 as_of 列时每家企业用自己的评价日")
    ] = "",
    windows: Annotated[
        str, typer.Option("--windows", help="时间窗口（天），逗号分隔")
    ] = "30,90,180,365,1095",
    half_life: Annotated[int, typer.Option("--half-life", help="衰减的半衰期（天）")] = 180,
    engine: Annotated[str, typer.Option("--engine", help="duckdb 或 spark")] = "duckdb",
    master: Annotated[
        str, typer.Option("--master", help="Spark 主节点，例如 spark://host:7077；默认本机")
    ] = "",
    threads: Annotated[int, typer.Option("--threads", help="线程数（0：全部）")] = 0,
    memory: Annotated[str, typer.Option("--memory", help="内存上限，例如 4GB")] = "",
    temp: Annotated[str, typer.Option("--temp", help="临时目录；集群须用各节点都能读写的共享目录")] = "",
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """按评价日算出每家企业的风险特征：各类信号在各时间窗口内的次数、严重程度、衰减和、产品数、距今天数。"""
    with refusals(format):
        from zhuangjian.engines.tables import open_session
        from zhuangjian.engines.tables.locating import files_of

        spec = _spec(windows, half_life)
        day = _day(as_of)
        if day is None and not parties:
            raise Refusal("请用 --as-of 给出评价日（YYYY-MM-DD），或用 --parties 给出带 as_of 列的企业表。")
        read = [*files_of(signals), *(files_of(parties) if parties else ())]
        refuse_unusable(out, read)
        with open_session(
            engine,
            threads=threads or None,
            memory_limit=memory or None,
            temp_directory=temp or None,
            master=master or None,
        ) as session:
            result = _compute(session, signals, parties, day, spec, out)
        emit(result | {"engine": engine, "out": str(out)}, format, _show)


def _compute(
    session: Any, signals: str, parties: str, day: date | None, spec: Any, out: Path
) -> dict[str, Any]:
    from zhuangjian.engines.risk.features import features
    from zhuangjian.engines.risk.features_input import alike, once_per_source, party_rows, signal_rows

    rows = signal_rows(session, session.read(signals))
    rows, repeated = once_per_source(session, rows)
    when: Any = day
    wanted = None
    if parties:
        rows, wanted = alike(rows, party_rows(session, session.read(parties)))
        if "as_of" in wanted.columns:
            if day is not None:
                raise Refusal("企业表已有 as_of 列，不能再用 --as-of。请去掉其中一个。")
            when, wanted = wanted, None
        elif day is None:
            raise Refusal("企业表没有 as_of 列。请用 --as-of 给出评价日（YYYY-MM-DD）。")
    if "product" not in rows.columns:
        rows = rows.mutate(product=_nothing())
    count = session.write(features(rows, when, spec, parties=wanted), out, order_by=("party", "as_of"))
    return {
        "as_of": day,
        "rows": count,
        "repeated_signals": repeated,
        "windows": spec.windows,
        "kinds": spec.kinds,
        "half_life_days": spec.half_life,
        "columns": ["party", "as_of", *spec.columns],
    }


def _nothing() -> Any:
    import ibis

    return ibis.null("string")


def _spec(windows: str, half_life: int) -> Any:
    from zhuangjian.engines.risk.features_spec import FeatureSpec

    try:
        days = tuple(int(word) for word in windows.split(","))
    except ValueError:
        raise Refusal(f"--windows “{windows}”不是用逗号分隔的天数，例如 30,90,365。") from None
    return FeatureSpec(windows=days, half_life=half_life)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"--as-of “{text}”不是有效日期，请写成 YYYY-MM-DD，例如 2026-11-21。") from None


def _show(result: dict[str, Any]) -> None:
    console.print(f"已写入 {result['out']}：{result['rows']} 行，{len(result['columns'])} 列。", markup=False)
    if result["repeated_signals"]:
        console.print(f"来源记录键重复的 {result['repeated_signals']} 行只计最早知悉的一次。")
