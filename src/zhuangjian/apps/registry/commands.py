"""``zhuangjian party``: finding parties, and keeping what is derived from them up to date."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from zhuangjian.engines.rules.answer import Refusal
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
    format: Fmt = Format.text,
) -> None:
    """查找企业。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.registry import search as finding
        from zhuangjian.apps.registry.models import Party

        found = finding.find(Party.objects.unrestricted(), query)
        rows = [
            {"id": p.pk, "name": p.name, "credit_code": p.credit_code, "region_code": p.region_code}
            for p in found[: max(1, limit)]
        ]
        emit({"total": found.count(), "parties": rows}, format, _tell)


def _tell(result: dict[str, Any]) -> None:
    for row in result["parties"]:
        console.print(f"{row['id']:>8}  {row['name']}  {row['credit_code'] or '无信用代码'}", highlight=False)
    console.print(f"共 {result['total']} 家。")


@app.command()
def show(
    party: Annotated[str, typer.Argument(help="企业编号或统一社会信用代码")], format: Fmt = Format.text
) -> None:
    """一家企业的名称沿革、场所、许可证与信号。"""
    with refusals(format):
        _ready()
        from zhuangjian.apps.registry.models import Party

        wanted = {"credit_code": party} if len(party) == 18 else {"pk": party if party.isdecimal() else 0}
        found = Party.objects.unrestricted().filter(**wanted).first()
        if found is None:
            raise Refusal(f"没有企业“{party}”。可用 zhuangjian party search 查找。")
        emit(_facts(found), format)


def _facts(party: Any) -> dict[str, Any]:
    return {
        "id": party.pk,
        "name": party.name,
        "credit_code": party.credit_code,
        "old_code": party.old_code,
        "address": party.address,
        "region_code": party.region_code,
        "kinds": sorted(row.kind for row in party.kind_rows.all()),
        "names": list(party.names.values("name", "seen_from", "seen_to")),
        "sites": list(party.sites.values("kind", "address", "seen_from", "seen_to")),
        "licences": list(party.licences.values("number", "issued_on", "expires_on", "issuer")),
        "signals": list(
            party.signals.values(
                "kind", "occurred_on", "title", "party_role", "attributable", "attribution_note"
            )
        ),
    }


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
