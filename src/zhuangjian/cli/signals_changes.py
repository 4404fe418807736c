"""``zhuangjian signals onset|season|clusters``: what rose, where it comes together, and what is only the season."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    from zhuangjian.cli.signals_changes_input import Source

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
SignalsOption = Annotated[
    Path | None, typer.Option("--signals", help="信号表：.parquet、.csv 或 .tsv，一行一条信号")
]
DateOption = Annotated[str, typer.Option("--date", help="发生日期所在的列")]
KnownOption = Annotated[
    str, typer.Option("--known-on", help="知悉日期所在的列；默认 known_on（如有），不用写 none")
]
IdOption = Annotated[
    str,
    typer.Option("--id", help="来源记录键所在的列，同一记录只计一次；默认 source_key（如有），不用写 none"),
]
ReporterOption = Annotated[str, typer.Option("--reporter", help="报告单位所在的列，用来看是否一家集中上报")]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="只看满足 列=值 的行，如 kind=complaint；可写多次")
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="截止日：其后才知悉的一概不看；默认最后一次知悉的那天")
]
SinceOption = Annotated[str, typer.Option("--since", help="从哪天算起；默认最早的信号")]
FdrOption = Annotated[float, typer.Option("--fdr", help="提示中允许的错误比例")]
OutOption = Annotated[Path | None, typer.Option("--out", help="结果写到哪个文件：.csv、.tsv 或 .parquet")]
DelayOption = Annotated[
    str, typer.Option("--delay", help="报告迟到：auto 估计并补足，none 不管，天数则去掉最近这些天")
]
AttributableOption = Annotated[
    str,
    typer.Option(
        "--attributable",
        help="不可归责的信号：all 计入，only 不计；auto 在按 party 分组时不计、按产品等分组时计入",
    ),
]
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands ``onset``, ``season`` and ``clusters`` to the group."""
    app.command("onset")(onset_command)
    app.command("season")(season_command)
    app.command("clusters")(clusters_command)


