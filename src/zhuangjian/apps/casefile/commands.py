"""``zhuangjian file``: the check of case files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
FORMAT = Annotated[Format, typer.Option("--format", help="text 或 json")]
AS = Annotated[
    str,
    typer.Option("--as", metavar="登录名", help="以谁的名义；权限与其本人在页面上相同"),
]
DOOR = "命令行"


@app.command()
def check(
    key: Annotated[str, typer.Argument(metavar="编号", help="检查的编号（文号或者 UUID）")],
    person: AS = "",
    format: FORMAT = Format.text,
) -> None:
    """逐条核对一次检查的整本案卷；有不符合的，以非零代码结束。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from zhuangjian.apps.authorities.acting import acting
        from zhuangjian.apps.casefile.facts import check_inspection
        from zhuangjian.apps.inspections.models import Inspection
        from zhuangjian.apps.inspections.pages import RELATED
        from zhuangjian.apps.inspections.reading import log_read
        from zhuangjian.engines.casefile import Verdict

        who = acting(person)
        row = _called(Inspection.objects.visible_to(who).select_related(*RELATED), key)
        log_read(row, who, "案卷评查", DOOR)
        checked = check_inspection(row, who)
        told = {"id": str(row.public_id), "number": row.number, **checked.to_dict()}
        emit(told, format, _print)
        violated = checked.verdict is Verdict.VIOLATED
    if violated:
        raise typer.Exit(1)


def _called(rows: Any, key: str) -> Any:
    try:
        found = rows.filter(public_id=UUID(key)).first()
    except ValueError:
        found = rows.filter(number=key).first() if key else None
    if found is None:
        raise Refusal("找不到这一检查，或您无权查看。请用文号或者编号（UUID）。")
    return found


def _print(told: dict[str, Any]) -> None:
    from rich.table import Table

    from zhuangjian.engines.casefile import Verdict
    from zhuangjian.engines.casefile.found import SEVERITIES

    order = [v.value for v in (Verdict.VIOLATED, Verdict.CANNOT_TELL, Verdict.MET, Verdict.NOT_APPLICABLE)]
    table = Table("结果", "条款", "核对事项", "轻重", "依据的事实")
    for one in sorted(told["checks"], key=lambda one: order.index(one["verdict"])):
        words = "\n".join(one["evidence"]) + (f"\n应当：{one['remedy']}" if one["remedy"] else "")
        label = Verdict(one["verdict"]).label
        table.add_row(label, one["article"], one["title"], SEVERITIES[one["severity"]], words)
    console.print(table)
    if told["note"]:
        console.print(told["note"], markup=False)
    counts = "，".join(f"{Verdict(name).label}{n}项" for name, n in told["counts"].items())
    console.print(
        f"{told['number'] or told['id']}：{Verdict(told['verdict']).label}（{counts}）", markup=False
    )


@app.command()
def review(
    year: Annotated[int, typer.Option("--year", help="检查开始的年份，如 2026", min=2000, max=2100)],
    person: AS = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="把逐件结果写成表格：.csv 或者 .xlsx，文件须不存在")
    ] = None,
    format: FORMAT = Format.text,
) -> None:
    """一年的案卷一次评查：此人看得到的、这一年开始的每次检查，按派出检查单位评分。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from rich.console import Console
        from rich.progress import Progress

        from zhuangjian.apps.authorities.acting import acting
        from zhuangjian.apps.casefile.yearly import by_authority, table_of
        from zhuangjian.apps.casefile.yearly import review as reviewed

        _refuse_unusable(out)
        who = acting(person)
        with Progress(console=Console(stderr=True), transient=True, disable=format is not Format.text) as bar:
            task = bar.add_task(f"{year}年案卷", total=None)
            files = reviewed(
                who, year, DOOR, lambda done, total: bar.update(task, completed=done, total=total)
            )
        if out is not None:
            out.write_bytes(table_of(files, f"{year}年案卷评查", out.suffix.lower()))
        told = {
            "year": year,
            "authorities": by_authority(files),
            "files": [one.to_dict() for one in files],
            "out": str(out) if out else None,
        }
        emit(told, format, _print_year)


def _refuse_unusable(out: Path | None) -> None:
    """Before anything long is done."""
    if out is None:
        return
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise Refusal(f"--out 的扩展名应为 .csv 或者 .xlsx，给出的是“{out.name}”。", missing=["--out"])
    if not out.absolute().parent.is_dir():
        raise Refusal(f"目录不存在：{out.absolute().parent}。请先建立目录。", missing=["--out"])
    if out.exists():
        raise Refusal(f"{out} 已经存在，没有覆盖。请换一个文件名。", missing=["--out"])


def _print_year(told: dict[str, Any]) -> None:
    from rich.table import Table

    if not told["files"]:
        console.print(f"{told['year']}年没有可以评查的案卷（只有您看得到的、已经开始的检查）。", markup=False)
        return
    table = Table("派出检查单位", "得分", "案卷", "没有不符合", "严重", "一般", "轻微")
    for unit in told["authorities"]:
        names = ("files", "faultless", "serious", "ordinary", "minor")
        points = f"{unit['points']:.1f}" if unit["scored"] else "—"
        table.add_row(unit["authority"], points, *(str(unit[name]) for name in names))
    console.print(table)
    console.print("得分：每件一百分，按不符合的轻重扣分（规则包中的良好做法），取平均。", markup=False)
    if told["out"]:
        console.print(f"逐件结果已写入 {told['out']}", markup=False)
