"""``zhuangjian intake``: source files into the registry, and the rows that could not be taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
quarantine = typer.Typer(invoke_without_command=True)
app.add_typer(quarantine, name="quarantine", help="隔离区：查看、更正放行、弃用")

Fmt = Annotated[Format, typer.Option("--format", help="text 或 json")]
As = Annotated[str, typer.Option("--as", help="以谁的名义办理（登录名），默认系统")]


def _person(username: str) -> Any:
    from zhuangjian.apps.authorities.acting import acting

    return acting(username)


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"--as-of “{text}”不是有效日期，请写成 YYYY-MM-DD，例如 2021-05-31。") from None


@app.command()
def load(
    source: Annotated[str, typer.Argument(help="来源：licences（生产许可证登记）或 sampling（抽检通告）")],
    file: Annotated[Path, typer.Argument(help="CSV、TSV、XLSX 或 JSON Lines 文件")],
    as_of: Annotated[
        str, typer.Option("--as-of", help="数据日期 YYYY-MM-DD；不填则取文件中或文件名中的日期")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会有哪些新增、变更和隔离，什么都不保存")
    ] = False,
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """导入一个文件；同一文件再次导入不会有任何改动，中断过的会从断点继续。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.loading import dry_run as try_file
        from zhuangjian.apps.intake.loading import load as load_file
        from zhuangjian.apps.intake.mapping import must_be_known

        must_be_known(source)
        if dry_run:
            emit(try_file(source, file, _person(as_user), as_of=_day(as_of)), format, _tell_load)
            return
        with _progress(format) as say:
            result = load_file(source, file, _person(as_user), as_of=_day(as_of), say=say)
        emit(result, format, _tell_load)


@app.command()
def resume(
    batch: Annotated[int, typer.Argument(help="批次编号")], as_user: As = "", format: Fmt = Format.text
) -> None:
    """从断点继续一个中断的批次。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.loading import resume as go_on
        from zhuangjian.apps.intake.models import Batch

        found = Batch.objects.unrestricted().filter(pk=batch).first()
        if found is None:
            raise Refusal(f"没有批次 {batch}。可用 zhuangjian intake batches 查看所有批次。")
        with _progress(format) as say:
            result = go_on(found, _person(as_user), say)
        emit(result, format, _tell_load)


@app.command()
def undo(
    batch: Annotated[int, typer.Argument(help="批次编号")],
    reason: Annotated[str, typer.Option(help="撤销理由")] = "导入有误，撤销",
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """撤销一个批次：名录恢复到导入之前；此后又有改动的，说明是什么，什么都不改。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.actions.undo import UndoLoad
        from zhuangjian.apps.intake.models import Batch
        from zhuangjian.apps.ledger.action import perform

        found = Batch.objects.unrestricted().filter(pk=batch).first()
        if found is None:
            raise Refusal(f"没有批次 {batch}。可用 zhuangjian intake batches 查看所有批次。")
        done = perform(UndoLoad, _person(as_user), found, {"reason": reason}).object
        emit(_batch(done), format, lambda b: console.print(f"已撤销批次 {b['batch']}（{b['file']}）。"))


@app.command()
def notice(
    file: Annotated[Path, typer.Argument(help="公布的检查通告：.txt 或 .docx")],
    format: Fmt = Format.text,
) -> None:
    """把别处公布的检查通告读成行：企业、角色、结果；自相矛盾的地方逐条说明。只读，不保存。"""
    with refusals(format):
        from zhuangjian.engines.notices import contradictions, parse_notice

        if not file.is_file():
            raise Refusal(f"找不到文件“{file}”。请核对路径。")
        read = parse_notice(file.read_bytes(), file.name)
        entries = [
            {"name": e.name, "role": e.role, "result": e.result, "licence": e.licence, "line": e.line}
            for e in read.entries
        ]
        emit({"entries": entries, "contradictions": contradictions(read)}, format, _tell_notice)


