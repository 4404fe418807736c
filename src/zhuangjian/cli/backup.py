"""``zhuangjian backup`` and ``zhuangjian restore``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit, refusals

KeysOption = Annotated[
    Path | None, typer.Option("--keys", help="密钥写入这个文件，请另放一处；不给则这份备份不含密钥")
]
Encrypted = Annotated[
    bool,
    typer.Option("--encrypted", help="密钥文件用口令加密（询问，或取环境变量 ZHUANGJIAN_BACKUP_PASSPHRASE）"),
]
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]


def backup(
    target: Annotated[Path, typer.Argument(help="备份目录，须是新的，如 /backup/2026-11-26")],
    keys: KeysOption = None,
    encrypted: Encrypted = False,
    format: FormatOption = Format.text,
) -> None:
    """备份同一时刻的数据库、文件与签名树头，不必停机；密钥另存一个文件。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from zhuangjian.backup.make import make

        data = make(target, keys, _passphrase(encrypted, again=True), _say(format))
        facts = {
            "target": str(target),
            "keys": str(keys) if keys else None,
            "entries": data["ledger"]["size"],
            "root": data["ledger"]["root"],
            "sound": data["ledger"]["sound"],
            "files": len(data["files"]) - 1,
            "bytes": sum(size for size, _ in data["files"].values()),
            "damaged": data["damaged"],
        }
        emit(facts, format, _tell_made)


def restore(
    source: Annotated[Path, typer.Argument(help="zhuangjian backup 写出的备份目录")],
    keys: Annotated[Path, typer.Option("--keys", help="这份备份的密钥文件")],
    encrypted: Encrypted = False,
    format: FormatOption = Format.text,
) -> None:
    """把备份恢复到空的数据目录（ZHUANGJIAN_HOME）和空的数据库（DATABASE_URL），前后都核对。"""
    with refusals(format):
        from zhuangjian.backup.restore import restore as bring_back

        root = Path(os.environ.get("ZHUANGJIAN_HOME") or "var").resolve()
        report = bring_back(source, keys, _passphrase(encrypted, again=False), root, _say(format))
        emit({**report, "home": str(root)}, format, _tell_restored)
    if not report["ok"]:
        raise typer.Exit(1)


def _passphrase(encrypted: bool, *, again: bool) -> str:
    if not encrypted:
        return ""
    if given := os.environ.get("ZHUANGJIAN_BACKUP_PASSPHRASE"):
        return given
    return str(typer.prompt("口令", hide_input=True, confirmation_prompt="再输一次" if again else False))


def _say(fmt: Format) -> Any:
    return (lambda words: None) if fmt is Format.json else (lambda words: console.print(f"[dim]· {words}[/]"))


def _tell_made(facts: dict[str, Any]) -> None:
    from rich.markup import escape

    console.print(
        f"[bold green]备份完成[/]：{escape(facts['target'])}，账本 {facts['entries']} 条，"
        f"文件 {facts['files']} 个，共 {facts['bytes'] / 1_000_000:.1f} MB。"
    )
    console.print(f"[dim]树根[/] {facts['root']}", soft_wrap=True, highlight=False)
    if facts["keys"]:
        console.print(f"密钥在 {escape(facts['keys'])}：请移到另一处，由另外的人保管。没有它不能恢复。")
    else:
        console.print("[yellow]这份备份不含密钥[/]：没有密钥文件（--keys）不能恢复，请确认已另有保存。")
    if not facts["sound"]:
        console.print(
            "[bold red]账本与保存的树头不符，已照原样备份。[/]请运行 zhuangjian ledger verify 查明。"
        )
    for name in facts["damaged"]:
        console.print(f"[bold red]{name} 的内容与摘要不符，已照原样备份。[/]", highlight=False)


def _tell_restored(report: dict[str, Any]) -> None:
    from rich.markup import escape

    console.print(
        f"已恢复到 {escape(report['home'])}：{report['made_at']} 的备份，账本 {report['entries']} 条、"
        f"对象 {report['objects']} 个、文件 {report['files']} 个。"
    )
    if report["ok"]:
        console.print("[bold green]账本、数据与文件核对无误。[/]")
    for fault in report["faults"]:
        console.print(f"[red]{fault['where']}[/]：{fault['what']}", highlight=False)
    console.print(
        "备份以后原系统如还办理过业务，那一段已经丢失：请先用原机或另存的最新树头登记缺口"
        "（zhuangjian ledger gap --head），再开始办理。"
    )
