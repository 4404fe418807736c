"""``zhuangjian do``, ``list`` and ``show``: every act, and what a person may see, for programs and people at the machine."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

FORMAT = Annotated[Format, typer.Option("--format", help="text 或 json")]
AS = Annotated[str, typer.Option("--as", metavar="登录名", help="以谁的名义；权限与其本人在页面上相同")]
DOOR = "命令行"
FREE = {"allow_extra_args": True, "ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add the three commands."""
    app.command("do", context_settings=FREE)(do)
    app.command("list")(list_rows)
    app.command("show")(show)


def do(
    context: typer.Context,
    act: Annotated[str, typer.Argument(help="办理事项，如 inspections.arrive；用 --list 查看全部")] = "",
    target: Annotated[str, typer.Argument(help="办理对象的编号；新建的事项不填")] = "",
    person: AS = "",
    given: Annotated[str, typer.Option("--json", help="全部字段，JSON 对象；- 表示从标准输入读")] = "",
    key: Annotated[str, typer.Option("--key", help="请求编号：同一编号重复提交只办理一次")] = "",
    listed: Annotated[
        bool, typer.Option("--list", help="列出全部事项：名称、依据、由谁、何时、字段")
    ] = False,
    format: FORMAT = Format.text,
) -> None:
    """办理任何一项：zhuangjian do 事项 [对象编号] --字段 值 … --as 登录名。与页面、接口的检查和拒绝相同。"""
    with refusals(format):
        words = list(context.args)
        if target.startswith("--"):  # no id was given: what stands there begins the fields
            words, target = [target, *words], ""
        _ready()
        from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform

        if listed:
            emit([_described(one) for one in _sorted(ACTIONS) if act in ("", one.name)], format, _tell_acts)
            return
        action = ACTIONS.get(act)
        if action is None:
            raise Refusal(f"没有名为“{act}”的办理事项。用 zhuangjian do --list 查看全部。")
        if action.in_person:
            raise NotYours(f"“{action.title}”须由本人登录后在页面上办理，不能在命令行上代办。")
        who = _person(person)
        obj = _visible(action.model, who, target) if target else None
        data = _from_json(given) if given else _from_words(action, words)
        _note(who)
        outcome = perform(action, who, obj, data, key=key)
        emit(_done(action, outcome), format, _tell_done)


def list_rows(
    model: Annotated[str, typer.Argument(help="对象类别，如 inspections.inspection；不写则列出全部")] = "",
    person: AS = "",
    filters: Annotated[
        list[str] | None, typer.Option("--filter", metavar="名称=值", help="与页面、接口相同的筛选，可多次")
    ] = None,
    sort: Annotated[str, typer.Option(help="按哪一栏排序，前加 - 为倒序")] = "",
    of: Annotated[str, typer.Option("--of", help="所属对象的编号，如一次检查的检查要点")] = "",
    limit: Annotated[int, typer.Option(help="最多几行", min=1, max=10_000)] = 50,
    format: FORMAT = Format.text,
) -> None:
    """列出某类对象中此人可以看到的行：栏目、筛选、排序与页面和接口相同。"""
    with refusals(format):
        _ready()
        if not model:
            emit(_kinds(), format, _tell_kinds)
            return
        from zhuangjian.kernel.paging import counted

        who, sheet = _person(person), _sheet(model)
        rows, _, faults = sheet.asked(_asked(sheet, filters or []) | {"sort": sort}, who)
        if faults:
            raise Refusal(faults[0], missing=faults[1:])
        if sheet.reading.of is not None:
            owner, field = sheet.reading.of
            rows = rows.filter(**{field: _opened(owner, who, of, sheet.reading.title)})
        found = list(rows[:limit])
        if found and sheet.reading.noted:
            sheet.noted(who, found, DOOR)
        columns = [column for column in sheet.columns_for(who) if column.listed(who)]
        told = _as_the_api({"total": counted(rows), "rows": sheet.records(found, who)})
        emit(told, format, lambda told: _tell_rows(columns, found, who, told["total"]))


