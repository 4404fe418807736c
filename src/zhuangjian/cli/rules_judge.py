"""``zhuangjian rules judge | checklist | import-text``."""

from __future__ import annotations

import os
import re
import sys
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Answer, Refusal
from zhuangjian.engines.rules.bases import label_of
from zhuangjian.kernel.output import Format, console, emit, refusals

if TYPE_CHECKING:
    from zhuangjian.engines.rules.judge import Judgement
    from zhuangjian.engines.text.model import OfficialText

CHINA = timezone(timedelta(hours=8))
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the ``rules`` group."""
    app.command("judge")(judge_command)
    app.command("checklist")(checklist_command)
    app.command("import-text")(import_text_command)


def judge_command(
    kind: Annotated[
        str, typer.Option("--type", help="routine、licensing_new、licensing_extension、licensing_change")
    ],
    edition: Annotated[
        str, typer.Option("--edition", help="actual（实际生产版）或 commissioned（委托生产版）")
    ],
    findings: Annotated[Path, typer.Option("--findings", help="检查结果文件（JSON），- 表示标准输入")],
    on: Annotated[str, typer.Option("--on", help="检查方案批准之日 YYYY-MM-DD，默认今天")] = "",
    checklist_id: Annotated[
        str, typer.Option("--checklist", help="指定检查要点编号，默认取当日有效的一版")
    ] = "",
    region: Annotated[
        str, typer.Option("--region", envvar="ZHUANGJIAN_REGION", help="结论引用哪个地区的条款")
    ] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """由检查结果计算生产环节检查结论，并说明理由。"""
    from zhuangjian.engines.rules.judge import judge
    from zhuangjian.engines.rules.judge_input import read_findings

    with refusals(fmt):
        read = read_findings(read_bytes(findings), str(findings))
        answer = judge(
            kind,
            edition,
            read.findings,
            on=day(on),
            obstruction=read.obstruction,
            false_data=read.false_data,
            scope=read.scope,
            checklist_id=checklist_id or None,
            region=region or None,
        )
        emit(_judged(answer), fmt, _print_judged)


def checklist_command(
    edition: Annotated[str, typer.Argument(help="actual、commissioned 或 operator；不写则列出全部")] = "",
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD，默认今天")] = "",
    checklist_id: Annotated[str, typer.Option("--id", help="检查要点编号，例如 gmp-2015")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """列出检查要点，或显示某日有效的一版及每项的依据。"""
    from zhuangjian.engines.rules.checklists import all_checklists, checklist, checklist_in_force

    with refusals(fmt):
        if checklist_id:
            emit(checklist(checklist_id).to_dict(), fmt, _print_checklist)
        elif edition:
            emit(checklist_in_force(edition, day(on)).to_dict(), fmt, _print_checklist)
        else:
            rows = [entry.to_dict() for entry in all_checklists()]
            for row in rows:
                row["items"] = len(row["items"])
            emit(rows, fmt, _print_checklists)


def import_text_command(
    file: Annotated[Path, typer.Argument(help="官方文件：.txt 或 .docx")],
    document: Annotated[
        str, typer.Option("--document", help="文件代号，见 zhuangjian rules packs；写明后存入条文库")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示解析结果，不存入条文库")] = False,
    fmt: FormatOption = Format.text,
) -> None:
    """把官方文件解析为章、条、款、项；写明 --document 时另存为一个版本，供规则旁对照。"""
    with refusals(fmt):
        parsed = _read_text(file, document)
        data = {**parsed.to_dict(), "stored": None}
        if document and not dry_run:
            data["stored"] = _store(parsed, document)
        emit(data, fmt, _print_text)


def _read_text(file: Path, document: str) -> OfficialText:
    """The text, which must be ``document``; without one its code is recognised when only one document fits."""
    from zhuangjian.engines.text.fitting import must_fit, recognise
    from zhuangjian.engines.text.parse import parse_text

    content = read_bytes(file)
    parsed = parse_text(content, str(file), document)
    if document:
        must_fit(parsed, document)
        return parsed
    code = recognise(parsed)
    return parse_text(content, str(file), code) if code else parsed


def _store(parsed: OfficialText, document: str) -> Any:
    """What the document library answers, or None in an installation without one."""
    if find_spec("zhuangjian.apps.documents.texts") is None:
        return None
    # Django is loaded only here, so that everything else in this group works without a database.
    import django
    from django.db import Error

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuangjian.config.settings")
    django.setup()
    texts = import_module("zhuangjian.apps.documents.texts")
    try:
        return texts.store(parsed, document)
    except Error as error:
        raise Refusal(
            f"条文库写不进去（{error}）。请先运行 zhuangjian init；只想看解析结果的，请加 --dry-run。"
        ) from None


def day(text: str) -> date:
    """``text`` as a day, today in China when empty. Raises Refusal for anything but YYYY-MM-DD."""
    if not text:
        return datetime.now(CHINA).date()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"日期“{text}”无效，请写成 YYYY-MM-DD，例如 2026-11-21。") from None


def read_bytes(path: Path) -> bytes:
    """The file's content (``-``: standard input). Raises Refusal saying why it cannot be read."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"找不到文件 {path}，请核对路径。") from None
    except IsADirectoryError:
        raise Refusal(f"{path} 是文件夹，请指定其中的一个文件。") from None
    except OSError as error:
        raise Refusal(f"文件 {path} 读不出来（{error.strerror}），请核对权限。") from None


