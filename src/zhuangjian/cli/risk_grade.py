"""``zhuangjian risk grade``: parties graded by the published method, each with its point sheet."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal, plain
from zhuangjian.engines.rules.bases import label_of
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.risk.grade import Grade
    from zhuangjian.engines.risk.pack_loading import GradePack, Method

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
RegionOption = Annotated[
    str, typer.Option("--region", envvar="ZHUANGJIAN_REGION", help="依据写哪个地区的条款：法规包或地区中文名")
]
PACK_HELP = "分级方法的名称（默认 national）、YAML 文件，或日期 YYYY-MM-DD（用该日有效的取值），可用逗号并写"


def register(app: typer.Typer) -> None:
    """Add ``grade`` and ``grade-method`` to the ``risk`` group."""
    app.command("grade")(grade_command)
    app.command("grade-method")(method_command)


def grade_command(
    signals: Annotated[Path, typer.Option("--signals", help="信号表（.parquet、.csv、.tsv）")],
    parties: Annotated[Path, typer.Option("--parties", help="主体表：party、kinds、各项数量、credit")],
    as_of: Annotated[str, typer.Option("--as-of", help="截至哪一天 YYYY-MM-DD，此后才得知的信号不计")],
    pack: Annotated[str, typer.Option("--pack", help=PACK_HELP)] = "",
    previous: Annotated[
        Path | None, typer.Option("--previous", help="上次定级写出的结果（JSON），据此判断升降")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="各主体的等级和计分表写入哪个文件（JSON）")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="打印这个主体的计分表")] = "",
    region: RegionOption = "",
    fmt: FormatOption = Format.text,
) -> None:
    """按公布的方法定风险等级，每个主体附计分表。"""
    with refusals(fmt):
        day = _day(as_of, "--as-of")
        if out is not None:
            refuse_unusable(out, [signals, parties], kinds=())
        method = _method(pack, day, region)
        grades, told = _graded(signals, parties, day, method, previous)
        if out is not None:
            _write(out, {**told, "grades": [plain(item) for item in grades]})
        if sheet:
            _print_sheet(grades, sheet, fmt)
            return
        emit({**told, "out": str(out) if out else None}, fmt, _print_told)


def method_command(
    pack: Annotated[str, typer.Option("--pack", help=PACK_HELP)] = "",
    on: Annotated[str, typer.Option("--on", help="哪一天有效的取值 YYYY-MM-DD")] = "",
    region: RegionOption = "",
    fmt: FormatOption = Format.text,
) -> None:
    """列出分级方法的全部因素、分值、依据和理由。"""
    from zhuangjian.engines.risk.pack_loading_tables import method_table, method_text

    with refusals(fmt):
        given = [word for word in pack.split(",") if _is_day(word)]
        if not on and not given:
            raise Refusal("没有写明取哪一天有效的方法，请用 --on YYYY-MM-DD", missing=["--on"])
        method = _method(pack, _day(on or given[0], "--on"), region)
        emit(method_table(method), fmt, lambda _: print(method_text(method), end=""))


def _graded(
    signals: Path, parties: Path, day: date, method: Method, previous: Path | None
) -> tuple[list[Grade], dict[str, Any]]:
    from zhuangjian.engines.risk.grade import grade
    from zhuangjian.engines.risk.grade_facts import RiskSignal
    from zhuangjian.engines.risk.grade_reading import parties_from, signals_from, standings_from
    from zhuangjian.engines.tables import open_session

    with open_session("duckdb", threads=1) as session:
        facts = parties_from(session.arrow(session.read(parties, text=True)))
        rows, nobody = signals_from(session.arrow(session.read(signals, text=True, allow_empty=True)))
    before = standings_from(_json(previous)) if previous else {}
    own: dict[str, list[RiskSignal]] = {}
    for row in rows:
        own.setdefault(row.party, []).append(row)
    grades = [grade(f, own.get(f.party, ()), day, method, before.get(f.party)) for f in facts]
    strangers = sorted(set(own) - {f.party for f in facts})
    return grades, {
        "as_of": day.isoformat(),
        "pack": method.label,
        "method_on": method.on.isoformat(),
        "basis": method.basis,
        "direction": "A 风险最低，D 最高",
        "parties": len(grades),
        "signals": len(rows) + nobody,
        "signals_without_party": nobody,
        "parties_not_listed": len(strangers),
        "parties_not_listed_first": strangers[:10],
        "by_grade": _counted([g.grade.value for g in grades], "ABCD"),
        "moves": _counted([g.move for g in grades], ("first", "rose", "fell", "stayed")),
        "direct_raises": sum(bool(g.direct) for g in grades),
    }


def _counted(found: list[str], known: Any) -> dict[str, int]:
    return {name: found.count(name) for name in known}


def _method(pack: str, day: date, region: str) -> Method:
    from zhuangjian.engines.risk.pack_loading import grade_pack

    chosen: GradePack | None = None
    for word in filter(None, (part.strip() for part in pack.split(","))):
        if _is_day(word):
            day = _day(word, "--pack")
        elif word.endswith((".yaml", ".yml")):
            path = Path(word)
            if not path.is_file():
                raise Refusal(f"分级方法文件 {path} 不存在，请改正 --pack", missing=["分级方法"])
            chosen = grade_pack(path.stem, path.parent)
        else:
            chosen = grade_pack(word)
    return (chosen or grade_pack()).on(day, region or None)


def _is_day(word: str) -> bool:
    return word[:4].isdigit() and "-" in word


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"{option} 的“{text}”不是日期，请写成 YYYY-MM-DD", missing=[option]) from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"文件 {path} 不存在，请改正 --previous", missing=["--previous"]) from None
    except (OSError, ValueError) as error:
        raise Refusal(f"文件 {path} 不是可读的 JSON（{error}），请用本命令 --out 写出的文件") from None


def _write(out: Path, document: Any) -> None:
    new = out.with_name(out.name + ".new")
    try:
        new.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        new.replace(out)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Refusal(
            f"结果文件写不进去：{out}（{error.strerror or error}）。请检查权限和磁盘空间。", missing=["--out"]
        ) from None


def _print_sheet(grades: list[Grade], party: str, fmt: Format) -> None:
    from zhuangjian.engines.risk.grade_sheet import sheet_text

    found = next((g for g in grades if g.party == party), None)
    if found is None:
        raise Refusal(f"主体表里没有 {party}，请改正 --sheet", missing=["--sheet"])
    emit(found, fmt, lambda g: print(sheet_text(g), end=""))


def _print_told(told: dict[str, Any]) -> None:
    from rich.markup import escape

    mark = "" if told["basis"] == "official" else f"［{label_of(told['basis'])}］"
    console.print(
        f"[bold]截至 {told['as_of']}，{told['parties']} 个主体[/]，方法 {escape(told['pack'])}{mark}",
        highlight=False,
    )
    console.print(
        "，".join(f"{grade}级 {count}" for grade, count in told["by_grade"].items()), highlight=False
    )
    moves = told["moves"]
    console.print(
        f"首次 {moves['first']}，上升 {moves['rose']}，下降 {moves['fell']}，不变 {moves['stayed']}；"
        f"直接列级 {told['direct_raises']}",
        highlight=False,
    )
    if told["parties_not_listed"]:
        names = escape("、".join(told["parties_not_listed_first"]))
        console.print(
            f"[yellow]有信号而不在主体表中的 {told['parties_not_listed']} 个：{names}[/]", highlight=False
        )
    if told["signals_without_party"]:
        console.print(f"没有主体的信号 {told['signals_without_party']} 条，未计", highlight=False)
    if told["out"]:
        console.print(f"已写入 {told['out']}", highlight=False, markup=False)