def show(
    model: Annotated[str, typer.Argument(help="对象类别，如 inspections.inspection")],
    key: Annotated[str, typer.Argument(help="对象编号")],
    person: AS = "",
    format: FORMAT = Format.text,
) -> None:
    """一个对象的情况，与页面和接口相同；现在此人能办什么，各项由谁办理。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.ledger.action import ACTIONS

        who, sheet = _person(person), _sheet(model)
        row = _opened(sheet, who, key)
        acts = [one for one in _sorted(ACTIONS) if not one.creates and isinstance(row, one.model)]
        told = _row(row) | _as_the_api(sheet.record(row, who, detail=True))
        told |= {"acts": [_state(one, who, row) for one in acts]}
        emit(told, format, lambda told: _tell_row(sheet, row, who, told["acts"]))


def _sheet(label: str) -> Any:
    """The sheet of a model, or the one of that address in the API."""
    from zhuangjian.kernel.area import areas

    known = [one for area in areas().values() for one in area.sheets if one.reading]
    for one in known:
        if label.lower() in (one.model._meta.label_lower, one.reading.route):
            return one
    raise Refusal(f"没有名为“{label}”的对象类别。可用：{'、'.join(kind['model'] for kind in _kinds())}。")


def _kinds() -> list[dict[str, str]]:
    from zhuangjian.kernel.area import sheets

    return [
        {"model": one.model._meta.label_lower, "route": one.reading.route, "title": one.title}
        for one in sheets()
        if one.model is not None and one.reading is not None
    ]


def _asked(sheet: Any, filters: list[str]) -> dict[str, str]:
    names = [one.name_over_api for one in sheet.filters]
    given: dict[str, str] = {}
    for text in filters:
        name, equals, value = text.partition("=")
        if not equals or name not in names:
            raise Refusal(f"--filter “{text}”应写成 名称=值；可用的名称：{'、'.join(names) or '没有'}。")
        given[name] = value
    return given


def _as_the_api(data: Any) -> Any:
    """Days, moments and ids written as the API writes them."""
    from django.core.serializers.json import DjangoJSONEncoder

    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def _opened(sheet: Any, who: Any, key: str, part: str = "") -> Any:
    """The row, about to be shown; the read is written down where such reads are."""
    from zhuangjian.apps.conduct.public_ids import called

    row = sheet.seen(who).filter(**called(sheet.model, key)).first()
    if row is None:
        raise Refusal("找不到这一对象，或您无权查看。")
    if sheet.reading.opened is not None:
        sheet.reading.opened(who, row, DOOR, part)
    return row


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


def _sorted(acts: dict[str, Any]) -> list[Any]:
    return [acts[name] for name in sorted(acts)]


def _person(username: str) -> Any:
    from zhuangjian.apps.authorities.acting import acting

    if not username:
        raise Refusal(
            "请用 --as 写明以谁的名义（登录名）。管理员可用 zhuangjian list authorities.person --as 登录名 查看。"
        )
    return acting(username)


def _visible(kind: Any, who: Any, key: str) -> Any:
    from zhuangjian.apps.conduct.public_ids import called

    row = kind.objects.visible_to(who).filter(**called(kind, key)).first()
    if row is None:
        raise Refusal("找不到这一对象，或您无权查看。")
    return row


def _note(who: Any) -> None:
    """Whoever is acted for sees it among their sign-ins, with the account of the machine that did it."""
    from zhuangjian.apps.authorities.models import SignInEvent

    SignInEvent.objects.create(
        person=who, kind="signed_in", agent=f"命令行 zhuangjian do，系统账户 {getpass.getuser()}"[:200]
    )


def _from_json(text: str) -> dict[str, Any]:
    if text == "-":
        text = typer.get_text_stream("stdin").read()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("--json 的内容应为 JSON，请核对引号和括号。") from None
    if not isinstance(data, dict):
        raise Refusal("--json 的内容应为 JSON 对象（{…}）。")
    return data


def _from_words(action: Any, words: list[str]) -> dict[str, Any]:
    """``--field value`` by the act's own fields; a field of many values may stand several times."""
    data: dict[str, Any] = {}
    while words:
        name, equals, value = words.pop(0).partition("=")
        field = name[2:].replace("-", "_")
        if not name.startswith("--") or not field:
            raise Refusal(f"看不懂“{name}”。字段写成 --字段 值，如 --note 说明。")
        info = action.Input.model_fields.get(field)
        if info is None:
            known = "、".join(one["name"] for one in _fields(action)) or "没有字段"
            raise Refusal(f"“{action.title}”没有字段“{field}”。字段有：{known}。", article=action.article)
        if not equals:
            if not words:
                raise Refusal(f"--{field} 后面没有值。", missing=[f"{info.title or field}的值"])
            value = words.pop(0)
        typed = _typed(info.annotation, value)
        many = isinstance(data.get(field, [] if _holds(info.annotation, list) else None), list)
        data[field] = (
            [*data.get(field, []), *(typed if isinstance(typed, list) else [typed])] if many else typed
        )
    return data


