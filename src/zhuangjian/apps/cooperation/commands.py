"""``zhuangjian letter``: send (write the signed file), receive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
PersonOption = Annotated[
    str, typer.Option("--as", metavar="登录名", help="以谁的名义；权限与其本人在页面上相同")
]


@app.command("send")
def send_command(
    letter: Annotated[str, typer.Argument(help="函件的编号（页面地址中的）")],
    out: Annotated[Path, typer.Option("--out", help="写入的文件")],
    person: PersonOption,
    what: Annotated[
        str,
        typer.Option(
            "--what",
            help="letter 函件、letter_receipt 收函回执、letter_extension 延期告知、letter_answer 复函；不填为最近的一种",
        ),
    ] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """把一件已经发出的函件，或者对来函的回执、延期告知、复函写成一个签名的文件，供另一套系统接收。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.cooperation.models import Letter
        from zhuangjian.apps.cooperation.packing import What, pack, sendable
        from zhuangjian.apps.enforcement.commands import _person, _visible, _written
        from zhuangjian.apps.inspections.reading import FILE, log_rows

        who = _person(person)
        row = _visible(Letter, who, letter)
        there = sendable(row)
        if what and what not in {one.value for one in What}:
            raise Refusal(f"没有“{what}”，可用：{'、'.join(one.value for one in What)}。")
        if not what and not there:
            raise Refusal("这一函件还没有发出。请先在函件页面发出。")
        wanted = What(what) if what else there[-1]
        log_rows([row], who, f"函件 {row} {wanted.label}", FILE)
        with _written(out) as file:
            digest = pack(file, row, wanted)
        told = {"out": str(out), "what": wanted.value, "digest": digest, "number": row.number}
        emit(
            told,
            fmt,
            lambda data: console.print(f"{wanted.label}已写入 {out}（SHA-256 {digest}）", soft_wrap=True),
        )


@app.command("receive")
def receive_command(
    file: Annotated[Path, typer.Argument(help="函件、回执、延期告知或者复函")],
    person: PersonOption,
    key: Annotated[str, typer.Option("--key", help="来文单位公布的公钥（十六进制 64 位）")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """核对并接收另一套系统发来的函件、回执、延期告知或者复函；同一份再次接收，不重复登记。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.cooperation.actions.exchange import ReceiveLetter
        from zhuangjian.apps.enforcement.commands import _opened, _person
        from zhuangjian.apps.ledger.action import SpooledUpload, perform

        who = _person(person)
        with _opened(file, None) as source:
            upload = SpooledUpload.of_file(file.name, source)
            outcome = perform(ReceiveLetter, who, None, {"file": upload, "public_key": key})
        row: Any = outcome.object
        told = {
            "id": str(row.public_id),
            "number": row.number,
            "kind": row.kind,
            "stage": row.stage,
            "due": row.due.isoformat() if row.due else None,
            "trusted_key": row.trusted or bool(key),
            "again": "again" in outcome.entry.facts,
        }
        emit(told, fmt, _print)


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


def _print(data: dict[str, Any]) -> None:
    if data["again"]:
        console.print("这一份以前已经接收，没有重复登记。")
        return
    console.print(f"已接收：{data['number']}，函复期限 {data['due'] or '没有规定'}。", soft_wrap=True)
