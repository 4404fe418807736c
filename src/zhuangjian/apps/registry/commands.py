"""``zhuangjian party``: finding parties, and keeping what is derived from them up to date."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
Fmt = Annotated[Format, typer.Option("--format", help="text 或 json")]


def _ready() -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="名称（现名或曾用名）、拼音、信用代码、许可证或备案编号")],
    limit: Annotated[int, typer.Option(help="最多几家")] = 20,
    as_user: Annotated[str, typer.Option("--as", help="以谁的名义（登录名），默认系统")] = "",
    format: Fmt = Format.text,
) -> None:
    """查找此人看得到的企业；一家的全部情况用 zhuangjian show registry.party 编号 --as 登录名。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.authorities.acting import acting
        from zhuangjian.apps.registry import search as finding
        from zhuangjian.apps.registry.models import Party
        from zhuangjian.kernel.paging import counted

        found = finding.find(Party.objects.visible_to(acting(as_user)), query)
        rows = [
            {"id": p.pk, "name": p.name, "credit_code": p.credit_code, "region_code": p.region_code}
            for p in found[: max(1, limit)]
        ]
        emit({"total": counted(found), "parties": rows}, format, _tell)


def _tell(result: dict[str, Any]) -> None:
    for row in result["parties"]:
        console.print(f"{row['id']:>8}  {row['name']}  {row['credit_code'] or '无信用代码'}", highlight=False)
    console.print(f"共 {result['total']} 家。")


@app.command()
def reindex(format: Fmt = Format.text) -> None:
    """重建全部企业的检索词。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.registry.search import rebuild

        emit(
            {"indexed": rebuild()}, format, lambda r: console.print(f"已重建 {r['indexed']} 家企业的检索词。")
        )


@app.command()
def competence(format: Fmt = Format.text) -> None:
    """重新计算全部企业的监管机构（机构或法规包变更之后）。"""
    with refusals(format):
        _ready()
        from django.db import transaction

        from zhuangjian.apps.registry.competence import settle_all

        with transaction.atomic():
            written = settle_all()
        emit({"written": written}, format, lambda r: console.print(f"已写入 {r['written']} 条管辖。"))
