"""``zhuangjian user``: accounts and access tokens, for whoever runs the machine."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
FormatOption = Annotated[Format, typer.Option("--format", help="text 供人阅读，json 供程序使用")]
UserArgument = Annotated[str, typer.Argument(help="登录名")]


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


def person_named(username: str) -> Any:
    """The person with that sign-in name, or a Refusal."""
    from zhuangjian.apps.authorities.models import Person

    found = Person.objects.unrestricted().filter(username=username).first()
    if found is None:
        raise Refusal(
            f"没有登录名为“{username}”的人员。管理员可用 zhuangjian list authorities.person --as 登录名 查看。"
        )
    return found


def _do(action: str, target: Any = None, /, **data: Any) -> Any:
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    return perform(ACTIONS[action], None, target, data).object


def _password(given: str) -> tuple[str, bool]:
    """The password to set, and whether it was made up here. ``-`` reads it from the environment or a prompt."""
    if not given:
        return secrets.token_urlsafe(12), True
    if given != "-":
        return given, False
    if from_environment := os.environ.get("ZHUANGJIAN_PASSWORD"):
        return from_environment, False
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n"), False
    return typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次"), False


def _row(person: Any) -> dict[str, Any]:
    return {
        "username": person.username,
        "name": person.name,
        "authority": str(person.authority) if person.authority_id else "",
        "roles": sorted(person.role_rows.values_list("role", flat=True)),
        "active": person.is_active,
    }


@app.command("add-authority")
def add_authority_command(
    name: Annotated[str, typer.Argument(help="单位全称")],
    kind: Annotated[
        str, typer.Option("--kind", help="municipal、inspection_bureau、inspection_institution、district")
    ],
    region: Annotated[str, typer.Option("--region", help="六位行政区划代码")],
    short_name: Annotated[str, typer.Option("--short-name", help="简称，默认同全称")] = "",
    parent: Annotated[str, typer.Option("--parent", help="上级单位的名称或简称")] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """增加监管单位（新装系统先建单位，再建人员）。"""
    with refusals(fmt):
        _ready()
        row = _do(
            "authorities.add_authority",
            name=name,
            short_name=short_name or name[:40],
            kind=kind,
            region_code=region,
            parent=_authority(parent) if parent else None,
        )
        emit({"id": row.pk, "name": row.name, "kind": row.kind}, fmt, _print_facts)


@app.command("create")
def create_command(
    username: UserArgument,
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Annotated[list[str], typer.Option("--role", help="角色，可多次给出")],
    authority: Annotated[str, typer.Option("--authority", help="所在单位的名称或简称；企业联系人不填")] = "",
    party: Annotated[str, typer.Option("--party", help="企业联系人所代表企业的统一社会信用代码")] = "",
    letter: Annotated[
        Path | None, typer.Option("--letter", help="该企业盖章的授权书（PDF、JPG、PNG）")
    ] = None,
    confirmed_on: Annotated[str, typer.Option("--confirmed-on", help="授权书日期，如 2026-03-01")] = "",
    post: Annotated[str, typer.Option("--post", help="联系人在企业的职务")] = "联系人",
    phone: Annotated[str, typer.Option("--phone", help="电话")] = "",
    password: Annotated[
        str, typer.Option("--password", help="初始密码；- 从标准输入读；不填则随机生成并显示一次")
    ] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """增加人员；首次登录须改密码。"""
    with refusals(fmt):
        _ready()
        word, made = _password(password)
        roles = _roles(role)
        tie = _tie(party, letter, confirmed_on, post, roles) if party else None
        person = _do(
            "authorities.create_person",
            username=username,
            name=name,
            phone=phone,
            authority=_authority(authority) if authority else None,
            roles=roles,
            password=word,
        )
        if tie is not None:
            _do("registry.tie_contact", person, **tie)
        emit(_row(person) | ({"password": word} if made else {}), fmt, _print_facts)


@app.command("roles")
def roles_command(
    username: UserArgument,
    role: Annotated[list[str] | None, typer.Option("--role", help="新的全部角色；不填则只显示")] = None,
    fmt: FormatOption = Format.text,
) -> None:
    """显示或重新设置一个人的角色。"""
    with refusals(fmt):
        _ready()
        person = person_named(username)
        if role:
            person = _do("authorities.set_roles", person, roles=_roles(role))
        emit(_row(person), fmt, _print_facts)


@app.command("password")
def password_command(
    username: UserArgument,
    password: Annotated[
        str, typer.Option("--password", help="新的初始密码；- 从标准输入读；不填则随机生成并显示一次")
    ] = "",
    fmt: FormatOption = Format.text,
) -> None:
    """重置密码；下次登录须改。"""
    with refusals(fmt):
        _ready()
        word, made = _password(password)
        person = _do("authorities.reset_password", person_named(username), password=word)
        emit(_row(person) | ({"password": word} if made else {}), fmt, _print_facts)


@app.command("deactivate")
def deactivate_command(username: UserArgument, fmt: FormatOption = Format.text) -> None:
    """停用账号：不能再登录，令牌全部撤销，所办的事保留。"""
    with refusals(fmt):
        _ready()
        emit(_row(_allowed_only("authorities.deactivate", username)), fmt, _print_facts)


@app.command("reactivate")
def reactivate_command(username: UserArgument, fmt: FormatOption = Format.text) -> None:
    """恢复已停用的账号。"""
    with refusals(fmt):
        _ready()
        emit(_row(_allowed_only("authorities.reactivate", username)), fmt, _print_facts)


@app.command("unlock")
def unlock_command(username: UserArgument, fmt: FormatOption = Format.text) -> None:
    """解除因连续输错密码造成的锁定。"""
    with refusals(fmt):
        _ready()
        emit(_row(_do("authorities.unlock", person_named(username))), fmt, _print_facts)


@app.command("token")
def token_command(
    username: UserArgument,
    name: Annotated[str, typer.Option("--name", help="用途")] = "命令行",
    days: Annotated[int, typer.Option("--days", help="有效天数（1 至 365）")] = 90,
    fmt: FormatOption = Format.text,
) -> None:
    """为一个人建立访问令牌；只显示这一次。"""
    with refusals(fmt):
        _ready()
        token = _do("authorities.create_token", person_named(username), name=name, days=days)
        data = {
            "username": username,
            "name": token.name,
            "token": token.secret,
            "expires_at": token.expires_at,
        }
        emit(data, fmt, _print_facts)


def _allowed_only(action: str, username: str) -> Any:
    return _do(action, person_named(username))


def _roles(given: list[str]) -> list[str]:
    from zhuangjian.apps.authorities.models import Role

    by_word = {role.value: role.value for role in Role} | {role.label: role.value for role in Role}
    unknown = [word for word in given if word not in by_word]
    if unknown:
        known = "、".join(f"{role.value}（{role.label}）" for role in Role)
        raise Refusal(f"没有角色“{'、'.join(unknown)}”。可用的有：{known}。")
    return [by_word[word] for word in given]


def _authority(words: str) -> int:
    from django.db.models import Q

    from zhuangjian.apps.authorities.models import Authority

    found = list(Authority.objects.unrestricted().filter(Q(name=words) | Q(short_name=words), is_active=True))
    if len(found) != 1:
        raise Refusal(f"单位“{words}”{'不止一个，请写全称' if found else '不存在，请写全称或简称'}。")
    return found[0].pk


def _tie(code: str, letter: Path | None, confirmed_on: str, post: str, roles: list[str]) -> dict[str, Any]:
    """What ties the new account to its party; refused before the account is made, so that none is left without."""
    from django.utils import timezone

    from zhuangjian.apps.ledger.action import ACTIONS, Upload, parse

    if roles != ["enterprise_contact"]:
        raise Refusal("只有企业联系人才能代表企业：请用 --role enterprise_contact。")
    if letter is None or not confirmed_on:
        raise Refusal(
            "代表企业须有该企业盖章的授权书：请用 --letter 给出文件，用 --confirmed-on 给出授权书日期。"
        )
    try:
        content = letter.read_bytes()
    except OSError as error:
        raise Refusal(f"读不到授权书文件 {letter}：{error.strerror}。") from error
    given = {
        "credit_code": code,
        "post": post,
        "letter": Upload.of(letter.name, content),
        "confirmed_on": confirmed_on,
    }
    # The act's own preparation, before there is an account: the party, the letter and its date are looked at there.
    act = ACTIONS["registry.tie_contact"]
    act(None, None, parse(act, given), timezone.now()).prepare()
    return given


def _print_facts(data: dict[str, Any]) -> None:
    words = {
        "username": "登录名",
        "name": "姓名",
        "authority": "单位",
        "roles": "角色",
        "active": "在用",
        "password": "初始密码（只显示这一次）",
        "token": "令牌（只显示这一次）",
        "expires_at": "失效时间",
    }
    for key, value in data.items():
        shown = "、".join(value) if isinstance(value, list) else value
        console.print(
            f"[dim]{words.get(key, key)}[/]  {shown}", highlight=False, soft_wrap=True, markup=key != "token"
        )