@app.command()
def batches(as_user: As = "", format: Fmt = Format.text) -> None:
    """此人看得到的批次，最近的在前。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.models import Batch

        emit([_batch(b) for b in Batch.objects.visible_to(_person(as_user))], format, _tell_batches)


@app.command()
def mapping(
    source: Annotated[str, typer.Argument(help="来源：licences 或 sampling")],
    set_file: Annotated[Path | None, typer.Option("--set", help="用这个 YAML 文件作为新的对照表")] = None,
    note: Annotated[str, typer.Option(help="修改说明")] = "",
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """查看（或用 --set 更换）一个来源的栏目对照表。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.actions.mapping import EditMapping
        from zhuangjian.apps.intake.mapping import current, must_be_known
        from zhuangjian.apps.ledger.action import perform

        must_be_known(source)
        if set_file is not None:
            if not set_file.is_file():
                raise Refusal(f"找不到文件“{set_file}”。")
            text = set_file.read_text(encoding="utf-8-sig", errors="replace")
            perform(EditMapping, _person(as_user), None, {"source": source, "text": text, "note": note})
        now = current(source)
        columns = [c.model_dump() for c in now.columns]
        data = {
            "source": source,
            "version": now.version,
            "digest": now.digest,
            "columns": columns,
            "text": now.text,
        }
        emit(data, format, lambda d: console.print(d["text"], markup=False, highlight=False))


@quarantine.callback()
def list_open(context: typer.Context, as_user: As = "", format: Fmt = Format.text) -> None:
    """隔离区：查看、更正放行、弃用；不写子命令则列出待处理的行。"""
    if context.invoked_subcommand is None:
        list_rows(batch=None, status="open", as_user=as_user, format=format)