def onset_command(
    signals: SignalsOption = None,
    by: Annotated[str, typer.Option("--by", help="按哪一列分组")] = "product",
    date: DateOption = "occurred_on",
    known: KnownOption = "",
    record: IdOption = "",
    reporter: ReporterOption = "",
    kind: KindOption = None,
    exposure: Annotated[str, typer.Option("--exposure", help="暴露量（如销量）所在的列")] = "",
    exposure_file: Annotated[
        Path | None,
        typer.Option("--exposure-file", help="暴露量表：分组列、日期列和 --exposure 列；默认取自信号表"),
    ] = None,
    exposure_total: Annotated[
        bool, typer.Option("--exposure-total", help="以同期全部信号（不论 --kind 和分组）为暴露量")
    ] = False,
    seasonal: Annotated[
        bool, typer.Option("--seasonal", help="扣除全体共有的季节起伏（至少两年数据）")
    ] = False,
    as_of: AsOfOption = "",
    since: SinceOption = "",
    period: Annotated[str, typer.Option("--period", help="周期：month 或 week")] = "month",
    delay: DelayOption = "auto",
    fdr: FdrOption = 0.05,
    method: Annotated[str, typer.Option("--method", help="bh：独立或正相关；by：任意相关（更严）")] = "bh",
    min_count: Annotated[int, typer.Option("--min-count", help="少于这些件的组不检验")] = 5,
    dispersion: Annotated[
        str, typer.Option("--dispersion", help="estimated 估计离散，poisson 不估计")
    ] = "estimated",
    attributable: AttributableOption = "auto",
    out: OutOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """各产品、成分、反应或企业从何时起增多：起始月、前后发生率及区间、p 值、q 值。"""
    with refusals(fmt):
        _need(signals)
        from zhuangjian.cli import signals_changes_input as given
        from zhuangjian.engines.signals.changes_periods import Period
        from zhuangjian.engines.signals.onset import Onset, OnsetOptions, find_onsets, ground

        refuse_unusable(out, [signals, exposure_file])
        if exposure and exposure_total:
            raise Refusal("--exposure 和 --exposure-total 只能用一个。")
        if exposure_file and not exposure:
            raise Refusal("给了 --exposure-file，还要用 --exposure 写明哪一列是暴露量。")
        source = _source(signals, by, date, known, record, reporter, kind, as_of, attributable)
        options = OnsetOptions(
            unit=given.choice(period, [one for one in get_args(Period) if one != "day"], "--period"),  # type: ignore[arg-type]
            since=given.day(since, "--since"),
            fdr=given.share(fdr, "--fdr"),
            method=given.choice(method, ("bh", "by"), "--method"),  # type: ignore[arg-type]
            min_total=given.at_least(min_count, 1, "--min-count"),
            dispersion=given.choice(dispersion, ("estimated", "poisson"), "--dispersion"),  # type: ignore[arg-type]
            delay=given.delay(delay),
        )
        events = source.events(weight=exposure if exposure and exposure_file is None else None)
        base = ground(events, options)
        amount, told = source.exposure(events, base, exposure, exposure_file, exposure_total)
        season = source.season(events, base, amount) if seasonal else None
        found = find_onsets(events, options, base, amount, season)
        told["seasonal"] = seasonal
        if out is not None:
            given.write(found.rows, Onset, out)
        summary = {**found.summary, **told, "columns": source.columns, "out": str(out) if out else None}
        emit({**summary, "found": [row.row() for row in found.alarms]}, fmt, lambda data: _show_onsets(data))


def season_command(
    signals: SignalsOption = None,
    by: Annotated[str, typer.Option("--by", help="按哪一列分组；不写则合在一起")] = "",
    date: DateOption = "occurred_on",
    known: KnownOption = "",
    record: IdOption = "",
    kind: KindOption = None,
    as_of: AsOfOption = "",
    since: SinceOption = "",
    period: Annotated[str, typer.Option("--period", help="周期：month 或 week")] = "month",
    newest: Annotated[int, typer.Option("--newest", help="最近几个周期与往年同期相比")] = 1,
    harmonics: Annotated[int, typer.Option("--harmonics", help="谐波数：1 一年一峰，2 可有两峰")] = 1,
    delay: DelayOption = "auto",
    fdr: FdrOption = 0.05,
    min_count: Annotated[int, typer.Option("--min-count", help="少于这些件的组不检验")] = 24,
    attributable: AttributableOption = "auto",
    out: OutOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """有没有季节起伏、高峰在何时；扣除季节和趋势后，最近的周期是否仍然偏高。"""
    with refusals(fmt):
        _need(signals)
        from zhuangjian.cli import signals_changes_input as given
        from zhuangjian.engines.signals.onset import OnsetOptions, ground
        from zhuangjian.engines.signals.season_groups import SeasonRow, find_seasons

        refuse_unusable(out, [signals])
        source = _source(signals, by, date, known, record, "", kind, as_of, attributable)
        given.at_least(newest, 1, "--newest")
        if harmonics not in (1, 2):
            raise Refusal(f"--harmonics 只能是 1 或 2，给出的是 {harmonics}。")
        options = OnsetOptions(
            unit=given.choice(period, ("week", "month"), "--period"),  # type: ignore[arg-type]
            since=given.day(since, "--since"),
            delay=given.delay(delay),
        )
        events = source.events()
        rows, summary = find_seasons(
            events,
            ground(events, options),
            newest=newest,
            harmonics=harmonics,
            fdr=given.share(fdr, "--fdr"),
            min_total=given.at_least(min_count, 1, "--min-count"),
        )
        if out is not None:
            given.write(rows, SeasonRow, out)
        summary |= {"columns": source.columns, "out": str(out) if out else None}
        shown = [row.row() for row in rows if row.seasonal or row.alarm]
        emit({**summary, "found": shown}, fmt, _show_seasons)


def clusters_command(
    signals: SignalsOption = None,
    date: DateOption = "occurred_on",
    lon: Annotated[str, typer.Option("--lon", help="经度所在的列")] = "",
    lat: Annotated[str, typer.Option("--lat", help="纬度所在的列")] = "",
    place: Annotated[
        str, typer.Option("--place", help="地点所在的列；写区划代码时按区县、市、省逐级合并")
    ] = "",
    model: Annotated[
        str,
        typer.Option(
            "--model", help="permutation 只要信号本身；past 与各地自己的过去比；poisson 与人口（暴露量）比"
        ),
    ] = "permutation",
    places: Annotated[
        Path | None, typer.Option("--places", help="地点表：--place 列、--population 列，可有坐标列")
    ] = None,
    population: Annotated[str, typer.Option("--population", help="地点表里人口（暴露量）所在的列")] = "",
    current: Annotated[str, typer.Option("--current", help="past 模型：从哪天起算现在")] = "",
    over_time: Annotated[bool, typer.Option("--over-time", help="poisson 模型也找时间段")] = False,
    known: KnownOption = "",
    record: IdOption = "",
    reporter: ReporterOption = "",
    kind: KindOption = None,
    as_of: AsOfOption = "",
    since: SinceOption = "",
    period: Annotated[str, typer.Option("--period", help="周期：day、week 或 month")] = "week",
    longest: Annotated[int, typer.Option("--longest", help="聚集最多延续几个周期；0：一半，至多 13")] = 0,
    ended: Annotated[bool, typer.Option("--ended", help="已经结束的聚集也找")] = False,
    max_share: Annotated[float, typer.Option("--max-share", help="一个聚集至多占全部的多大比例")] = 0.5,
    grid: Annotated[float | None, typer.Option("--grid", help="把坐标并成多少公里的网格")] = None,
    replications: Annotated[int, typer.Option("--replications", help="随机重复次数")] = 999,
    seed: Annotated[int, typer.Option("--seed", help="随机种子：同样的种子得同样的结果")] = 0,
    level: Annotated[float, typer.Option("--level", help="p 不大于多少才提示")] = 0.05,
    attributable: AttributableOption = "auto",
    out: OutOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """投诉举报等在何处、何时聚集（Kulldorff 扫描统计量），p 值已顾及找遍了所有地方和时段。"""
    with refusals(fmt):
        _need(signals)
        from zhuangjian.cli import signals_changes_input as given
        from zhuangjian.engines.signals.clusters import ClusterOptions
        from zhuangjian.engines.signals.clusters_events import Framing, cluster_events

        refuse_unusable(out, [signals, places])
        if not place and not (lon and lat):
            raise Refusal(
                "要知道在哪里：请给 --place，或 --lon 和 --lat。", missing=["--place", "--lon", "--lat"]
            )
        source = _source(signals, "", date, known, record, reporter, kind, as_of, attributable)
        options = ClusterOptions(
            model=given.choice(model, ("permutation", "past", "poisson"), "--model"),  # type: ignore[arg-type]
            max_share=max_share,
            longest=given.at_least(longest, 0, "--longest") or None,
            to_the_end=not ended,
            replications=replications,
            seed=given.at_least(seed, 0, "--seed"),
            level=given.share(level, "--level"),
        )
        framing = Framing(
            unit=given.choice(period, ("day", "week", "month"), "--period"),  # type: ignore[arg-type]
            since=given.day(since, "--since"),
            current=given.day(current, "--current"),
            grid_km=grid,
            over_time=over_time,
        )
        people = source.population(places, place, population, lon, lat) if model == "poisson" else None
        own = people is None or not people.lon
        events = source.events(
            place=place or None, lon=(lon or None) if own else None, lat=(lat or None) if own else None
        )
        rows, summary = cluster_events(events, options, framing, people)
        if out is not None:
            given.write_clusters(rows, out)
        summary |= {"columns": source.columns, "out": str(out) if out else None}
        emit({**summary, "found": rows}, fmt, _show_clusters)


def _need(signals: Path | None) -> None:
    if signals is None:
        raise Refusal("没有写明信号表；请用 --signals 指定文件。", missing=["--signals"])


def _source(
    signals: Path | None,
    by: str,
    date: str,
    known: str,
    record: str,
    reporter: str,
    kind: list[str] | None,
    as_of: str,
    attributable: str,
) -> Source:
    from zhuangjian.cli.signals_changes_input import Source

    assert signals is not None
    return Source(signals, by, date, known, record, reporter, kind or [], as_of, attributable)


def _show_onsets(data: dict[str, Any]) -> None:
    console.print(
        f"截至 {data['as_of']}，{data['first']} 至 {data['last']}（{data['periods']} 个周期）："
        f"检验 {data['tested']} 组，{data['alarms']} 组增多（q ≤ {data['fdr']:g}）；{data['too_few']} 组件数太少未检验。"
    )
    for note in data["notes"]:
        console.print(f"  注意：{note}", markup=False)
    unit = "每 30 日" if data["exposure"] == "days" else "每单位暴露量"
    for row in data["found"][:SHOWN]:
        times = "以前没有" if row["ratio"] is None else f"{row['ratio']:.1f} 倍"
        high = "∞" if row["ratio_high"] is None else f"{row['ratio_high']:.1f}"
        console.print(
            f"  {row['group']}：{row['start']}（{row['start_low']} 至 {row['start_high']}）起，"
            f"{unit} {row['rate_before']:.3g} → {row['rate_after']:.3g}，{times}"
            f"（{row['ratio_low']:.1f}–{high}），q = {row['q']:.2g}{_cautions(row)}",
            markup=False,
        )
    _more(data)


def _cautions(row: dict[str, Any]) -> str:
    told = []
    if row["nothing_before"]:
        told.append("以前没有记录，可能是新上市")
    if row["newest_only"]:
        told.append("只有最近一个周期")
    if row["batch"]:
        told.append(
            f"{row['batch_share']:.0%} 来自 {row['batch_source']}，去掉后 p = {row['p_without_batch']:.2g}"
        )
    return f"；注意：{'；'.join(told)}" if told else ""


def _show_seasons(data: dict[str, Any]) -> None:
    console.print(
        f"截至 {data['as_of']}，检验 {data['tested']} 组：{data['seasonal']} 组有季节起伏；"
        f"最近 {data['newest_periods']} 个周期有 {data['alarms']} 组在扣除季节后仍偏高"
        f"（不扣除季节会有 {data['plain_alarms']} 组）。"
    )
    for row in data["found"][:SHOWN]:
        peak = f"高峰 {row['peak']}" + (
            f"（{row['peak_low']} 至 {row['peak_high']}）" if row["peak_low"] else ""
        )
        high = ""
        if row["alarm"]:
            high = f"；最近 {row['newest']} 件，同期应为 {row['newest_expected']:.1f} 件，q = {row['q_newest']:.2g}"
        console.print(
            f"  {row['group']}：{peak}，高峰为低谷的 {row['swing']:.1f} 倍，q = {row['q']:.2g}{high}",
            markup=False,
        )
    _more(data)


def _show_clusters(data: dict[str, Any]) -> None:
    console.print(
        f"截至 {data['as_of']}，{data['places']} 个地点、{data['cases']} 件信号："
        f"{data['alarms']} 处聚集（p ≤ {data['level']:g}，{data['replications']} 次随机重复）。"
    )
    shown = [row for row in data["found"] if row["alarm"]] or data["found"][:1]
    for row in shown[:SHOWN]:
        wide = "" if row["radius_km"] is None else f"，半径 {row['radius_km']:.1f} 公里"
        batch = (
            f"；注意：{row['largest_source_share']:.0%} 来自 {row['largest_source']}" if row["batch"] else ""
        )
        names = row["places"] if row["place_count"] <= 5 else f"{row['centre']} 等 {row['place_count']} 处"
        console.print(
            f"  {'聚集' if row['alarm'] else '最不寻常的一处也不显著：'} {names}{wide}，{row['start']} 至 {row['end']}："
            f"{row['observed']} 件，应为 {row['expected']:.1f} 件，p = {row['p']:.3g}{batch}",
            markup=False,
        )


def _more(data: dict[str, Any]) -> None:
    if len(data["found"]) > SHOWN:
        console.print(f"  另有 {len(data['found']) - SHOWN} 行，见 --out 文件或 --format json。")
