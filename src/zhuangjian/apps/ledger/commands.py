"""``zhuangjian ledger``: verify, show, receipts and signed heads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, ask_password, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


@app.command("verify")
def verify_command(
    against: Annotated[
        Path | None, typer.Option("--against", help="另存的树头文件（zhuangjian ledger head 的输出）")
    ] = None,
    files: Annotated[
        bool, typer.Option("--files/--without-files", help="同时核对证据、文书文件与登记的摘要是否相符")
    ] = True,
    fmt: FormatOption = Format.text,
) -> None:
    """核对整个账本、它所覆盖的数据和证据、文书文件；发现任何改动、删除或插入时退出码为 1。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.ledger.heads import read_head
        from zhuangjian.apps.ledger.verify import verify
        from zhuangjian.kernel.area import areas

        kept = None
        if against is not None:
            data = _json(against)
            try:
                kept = read_head(data)
            except TypeError:
                raise Refusal(
                    f"{against} 不是树头文件，请用 zhuangjian ledger head --format json 的输出。"
                ) from None
        walks = [walk() for area in areas().values() for walk in area.walks] if files else []
        report = verify(kept, walks)
        emit(report.to_dict(), fmt, _print_report)
    if not report.ok:
        raise typer.Exit(1)


@app.command("head")
def head_command(fmt: FormatOption = Format.text) -> None:
    """签出当前树头，供抄送到系统之外保存。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.ledger.heads import peaks_at, public_key_hex, signed_head

        try:
            head = signed_head()
            data = {**head.to_dict(), "peaks": peaks_at(head.size), "public_key": public_key_hex()}
        except KeyError:
            raise Refusal("账本树不完整，不能签出树头。请运行 zhuangjian ledger verify 查明。") from None
        emit(data, fmt, _print_facts)


@app.command("gap")
def gap_command(
    by: Annotated[str, typer.Option("--by", help="登记人的登录名（系统管理员本人，将询问密码）")],
    reason: Annotated[str, typer.Option("--reason", help="何时、为何丢失，怎样查明的，丢失的事项怎样补办")],
    head: Annotated[
        Path | None, typer.Option("--head", help="恢复备份以前最新的树头文件；不给则用本机保存的")
    ] = None,
    code: Annotated[str, typer.Option("--code", help="动态口令（启用了的必须给出）")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """账本丢失末尾（断电、恢复了较早的备份）并查明后，登记缺口，使办理得以继续；缺口从此一直列在核对结果中。"""
    with refusals(fmt):
        lost = json.dumps(_json(head)) if head is not None else ""
        _ready()
        from zhuangjian.apps.ledger.action import ACTIONS, perform
        from zhuangjian.apps.ledger.gaps import declared

        given = {"reason": reason, "head": lost, "code": code, "password": ask_password()}
        entry = perform(ACTIONS["authorities.declare_gap"], _person(by), None, given).entry
        emit(next(gap.to_dict() for gap in declared() if gap.seq == entry.seq), fmt, _print_gap)


@app.command("receipt")
def receipt_command(
    seq: Annotated[int, typer.Argument(help="账本条目序号")],
    out: Annotated[Path | None, typer.Option("--out", help="写入文件")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """为一条账本条目出具回执：不连数据库也能核对它在账本之中。"""
    with refusals(fmt):
        _ready()
        from zhuangjian.apps.ledger.receipts import receipt

        paper = receipt(seq)
        if out is not None:
            try:
                out.write_text(json.dumps(paper, ensure_ascii=False, indent=2), encoding="utf-8")
            except OSError as error:
                raise Refusal(f"回执写不进 {out}（{error.strerror}），请换一个位置。") from None
        emit(paper, fmt, lambda data: _print_facts({**data["body"], "entry_hash": data["entry_hash"]}))


@app.command("check-receipt")
def check_receipt_command(
    file: Annotated[Path, typer.Argument(help="回执文件（JSON），- 表示标准输入")],
    public_key: Annotated[str, typer.Option("--public-key", help="出具单位公布的公钥（十六进制）")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """核对一份回执（不需要数据库）；不成立时退出码为 1。"""
    with refusals(fmt):
        data = _json(file)
        from zhuangjian.config.ready import django_ready

        django_ready()
        from zhuangjian.apps.ledger.receipts import check_receipt

        problems = check_receipt(data, public_key)
        key = data.get("public_key", "") if isinstance(data, dict) else ""
        result = {
            "ok": not problems,
            "problems": problems,
            "public_key": key,
            "trusted_key": bool(public_key),
        }
        emit(result, fmt, _print_checked)
    if problems:
        raise typer.Exit(1)


def _person(username: str) -> Any:
    from django.contrib.auth import get_user_model

    person = get_user_model()._default_manager.filter(username=username).first()
    if person is None:
        raise Refusal(
            f"没有登录名为“{username}”的人员。管理员可用 zhuangjian list authorities.person --as 登录名 查看。"
        )
    return person


def _json(path: Path) -> Any:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return json.loads(text)
    except OSError as error:
        raise Refusal(f"文件 {path} 读不出来（{error.strerror}），请核对路径。") from None
    except (ValueError, RecursionError):
        raise Refusal(f"文件 {path} 不是 JSON，请核对是否选错了文件。") from None


def _print_report(data: dict[str, Any]) -> None:
    console.print(f"核对了 {data['entries']} 条账本条目、{data['objects']} 个对象（{data['algorithm']}）")
    if data["ok"]:
        console.print("[bold green]没有发现任何改动。[/]")
    for gap in data["gaps"]:
        _print_gap(gap)
    for note in data["notes"]:
        console.print(f"[yellow]{note['where']}[/]：{note['what']}", highlight=False)
    for fault in data["faults"]:
        console.print(f"[red]{fault['where']}[/]：{fault['what']}", highlight=False)
    if not data["ok"]:
        console.print(
            f"[bold red]共 {len(data['faults'])} 处不符。[/]请保留现场，不要重装或恢复，先查明原因。"
        )


def _print_gap(gap: dict[str, Any]) -> None:
    console.print(
        f"[yellow]第 {gap['seq']} 条登记了缺口[/]：曾签名到第 {gap['lost_size']} 条，其中第 {gap['remaining'] + 1} 至 "
        f"{gap['lost_size']} 条已丢失，前 {gap['proved']} 条与丢失前的签名一致。"
    )
    console.print(f"  {gap['at']} {gap['actor']}：{gap['reason']}", markup=False, highlight=False)


def _print_facts(data: dict[str, Any]) -> None:
    for key, value in data.items():
        console.print(f"[dim]{key}[/]  {value}", highlight=False, soft_wrap=True)


def _print_checked(data: dict[str, Any]) -> None:
    if data["ok"]:
        console.print("[bold green]回执成立。[/]")
        if not data["trusted_key"]:
            console.print(f"请再核对公钥是否为出具单位所公布：{data['public_key']}", soft_wrap=True)
    for problem in data["problems"]:
        console.print(f"[red]{problem}[/]")
