"""``zhuangjian file``: the check of case files."""

from __future__ import annotations

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