def _typed(annotation: Any, text: str) -> Any:
    """A file's content for a file, JSON where it is written as such; all else is read as on a page."""
    from zhuangjian.apps.ledger.action import SpooledUpload, Upload

    if _holds(annotation, Upload):
        path = Path(text)
        if not path.is_file():
            raise Refusal(f"没有文件 {path}。")
        return SpooledUpload.of_file(path.name, path.open("rb"))
    if text[:1] in ("[", "{") and (_holds(annotation, list) or not _holds(annotation, str)):
        try:
            return json.loads(text)
        except ValueError:
            raise Refusal(f"“{text}”不是完整的 JSON，请核对引号和括号。") from None
    return text


def _holds(annotation: Any, kind: type) -> bool:
    """Whether the annotation is, or has somewhere in it, that kind."""
    if annotation is kind or getattr(annotation, "__origin__", None) is kind:
        return True
    return any(_holds(part, kind) for part in get_args(annotation))


def _fields(action: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": info.title or name,
            "required": info.is_required(),
            "type": _kind(info.annotation),
        }
        for name, info in action.Input.model_fields.items()
    ]


def _kind(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")


def _described(action: Any) -> dict[str, Any]:
    return {
        "name": action.name,
        "title": action.title,
        "law": action.article,
        "model": action.model._meta.label_lower,
        "creates": action.creates,
        "in_person": action.in_person,
        "who": action.who.words(),
        "when": action.when.words(),
        "stages": sorted(action.when.stages() or ()),
        "fields": _fields(action),
    }


def _state(action: Any, who: Any, row: Any) -> dict[str, Any]:
    no = action.why_not(who, row)
    return {
        "name": action.name,
        "title": action.title,
        "now": no is None,
        "who": action.whose(row),
        "why_not": no.message if no else "",
        "law": no.article if no else action.article,
    }


def _row(row: Any) -> dict[str, Any]:
    from zhuangjian.apps.conduct.public_ids import id_of

    key = id_of(row)
    return {
        "object": row._meta.label_lower,
        "id": key if isinstance(key, int) else str(key),
        "name": str(row),
    }


def _done(action: Any, outcome: Any) -> dict[str, Any]:
    return {
        "act": action.name,
        "title": action.title,
        **_row(outcome.object),
        "version": getattr(outcome.object, "version", None),
        "entry": outcome.entry.seq,
        "entry_hash": outcome.entry.hash,
        "repeated": outcome.repeated,
    }


def _tell_acts(acts: list[dict[str, Any]]) -> None:
    for one in acts:
        console.print(f"{one['name']}  {one['title']}  {one['law']}", markup=False, highlight=False)
        console.print(f"    由{one['who']}；{one['when']}", markup=False, highlight=False)
        for field in one["fields"]:
            must = "必填" if field["required"] else "可不填"
            console.print(f"    --{field['name']}  {field['title']}（{must}）", markup=False, highlight=False)


def _tell_done(done: dict[str, Any]) -> None:
    again = "（这一请求此前已办理）" if done["repeated"] else ""
    console.print(f"已办理：{done['title']}{again}  {done['name']}  存证第 {done['entry']} 号", markup=False)


def _tell_kinds(kinds: list[dict[str, str]]) -> None:
    for kind in kinds:
        console.print(
            f"{kind['model']}  {kind['title']}  /api/{kind['route']}", markup=False, highlight=False
        )


def _tell_rows(columns: list[Any], rows: list[Any], who: Any, total: int) -> None:
    from rich.markup import escape
    from rich.table import Table

    from zhuangjian.kernel.exports import text_of
    from zhuangjian.kernel.paging import count_words

    table = Table("编号", *(escape(column.title) for column in columns))
    for row in rows:
        cells = [text_of(column.read(row, who)) for column in columns]
        table.add_row(*(escape(str(cell)) for cell in (_row(row)["id"], *cells)))
    console.print(table)
    console.print(f"共 {count_words(total)}。")


def _tell_row(sheet: Any, row: Any, who: Any, acts: list[dict[str, Any]]) -> None:
    from zhuangjian.kernel.exports import text_of

    console.print(f"{_row(row)['id']}  {row}", markup=False, highlight=False)
    for column in sheet.columns_for(who):
        if column.listed(who) or column.fact:
            said = text_of(column.read(row, who))
            console.print(f"  {column.title}：{said or '—'}", markup=False, highlight=False)
    for act in acts:
        said = "现在可以办理" if act["now"] else act["why_not"]
        console.print(f"  {act['name']}  {act['title']}：{said}", markup=False, highlight=False)