@quarantine.command("list")
def list_rows(
    batch: Annotated[int | None, typer.Option(help="只看这一批次")] = None,
    status: Annotated[str, typer.Option(help="open、released、discarded 或 all")] = "open",
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """隔离区里的行。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.models import Quarantine

        rows = Quarantine.objects.visible_to(_person(as_user)).select_related("row")
        if status not in ("open", "released", "discarded", "all"):
            raise Refusal(f"状态“{status}”不认识，可用：open、released、discarded、all。")
        if status != "all":
            rows = rows.filter(status=status)
        if batch is not None:
            rows = rows.filter(batch_id=batch)
        emit([_held(r) for r in rows.order_by("pk")], format, _tell_held)


@quarantine.command()
def show(
    number: Annotated[int, typer.Argument(help="隔离编号")], as_user: As = "", format: Fmt = Format.text
) -> None:
    """一行的全部内容、问题与建议。"""
    with refusals(format):
        _ready()
        held = _find(number, _person(as_user))
        emit(
            {**_held(held), "faults": held.faults, "raw": held.row.raw, "corrections": held.corrections},
            format,
        )


@quarantine.command()
def release(
    number: Annotated[int, typer.Argument(help="隔离编号")],
    set_value: Annotated[list[str] | None, typer.Option("--set", help="更正：栏目=值，可多次")] = None,
    suggested: Annotated[bool, typer.Option("--suggested", help="采用建议值")] = False,
    keep_old: Annotated[bool, typer.Option("--keep-old-number", help="按旧号建档")] = False,
    note: Annotated[str, typer.Option(help="依据")] = "",
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """更正并放行一行。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.actions.quarantine import Release
        from zhuangjian.apps.ledger.action import perform

        corrections = []
        for text in set_value or []:
            column, equals, value = text.partition("=")
            if not equals:
                raise Refusal(f"--set “{text}”应写成 栏目=值，例如 --set 统一社会信用代码=91…")
            corrections.append({"column": column.strip(), "value": value.strip()})
        given = {
            "corrections": corrections,
            "use_suggestions": suggested,
            "keep_old_number": keep_old,
            "note": note,
        }
        person = _person(as_user)
        perform(Release, person, _find(number, person), given)
        emit(
            _held(_find(number, person)),
            format,
            lambda h: console.print(f"已放行：第 {h['row']} 行，企业编号 {h['party']}"),
        )


@quarantine.command()
def discard(
    number: Annotated[int, typer.Argument(help="隔离编号")],
    note: Annotated[str, typer.Option(help="弃用理由")],
    as_user: As = "",
    format: Fmt = Format.text,
) -> None:
    """弃用一行；原始内容仍保留。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.intake.actions.quarantine import Discard
        from zhuangjian.apps.ledger.action import perform

        person = _person(as_user)
        held = perform(Discard, person, _find(number, person), {"note": note}).object
        emit(_held(held), format, lambda h: console.print(f"已弃用：第 {h['row']} 行"))


def _find(number: int, person: Any) -> Any:
    from zhuangjian.apps.intake.models import Quarantine

    held = Quarantine.objects.visible_to(person).select_related("row", "batch").filter(pk=number).first()
    if held is None:
        raise Refusal(f"隔离区没有编号 {number}。可用 zhuangjian intake quarantine list 查看。")
    return held


def _held(held: Any) -> dict[str, Any]:
    return {
        "id": held.pk,
        "batch": held.batch_id,
        "source": held.source,
        "row": held.number,
        "column": held.column,
        "code": held.code,
        "reason": held.reason,
        "suggestion": held.suggestion,
        "value": next((f["value"] for f in held.faults if f.get("value")), None),
        "status": held.status,
        "party": held.row.party_id,
    }


def _batch(batch: Any) -> dict[str, Any]:
    return {
        "batch": batch.pk,
        "source": batch.source,
        "file": batch.file_name,
        "digest": batch.digest,
        "as_of": batch.as_of,
        "finished": bool(batch.finished_at),
        "undone": bool(batch.undone_at),
        "read": batch.total,
        "new": batch.new,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "quarantined": batch.quarantined,
        "done": batch.total if batch.finished_at else sum(batch.progress.values()),
    }


class _progress:
    """A progress bar for people, nothing for programs."""

    def __init__(self, fmt: Format) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(),
            transient=True,
            disable=fmt is Format.json,
        )
        self.task: Any = None

    def __enter__(self) -> Any:
        self.bar.start()
        self.task = self.bar.add_task("导入", total=None)
        return lambda done, total: self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *exc: object) -> None:
        self.bar.stop()


def _tell_load(r: dict[str, Any]) -> None:
    from rich.markup import escape

    from zhuangjian.apps.intake.noticed import words_of

    if r.get("dry_run"):
        console.print("试读：以下是导入后会有的结果，现在什么都没有保存。")
    if r["repeated"]:
        console.print(f"这个文件已作为批次 {r['batch']} 导入过，没有任何改动。")
    console.print(
        f"{'试读' if r['batch'] is None else '批次 ' + str(r['batch'])}（数据日期 {r['as_of']}）：读取 {r['read']} 行，新增 {r['new']}，变更 {r['changed']}，"
        f"无变化 {r['unchanged']}，隔离 {r['quarantined']}。"
    )
    told = r["report"]
    for words in words_of(told["notes"]):
        console.print(escape(words))
    for one in told["changes"]:
        words = f"第 {one['row']} 行 {one['party']}：{one['column']} “{one['old']}” → “{one['new']}”"
        console.print(escape(words))
    for one in told["held"]:
        console.print(
            escape(f"第 {one['row']} 行隔离：{one['column']} {one['reason']}（{one['suggestion']}）")
        )
    if r["quarantined"] and r["batch"] is not None:
        console.print(f"隔离的行请处理：zhuangjian intake quarantine list --batch {r['batch']}")


def _tell_notice(told: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("行", "企业", "角色", "结果", "许可证编号")
    for one in told["entries"]:
        table.add_row(str(one["line"]), one["name"], one["role"], one["result"], one["licence"])
    console.print(table)
    for words in told["contradictions"]:
        console.print(f"矛盾：{words}", markup=False)


def _tell_batches(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not rows:
        console.print("还没有导入过文件。用法：zhuangjian intake load licences 文件")
        return
    table = Table("批次", "来源", "文件", "数据日期", "读取", "新增", "变更", "无变化", "隔离", "状态")
    for r in rows:
        state = "已撤销" if r["undone"] else "完成" if r["finished"] else f"中断于 {r['done']} 行，可继续"
        counts = [str(r[k]) for k in ("read", "new", "changed", "unchanged", "quarantined")]
        table.add_row(str(r["batch"]), r["source"], r["file"], str(r["as_of"]), *counts, state)
    console.print(table)


def _tell_held(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not rows:
        console.print("隔离区没有符合条件的行。")
        return
    table = Table("编号", "批次", "行号", "栏目", "原因", "建议")
    for r in rows:
        table.add_row(str(r["id"]), str(r["batch"]), str(r["row"]), r["column"], r["reason"], r["suggestion"])
    console.print(table)