def _judged(answer: Answer[Judgement]) -> dict[str, Any]:
    whole = answer.to_dict()
    value = whole.pop("value")
    return {**value, **whole}


def _print_judged(data: dict[str, Any]) -> None:
    console.print(f"[bold]{data['conclusion']}[/]（{data['code']}）")
    for reason in data["reasons"]:
        console.print(f"  [dim]{reason['article']}[/] {reason['text']}")
    mark = "官方来源" if data["basis"] == "official" else label_of(data["basis"])
    console.print(f"[dim]规则 {data['pack']}，依据：{mark}[/]")


def _print_text(data: dict[str, Any]) -> None:
    console.print(f"[bold]{data['title']}[/] {data['document_no']}", highlight=False)
    console.print(
        f"印发：{data['issued_on'] or '未见'}　施行：{data['effective_on'] or '未见'}", highlight=False
    )
    for chapter in data["chapters"]:
        count = len(chapter["articles"])
        console.print(f"  第 {chapter['number']} 章 {chapter['title']}：{count} 条", highlight=False)
    for section in data["sections"]:
        console.print(
            f"  {section['reference']} {section['title']}：{len(section['items'])} 项", highlight=False
        )
    total = len(data["articles"]) or sum(len(section["items"]) for section in data["sections"])
    console.print(f"共 {total} {'条' if data['articles'] else '项'}，摘要 {data['digest']}", highlight=False)
    for entry in data["dropped"]:
        console.print(
            f"  略去第 {entry['line']} 行（{entry['reason']}）：{entry['text'][:40]}",
            style="dim",
            markup=False,
        )
    for warning in data["warnings"]:
        console.print(f"  注意：{warning}", style="yellow", markup=False)
    state = "已存入条文库" if data["stored"] is not None else "未存入条文库（只显示）"
    if data["document"] and data["stored"] is None:
        state += f"；这份文件是 {data['document']}，要存入请写 --document {data['document']}"
    console.print(state)


def _print_checklist(data: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table(title=f"{data['title']}（{data['id']}@{data['version']}）")
    for heading in ("项目", "类别", "内容", "规范条文", "依据"):
        table.add_column(heading)
    for item in data["items"]:
        table.add_row(
            item["no"] + item["mark"],
            item["class_label"],
            f"{item['topic']}：{item['summary']}" if item["summary"] else item["note"],
            item["gmp_article"],
            label_of(item["basis"]),
        )
    console.print(table)
    console.print(data["note"])


def _print_checklists(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(title="检查要点")
    for heading in ("编号", "名称", "施行", "废止", "项数"):
        table.add_column(heading)
    for row in rows:
        last = row["effective_to"] or "现行"
        table.add_row(row["id"], row["title"], row["effective_from"], last, str(row["items"]))
    console.print(table)
