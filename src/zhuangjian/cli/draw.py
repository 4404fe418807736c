"""``zhuangjian draw …``: a random draw that anybody can recompute."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.cli.draw_files import (
    new_secret,
    read_bytes,
    read_document,
    read_secret,
    refuse_unwritable,
    write_document,
    write_secret,
)
from zhuangjian.cli.draw_inputs import ListWords, TeamWords, frozen, names
from zhuangjian.engines.draw import (
    Document,
    Report,
    Source,
    commit,
    commitment,
    reveal,
    run,
    substitute,
    verify_bytes,
)
from zhuangjian.engines.draw.verifying import empty_strata, unstaffed
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, errors, refusals

app = typer.Typer(no_args_is_help=True, help="随机抽取")

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
FileArgument = Annotated[Path, typer.Argument(help="抽取文件")]
ListOption = Annotated[
    Path | None, typer.Option("--list", help="名单：CSV、TSV（UTF-8 或 GB18030）或 XLSX，首行为列名")
]
IdOption = Annotated[str, typer.Option("--id", help="编号所在的列")]
CountOption = Annotated[int | None, typer.Option("--count", help="抽取数量")]
StrataOption = Annotated[
    str, typer.Option("--strata", help="按哪些列分层，逗号分隔；名额按占比以最大余数法分配")
]
QuotasOption = Annotated[
    Path | None, typer.Option("--quotas", help="逐层写明名额的表：分层各列和 quota（名额）")
]
ExcludeOption = Annotated[
    Path | None, typer.Option("--exclude", help="排除清单：id（编号）和 reason（理由）两列")
]
KeepOption = Annotated[str, typer.Option("--keep", help="另外写进文件的列，逗号分隔（文件将公布，勿写秘密）")]
TitleOption = Annotated[str, typer.Option("--title", help="抽取的名称")]
OfficersOption = Annotated[Path | None, typer.Option("--officers", help="人员名单：同时抽取检查组")]
SizeOption = Annotated[str, typer.Option("--team-size", help="检查组人数，如 2 或 2-3")]
DayOption = Annotated[str, typer.Option("--day", help="检查日期（第一日）YYYY-MM-DD")]
LastDayOption = Annotated[str, typer.Option("--last-day", help="检查日期的最后一日，默认同 --day")]
ExpertiseOption = Annotated[str, typer.Option("--expertise", help="每个检查组都须具备的专长，逗号分隔")]
ExpertiseByOption = Annotated[str, typer.Option("--expertise-by", help="名单中写明所需专长的列")]
ConflictByOption = Annotated[
    str, typer.Option("--conflict-by", help="除编号外，用于核对利害关系的列，逗号分隔")
]
RegionOption = Annotated[
    str, typer.Option("--region", envvar="ZHUANGJIAN_REGION", help="法规包、地区中文名或区划代码")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="写到哪个文件")]
ForceOption = Annotated[bool, typer.Option("--force", help="覆盖已有的不同文件")]
SHOWN = 30


@app.command("freeze")
def freeze_command(
    list_file: ListOption = None,
    id_column: IdOption = "",
    count: CountOption = None,
    strata: StrataOption = "",
    quota_file: QuotasOption = None,
    exclude: ExcludeOption = None,
    keep: KeepOption = "",
    title: TitleOption = "",
    kind: Annotated[
        str, typer.Option("--source", help="种子来源：public_event、dice、commit_reveal 或 stated")
    ] = "",
    description: Annotated[str, typer.Option("--source-words", help="事先写明用哪一事件、在何处产生")] = "",
    authorities: Annotated[str, typer.Option("--authorities", help="承诺与揭示的各单位，逗号分隔")] = "",
    dice: Annotated[int, typer.Option("--dice", help="掷骰次数")] = 0,
    officers: OfficersOption = None,
    size: SizeOption = "2",
    day: DayOption = "",
    last_day: LastDayOption = "",
    expertise: ExpertiseOption = "",
    expertise_by: ExpertiseByOption = "",
    conflict_by: ConflictByOption = "",
    region: RegionOption = "",
    out: OutOption = None,
    force: ForceOption = False,
    fmt: FormatOption = Format.text,
) -> None:
    """抽取之前：固定名单、排除及理由、名额、种子来源和人员，得出应当公布的摘要。"""
    with refusals(fmt):
        if not kind:
            raise Refusal(
                "没有写明种子来源；请用 --source 写明（事先指定，才不能挑选种子）", missing=["--source"]
            )
        target = _target(out)
        words = ListWords(_list(list_file), id_column, count, strata, quota_file, exclude, keep, title)
        team = TeamWords(officers, size, day, last_day, expertise, expertise_by, conflict_by, region or None)
        document = frozen(words, team, Source(kind.strip(), description, tuple(names(authorities)), dice))
        write_document(document, target, replace=force)
        emit(_summary(document, target), fmt, _print_summary)


@app.command("commit")
def commit_command(
    file: FileArgument,
    authority: Annotated[str, typer.Option("--authority", help="承诺单位")],
    secret_file: Annotated[
        Path | None, typer.Option("--secret-file", help="秘密文件；不存在时产生新的秘密并写入")
    ] = None,
    value: Annotated[str, typer.Option("--commitment", help="本单位自行算出的承诺值")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """一个单位公布承诺：秘密留在本单位，文件里只有其摘要。"""
    with refusals(fmt):
        if bool(value) == (secret_file is not None):
            raise Refusal(
                "请用 --secret-file 或 --commitment 之一", missing=["--secret-file 或 --commitment"]
            )
        document = read_document(file)
        fresh = ""
        if secret_file is not None:
            secret = read_secret(secret_file) if secret_file.exists() else (fresh := new_secret())
            value = commitment(document["frozen_digest"], authority.strip(), secret)
        changed = commit(document, authority, value)
        if fresh and secret_file is not None:
            write_secret(secret_file, fresh)
        write_document(changed, file, replace=True)
        facts = {**_summary(changed, file), "authority": authority.strip(), "commitment": value.strip()}
        emit(
            facts,
            fmt,
            lambda f: console.print(f"“{f['authority']}”的承诺 {f['commitment']} 已写入 {f['out']}"),
        )


@app.command("reveal")
def reveal_command(
    file: FileArgument,
    authority: Annotated[str, typer.Option("--authority", help="承诺单位")],
    secret_file: Annotated[Path, typer.Option("--secret-file", help="作出承诺时的秘密文件")],
    fmt: FormatOption = Format.text,
) -> None:
    """全部承诺之后，一个单位揭示秘密；与承诺不符的不予受理。"""
    with refusals(fmt):
        changed = reveal(read_document(file), authority, read_secret(secret_file))
        write_document(changed, file, replace=True)
        facts = {**_summary(changed, file), "authority": authority.strip()}
        emit(facts, fmt, lambda f: console.print(f"“{f['authority']}”已揭示，与承诺相符，写入 {f['out']}"))


@app.command("run")
def run_command(
    file: Annotated[Path | None, typer.Argument(help="已冻结的抽取文件；不写则用 --list 一步完成")] = None,
    list_file: ListOption = None,
    id_column: IdOption = "",
    count: CountOption = None,
    seed: Annotated[str, typer.Option("--seed", help="种子，或事先指定的来源所产生的公开值")] = "",
    strata: StrataOption = "",
    quota_file: QuotasOption = None,
    exclude: ExcludeOption = None,
    keep: KeepOption = "",
    title: TitleOption = "",
    officers: OfficersOption = None,
    size: SizeOption = "2",
    day: DayOption = "",
    last_day: LastDayOption = "",
    expertise: ExpertiseOption = "",
    expertise_by: ExpertiseByOption = "",
    conflict_by: ConflictByOption = "",
    region: RegionOption = "",
    again: Annotated[str, typer.Option("--again", help="重抽的理由（以前各轮都会保留）")] = "",
    out: OutOption = None,
    force: ForceOption = False,
    fmt: FormatOption = Format.text,
) -> None:
    """抽取：对已冻结的文件，或用 --list 一步完成。"""
    with refusals(fmt):
        if (file is None) == (list_file is None):
            raise Refusal(
                "请写明已冻结的抽取文件，或用 --list 给出名单（只用其一）", missing=["抽取文件或 --list"]
            )
        if file is not None:
            if any((id_column, count is not None, strata, quota_file, exclude, keep, title, officers, day)):
                raise Refusal("名单、数量和人员已经冻结，不能在抽取时另给；请只写抽取文件和 --seed")
            before, target = read_document(file), out or file
        else:
            target = _target(out)
            words = ListWords(_list(list_file), id_column, count, strata, quota_file, exclude, keep, title)
            team = TeamWords(
                officers, size, day, last_day, expertise, expertise_by, conflict_by, region or None
            )
            before = frozen(words, team, Source())
        document = run(before, seed, again=again)
        write_document(document, target, replace=force or target == file)
        emit(_result(document, target), fmt, _print_result)


@app.command("substitute")
def substitute_command(
    file: FileArgument,
    item: Annotated[str, typer.Option("--item", help="被换下的对象编号；换人员时为其检查的对象")],
    reason: Annotated[str, typer.Option("--reason", help="理由")] = "",
    officer: Annotated[str, typer.Option("--officer", help="被换下的人员编号")] = "",
    out: OutOption = None,
    force: ForceOption = False,
    fmt: FormatOption = Format.text,
) -> None:
    """递补：由排序的下一位替补一家对象，或替补检查组中的一人；另记一轮。"""
    with refusals(fmt):
        target = out or file
        document = substitute(read_document(file), item, reason, officer=officer)
        write_document(document, target, replace=force or target == file)
        emit(_result(document, target), fmt, _print_result)


@app.command("verify")
def verify_command(
    file: FileArgument,
    digests: Annotated[
        list[str] | None, typer.Option("--digest", help="此前公布的摘要（可多次），须与文件相符")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """从公布的文件重做每一步；有任何不符时列出并以 1 退出。"""
    try:
        report = verify_bytes(read_bytes(file), digests or [])
    except Refusal as refusal:
        report = Report(problems=[refusal.message])
    emit(report.to_dict(), fmt, _print_report)
    if not report.ok:
        raise typer.Exit(1)


def _list(path: Path | None) -> Path:
    if path is None:
        raise Refusal("没有给出名单；请用 --list 写明文件", missing=["--list"])
    return path


def _target(out: Path | None) -> Path:
    if out is None:
        raise Refusal("没有写明写到哪个文件；请用 --out 写明", missing=["--out"])
    refuse_unwritable(out)
    return out


def _summary(document: Document, path: Path) -> dict[str, Any]:
    part = document["frozen"]
    return {
        "out": str(path),
        "digest": document["frozen_digest"],
        "seal": document["seal"],
        "eligible": len(part["items"]),
        "excluded": len(part["excluded"]),
        "count": part["count"],
        "strata": part["strata"]["quotas"],
        "source": part["source"],
        "notes": empty_strata(part),
    }


def _result(document: Document, path: Path) -> dict[str, Any]:
    last = document["rounds"][-1]
    return {
        **_summary(document, path),
        "seed": document["seed"],
        "round": last["round"],
        "kind": last["kind"],
        "selected": document["result"]["selected"],
        "teams": document["result"]["teams"],
        "notes": [*empty_strata(document["frozen"]), *unstaffed(document["rounds"])],
    }


def _print_summary(data: dict[str, Any]) -> None:
    console.print(f"可抽 {data['eligible']} 家，排除 {data['excluded']} 家，将抽 {data['count']} 家。")
    console.print(f"冻结摘要（请在种子产生之前公布）：[bold]{data['digest']}[/]", highlight=False)
    console.print(f"已写入 {data['out']}", highlight=False)
    _print_notes(data["notes"])


def _print_result(data: dict[str, Any]) -> None:
    console.print(f"第 {data['round']} 轮完成，当前结果 {len(data['selected'])} 家：")
    teams = {team["id"]: team for team in data["teams"]}
    for one in data["selected"][:SHOWN]:
        members = "、".join(teams[one]["members"]) if one in teams else ""
        console.print(f"  {one}" + (f"  检查组：{members}" if members else ""), highlight=False, markup=False)
    if len(data["selected"]) > SHOWN:
        console.print(f"  …… 其余 {len(data['selected']) - SHOWN} 家见文件")
    console.print(f"冻结摘要 {data['digest']}\n封条 {data['seal']}\n已写入 {data['out']}", highlight=False)
    _print_notes(data["notes"])


def _print_report(data: dict[str, Any]) -> None:
    for line in data["checked"]:
        console.print(f"[green]✓[/] {line}", highlight=False)
    for line in data["problems"]:
        errors.print("[bold red]✗[/]", line.replace("[", "\\["), highlight=False)
    _print_notes(data["notes"])
    console.print(
        "校验通过" if data["ok"] else "校验未通过", style="bold green" if data["ok"] else "bold red"
    )


def _print_notes(notes: list[str]) -> None:
    for line in notes:
        console.print("注意：" + line, highlight=False, markup=False, style="yellow")
