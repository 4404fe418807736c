"""``zhuangjian bundle``: make, verify, receive, receipt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Any, BinaryIO

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
PersonOption = Annotated[
    str, typer.Option("--as", metavar="登录名", help="以谁的名义；权限与其本人在页面上相同")
]
IdentityOption = Annotated[
    Path | None, typer.Option("--identity", help="加密的移送包：接收单位的 age 私钥文件")
]
KeyOption = Annotated[str, typer.Option("--key", help="出具单位公布的公钥（十六进制 64 位）")]


@app.command("make")
def make_command(
    inspection: Annotated[str, typer.Argument(help="检查的编号（页面地址中的）")],
    out: Annotated[Path, typer.Option("--out", help="写入的文件")],
    person: PersonOption,
    encrypt_to: Annotated[str, typer.Option("--encrypt-to", help="接收单位的 age 公钥（age1…）")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """把一次检查的记录、文书、证据和账本回执做成一个签名的移送包。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.documents import store
        from zhuangjian.apps.enforcement.actions.bundle import FOLDER, MakeBundle
        from zhuangjian.apps.inspections.models import Inspection
        from zhuangjian.apps.ledger.action import perform
        from zhuangjian.engines import bundle

        who = _person(person)
        target = _visible(Inspection, who, inspection)
        # A recipient that is none, or a place that cannot be written, is told before anything is done.
        with _written(out) as file:
            if encrypt_to:
                with TemporaryFile() as nothing:
                    bundle.encrypt(nothing, nothing, encrypt_to)
            row = perform(MakeBundle, who, target, {}).object
            with store.path_of(FOLDER, row.digest).open("rb") as made:
                if encrypt_to:
                    bundle.encrypt(made, file, encrypt_to)
                else:
                    _copy(made, file)
        told = _told(row) | {"out": str(out), "encrypted": bool(encrypt_to)}
        emit(
            told,
            fmt,
            lambda data: console.print(
                f"已制作 {out}（{data['files']} 个文件，SHA-256 {data['digest']}）", soft_wrap=True
            ),
        )


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(help="移送包或者签收回执")],
    key: KeyOption = "",
    identity: IdentityOption = None,
    fmt: FormatOption = Format.text,
) -> None:
    """核对一个移送包（不需要数据库）：有任何改动、增删、改名、调换，签名或者账本回执不成立的，退出码为 1。"""
    with refusals(fmt), _opened(file, identity) as source:
        from zhuangjian.engines import bundle

        emit(bundle.read(source, key).to_dict(), fmt, _print_read)


@app.command("receive")
def receive_command(
    file: Annotated[Path, typer.Argument(help="移送包或者签收回执")],
    person: PersonOption,
    key: KeyOption = "",
    identity: IdentityOption = None,
    receipt_out: Annotated[Path | None, typer.Option("--receipt-out", help="同时把签收回执写入文件")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """核对并接收一个移送包：其中的文件按摘要存为证据，出具签收回执。同一个包再次接收，不重复登记。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.enforcement.actions.bundle import ReceiveBundle
        from zhuangjian.apps.ledger.action import SpooledUpload, perform

        who = _person(person)
        with _opened(file, identity) as source:
            outcome = perform(
                ReceiveBundle,
                who,
                None,
                {"file": SpooledUpload.of_file(file.name, source), "public_key": key},
            )
        row = outcome.object
        told = _told(row) | {"again": "again" in outcome.entry.facts, "trusted_key": row.trusted}
        if receipt_out is not None:
            told["receipt"] = _receipt(row, receipt_out)
        emit(told, fmt, _print_received)


@app.command("receipt")
def receipt_command(
    bundle: Annotated[str, typer.Argument(help="收到的移送包的编号（页面地址中的）")],
    out: Annotated[Path, typer.Option("--out", help="写入的文件")],
    person: PersonOption,
    fmt: FormatOption = Format.text,
) -> None:
    """为一个收到的移送包出具签收回执，与移送包同样签名。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.enforcement.models import Bundle, Direction

        row = _visible(Bundle, _person(person), bundle)
        if row.direction != Direction.RECEIVED:
            raise Refusal("这一移送包是本单位制作的，回执由接收单位出具。")
        told = {"out": str(out), "digest": _receipt(row, out), "of": row.digest}
        emit(told, fmt, lambda data: console.print(f"签收回执已写入 {out}", soft_wrap=True))


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


def _person(username: str) -> Any:
    from zhuangjian.apps.authorities.models import Person

    found = Person.objects.unrestricted().filter(username=username, is_active=True).first()
    if found is None:
        raise Refusal(f"没有登录名为“{username}”的在用账号。用 zhuangjian user list 查看全部。")
    return found


def _visible(model: Any, person: Any, text: str) -> Any:
    from zhuangjian.apps.conduct.public_ids import key_in

    key = key_in(model, text)
    row = None if key is None else model.objects.visible_to(person).filter(public_id=key).first()
    if row is None:
        raise Refusal("找不到这一对象，或您无权查看。编号与页面地址中的相同。")
    return type(row)._base_manager.get(pk=row.pk)


@contextmanager
def _opened(path: Path, identity: Path | None) -> Iterator[BinaryIO]:
    """The bundle, decrypted where it is encrypted."""
    from zhuangjian.engines import bundle

    try:
        with path.open("rb") as source:
            if not bundle.encrypted(source):
                yield source
                return
            if identity is None:
                raise Refusal("这一移送包是加密的，请用 --identity 给出接收单位的 age 私钥文件。")
            with TemporaryFile() as plain:
                bundle.decrypt(source, plain, identity.read_text(encoding="utf-8"))
                plain.seek(0)
                yield plain
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "不是文字"
        raise Refusal(f"文件 {path} 读不出来（{reason}），请核对路径。") from None


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """The file to be, which appears whole or not at all."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(path)
    except OSError as error:
        raise Refusal(f"写不进 {path}（{error.strerror}），请换一个位置。") from None
    finally:
        aside.unlink(missing_ok=True)


def _copy(source: BinaryIO, out: BinaryIO) -> None:
    import shutil

    shutil.copyfileobj(source, out)


def _receipt(row: Any, out: Path) -> str:
    from zhuangjian.apps.enforcement.actions.bundle import receipt_of

    with _written(out) as file:
        return receipt_of(row, file)


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "number": row.number,
        "party": row.party_name,
        "kind": row.kind,
        "digest": row.digest,
        "size": row.size,
        "files": row.files.count(),
        "receipts": row.receipts,
        "public_key": row.public_key,
    }


def _print_read(data: dict[str, Any]) -> None:
    console.print(f"[bold green]移送包成立[/]：{len(data['files'])} 个文件，{data['receipts']} 条账本回执。")
    console.print(
        f"{data['about']['number']} {data['about']['party']}，{data['made']['unit']} {data['made']['at']}",
        markup=False,
    )
    if not data["trusted_key"]:
        console.print(f"请再核对公钥是否为出具单位所公布（--key）：{data['public_key']}", soft_wrap=True)


def _print_received(data: dict[str, Any]) -> None:
    console.print(
        "这一移送包以前已经接收，没有重复登记。"
        if data["again"]
        else f"已接收：{data['files']} 个文件按摘要存为证据。"
    )
    if not data["trusted_key"]:
        console.print(f"公钥没有事先核对，请向制作单位核对：{data['public_key']}", soft_wrap=True)
