"""``zhuangjian rules …``: ask the law from the command line."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.bases import label_of, note_of
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.engines.rules.words import PARTY_ALIASES, aliases_told
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True, help="法规规则")

FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
RegionOption = Annotated[
    str, typer.Option("--region", envvar="ZHUANGJIAN_REGION", help="法规包、地区中文名或区划代码")
]
OnOption = Annotated[str, typer.Option("--on", help="按哪一天有效的规则，默认按事件当日或现行规则")]
PARTY_HELP = (
    "对象种类，逗号分隔，例如 registrant,manufacturer。可用："
    f"{'、'.join(kind.value for kind in PartyKind)}。也可写：{aliases_told(PARTY_ALIASES)}"
)
PartyOption = Annotated[str, typer.Option("--party", help=PARTY_HELP)]
STATUS = {"met": "[green]已实现[/]", "partly": "[yellow]部分[/]", "not_yet": "[dim]尚未[/]"}


@app.command("due")
def due_command(
    name: Annotated[str, typer.Argument(help="期限名称，例如 filing_feedback；不写则列出全部")] = "",
    start: Annotated[str, typer.Option("--from", help="起算日期 YYYY-MM-DD")] = "",
    region: RegionOption = "",
    on: OnOption = "",
    urgent: Annotated[bool, typer.Option("--urgent", help="紧急情况")] = False,
    requested_until: Annotated[str, typer.Option("--requested-until", help="协查请求写明的期限")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """计算法定期限的最后一日，并说明理由。"""
    from zhuangjian.engines.rules.answer import Refusal
    from zhuangjian.engines.rules.deadlines import deadline_names, due

    with refusals(fmt):
        if not name:
            emit(deadline_names(region or None), fmt, _print_names)
            return
        if not start:
            raise Refusal("没有写明起算日期，请用 --from YYYY-MM-DD", missing=["起算日期"])
        answer = due(
            name,
            start,
            region=region or None,
            on=on or None,
            urgent=urgent,
            requested_until=requested_until or None,
        )
        emit(_due(answer), fmt, _print_due)


@app.command("forms")
def forms_command(
    kind: Annotated[str, typer.Option("--type", help="licensing、routine、for_cause 或 other")],
    party: PartyOption,
    checkpoints: Annotated[bool, typer.Option("--checkpoints", help="依据检查要点开展")] = False,
    region: RegionOption = "",
    on: OnOption = "",
    fmt: FormatOption = Format.text,
) -> None:
    """现场检查记录可以采用的形式（CQ 14）和适用的结论（CQ 16）。"""
    from zhuangjian.engines.rules.forms import conclusions_for, forms_for

    with refusals(fmt):
        forms = forms_for(kind, party, checkpoints=checkpoints, region=region or None, on=on or None)
        lists = conclusions_for(kind, party, region=region or None, on=on or None)
        emit(_forms(forms, lists), fmt, _print_forms)


@app.command("course")
def course_command(
    kind: Annotated[str, typer.Option("--type", help="licensing、routine、for_cause 或 other")],
    party: PartyOption,
    mode: Annotated[
        str, typer.Option("--mode", help="on_site、off_site_written 或 off_site_remote")
    ] = "on_site",
    region: RegionOption = "",
    on: OnOption = "",
    fmt: FormatOption = Format.text,
) -> None:
    """检查的程序：每一步可以办理什么、由谁办理、之后到哪一步、什么可以省略。"""
    from zhuangjian.engines.rules.courses import course_for, told

    with refusals(fmt):
        answer = course_for(kind, mode, party, region=region or None, on=on or None)
        emit(told(answer, region=region or None), fmt, _print_course)


@app.command("competent")
def competent_command(
    party: PartyOption,
    region: Annotated[str, typer.Option("--region", help="区划代码，例如 500103")],
    on: OnOption = "",
    fmt: FormatOption = Format.text,
) -> None:
    """由哪个部门负责监督检查（CQ 2、4、53）。"""
    from zhuangjian.engines.rules.competence import competent_authority

    with refusals(fmt):
        answer = competent_authority(party, region, on=on or None)
        emit(_competent(answer), fmt, _print_competent)


@app.command("coverage")
def coverage_command(
    status: Annotated[str, typer.Option("--status", help="只列 met、partly 或 not_yet")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """两份文件的每一条由什么实现。"""
    from zhuangjian.engines.rules.articles import coverage

    with refusals(fmt):
        rows = [row for row in coverage() if not status or row.status == status]
        emit(rows, fmt, _print_coverage)


@app.command("packs")
def packs_command(fmt: FormatOption = Format.text) -> None:
    """列出法规包及其版本。"""
    with refusals(fmt):
        emit(_packs(None), fmt, _print_packs)


@app.command("check")
def check_command(
    folder: Annotated[
        Path | None, typer.Argument(help="法规包目录（内含各地区子目录），默认检查自带的")
    ] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """检查法规包能否装载；有错时指出文件、行号和处理办法。"""
    from zhuangjian.engines.rules.answer import Refusal

    with refusals(fmt):
        if folder is not None and not folder.is_dir():
            raise Refusal(f"目录 {folder} 不存在，请写法规包所在目录", missing=["法规包目录"])
        found = _packs(folder)
        if not found:
            raise Refusal(
                f"目录 {folder} 内没有法规包（每个包是含 pack.yaml 的子目录）", missing=["pack.yaml"]
            )
        emit(found, fmt, _print_packs)


@app.command("replay")
def replay_command(
    cases: Annotated[Path, typer.Argument(help="案件事实文件（JSON）")],
    pack_dir: Annotated[Path | None, typer.Option("--pack-dir", help="另一套法规包目录")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar", help="另一份工作日历（YAML）")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """在另一套法规包或日历下重算以往的期限和结论，列出差异。"""
    from zhuangjian.engines.rules.answer import Refusal
    from zhuangjian.engines.rules.replaying import read_cases, replay, rules_from

    with refusals(fmt):
        if pack_dir is None and calendar is None:
            raise Refusal(
                "请写明 --pack-dir 或 --calendar，才能与现行规则比较", missing=["--pack-dir 或 --calendar"]
            )
        result = replay(read_cases(cases), rules_from(), rules_from(pack_dir, calendar))
        emit(result, fmt, _print_replay)


def _due(answer: Any) -> dict[str, Any]:
    body: dict[str, Any] = answer.to_dict()
    value = body.pop("value")
    return {**value, **body}


def _forms(forms: Any, lists: Any) -> dict[str, Any]:
    body: dict[str, Any] = forms.to_dict()
    value = body.pop("value")
    other = lists.to_dict()
    return {
        **value,
        **body,
        "conclusions": other["value"],
        "conclusion_reasons": other["reasons"],
        "conclusion_basis": other["basis"],
    }


def _competent(answer: Any) -> dict[str, Any]:
    body: dict[str, Any] = answer.to_dict()
    body["authorities"] = body.pop("value")
    return body


def _packs(folder: Path | None) -> list[dict[str, Any]]:
    from zhuangjian.engines.rules.courses_load import courses_of
    from zhuangjian.engines.rules.loader import load_pack, pack_names

    packs = [load_pack(name, folder) for name in pack_names(folder)]
    return [
        {
            "pack": pack.label,
            "title": pack.head.title,
            "extends": pack.base.label if pack.base else "",
            "effective_from": pack.head.effective_from,
            "document": pack.head.document,
            "deadlines": len(pack.deadlines),
            "parameters": len(pack.parameters),
            "tables": len(pack.tables),
            "articles": len(pack.articles),
            "courses": len(courses_of(pack)),
        }
        for pack in packs
    ]


def _print_names(data: dict[str, str]) -> None:
    for name, title in data.items():
        console.print(f"[cyan]{name}[/]  {title}")


def _print_reasons(reasons: list[dict[str, Any]]) -> None:
    for reason in reasons:
        console.print(f"  · {reason['article']} {reason['text']}", highlight=False)


def _print_due(data: dict[str, Any]) -> None:
    mark = "（暂定）" if data["provisional"] else ""
    console.print(
        f"[bold]{data['title']}：{data['due']}{mark}[/]  {data['article']}，{data['pack']}", highlight=False
    )
    _print_basis(data["basis"])
    _print_reasons(data["reasons"])


def _print_basis(basis: str) -> None:
    if basis != "official":
        console.print(f"[yellow]依据：{label_of(basis)}（{note_of(basis)}）[/]")


def _print_forms(data: dict[str, Any]) -> None:
    word = "应当采用" if data["mandatory"] else "可以选用"
    console.print(f"[bold]{word}：{'、'.join(data['labels'])}[/]")
    _print_basis(data["basis"])
    _print_reasons(data["reasons"])
    _print_basis(data["conclusion_basis"])
    for entry in data["conclusions"]:
        console.print(f"结论：{'、'.join(entry['labels']) or '没有固定结论，按查明情况写明'}")
    _print_reasons(data["conclusion_reasons"])


def _print_competent(data: dict[str, Any]) -> None:
    for entry in data["authorities"]:
        console.print(f"[bold]{entry['name']}[/]（{entry['label']}）")
    _print_basis(data["basis"])
    _print_reasons(data["reasons"])
    for item in data["missing"]:
        console.print(f"[yellow]还需要：{item}[/]")


def _print_coverage(rows: list[Any]) -> None:
    from rich.table import Table

    table = Table("条款", "标题", "状态", "代码", "测试", "我们的简述")
    for row in rows:
        code, tests = row.met_by["code"], row.met_by["tests"]
        table.add_row(
            row.reference, row.title, STATUS[row.status], str(len(code)), str(len(tests)), row.summary
        )
    console.print(table)
    counts = {key: sum(row.status == key for row in rows) for key in STATUS}
    console.print("，".join(f"{STATUS[key]} {value}" for key, value in counts.items()))


def _print_packs(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table("法规包", "地区", "扩展", "施行", "期限", "参数", "决策表", "程序", "条款")
    for row in rows:
        numbers = [str(row[key]) for key in ("deadlines", "parameters", "tables", "courses", "articles")]
        table.add_row(row["pack"], row["title"], row["extends"], str(row["effective_from"]), *numbers)
    console.print(table)


def _print_replay(result: Any) -> None:
    console.print(f"共 {result.cases} 件，结果不同的 {len(result.differences)} 件")
    for entry in result.differences:
        console.print(f"[bold]{entry.id}[/] {entry.rule}：{entry.before} → {entry.after}", highlight=False)


def _register_judge() -> None:
    if importlib.util.find_spec("zhuangjian.cli.rules_judge"):
        importlib.import_module("zhuangjian.cli.rules_judge").register(app)


_register_judge()


def _print_course(told: dict[str, Any]) -> None:
    from rich.table import Table

    console.print(f"{told['title']}（{told['pack']}，{label_of(told['basis'])}）")
    table = Table("步骤", "事项", "由谁办理", "依据", "之后")
    for step in told["steps"]:
        if step["ends"]:
            continue
        for act in step["acts"]:
            after = "、".join(told["lines"][to] for to in act["leads_to"]) or "仍在本步骤"
            table.add_row(step["line"], act["act"], act["whose"], act["article"], after)
        for waived in step["left_out"]:
            table.add_row("", f"可省略：{waived['act']}", "", waived["article"], waived["reason"])
    console.print(table)
