"""Which closed files have been kept as long as they must, by the kind of their result."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.sheets import GOOD, opened
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.engines.rules.bases import label_of
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.retention import Kept, kept, last_ended
from zhuangjian.kernel.days import ends
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains

KINDS = {
    "inspection_conforming": Q(stage=Stage.CLOSED, conclusion__in=GOOD),
    "inspection_with_problems": Q(stage=Stage.CLOSED) & ~Q(conclusion__in=GOOD),
    "inspection_handed_over": Q(stage=Stage.ESCALATED),
    "inspection_cancelled": Q(stage=Stage.CANCELLED),
}


def kind_of(row: Inspection) -> str:
    """The kind of result that an ended inspection has."""
    if row.stage == Stage.CLOSED:
        return "inspection_conforming" if row.conclusion in GOOD else "inspection_with_problems"
    return "inspection_handed_over" if row.stage == Stage.ESCALATED else "inspection_cancelled"


def kept_of(row: Inspection, today: date | None = None) -> Kept:
    """How long the file of an ended inspection is kept, by the rules in force today."""
    ended = timezone.localdate(row.closed_at)
    return kept(pack_for(settings.REGION), kind_of(row), ended, today or timezone.localdate())


def come_due(rows: Any, today: date | None = None) -> Any:
    """Of these inspections those whose file has been kept as long as it must."""
    day = today or timezone.localdate()
    pack = pack_for(settings.REGION)
    past = Q(pk__in=())
    for kind, which in KINDS.items():
        last = last_ended(pack, kind, day)
        if last is not None:
            past |= which & Q(closed_at__lt=ends(last))
    return rows.filter(past)


def seen_by(person: Any) -> Any:
    """What has come due among the inspections that this official sees."""
    return come_due(Inspection.objects.visible_to(person)).select_related("party", "dispatching_unit")


def _of_kind(rows: Any, kind: str) -> Any:
    return rows.filter(KINDS[kind])


def _kinds(_: Any) -> list[tuple[str, str]]:
    pack, today = pack_for(settings.REGION), timezone.localdate()
    return [(kind, kept(pack, kind, today, today).title) for kind in KINDS]


def _kept(name: str) -> Any:
    return lambda row: getattr(kept_of(row), name)


def _basis(row: Inspection) -> str:
    found = kept_of(row)
    return f"{found.article}（{label_of(found.basis)}）"


def _ended(row: Inspection) -> date:
    return timezone.localdate(row.closed_at)


def _for_officials(person: Any) -> Any:
    if not person.scope.official:
        raise NotYours("保管期满的检查档案由监管人员查看。")
    return seen_by(person)


DUE = Sheet(
    "retention",
    "保管期满的检查档案",
    columns=(
        Column("number", "编号", str, "number", link=lambda row: row.get_absolute_url(), api=str),
        Column("party", "被检查对象", "party.name", ("party__pinyin", "party__name"), api=str),
        Column("unit", "派出检查单位", "dispatching_unit.short_name", "dispatching_unit__name", api=str),
        Column(
            "kind",
            "结果种类",
            _kept("title"),
            api={"kind": Datum(str, _kept("kind")), "kind_label": Datum(str, _kept("title"))},
        ),
        Column("ended", "办结日期", _ended, "closed_at", api={"ended_on": Datum(date, _ended)}),
        Column("until", "保管至", _kept("until"), api={"kept_until": Datum(date, _kept("until"))}),
        Column(
            "then",
            "期满后",
            _kept("then_label"),
            api={"then": Datum(str, _kept("then")), "then_label": Datum(str, _kept("then_label"))},
        ),
        Column(
            "basis",
            "依据",
            _basis,
            api={
                "article": Datum(str, _kept("article")),
                "basis": Datum(str, _kept("basis")),
                "basis_label": Datum(str, lambda row: label_of(kept_of(row).basis)),
                "meaning": Datum(str, _kept("meaning")),
            },
        ),
    ),
    filters=(
        Filter("q", "编号或企业", contains("number", "party__name", "party__credit_code")),
        Filter("kind", "结果种类", _of_kind, "choice", _kinds),
    ),
    sort="ended",
    model=Inspection,
    empty="没有保管期满的检查档案。",
    empty_hint="检查办结后按结果种类保管；期满的次日起列在这里，由您决定鉴定、续存或者移交，系统不自动销毁。",
    noted=exported,
    rows=_for_officials,
    also={"id": Datum(UUID, "public_id")},
    reading=Reading(
        "inspections/retention",
        "检查",
        "KeptOut",
        "保管期满的检查档案",
        "一份保管期满的检查档案",
        ("zhuangjian_api_inspections_retention", "zhuangjian_api_inspections_retention_one"),
        words="Closed files that have been kept as long as they must, those ended first before the others; for officials.",
        page_size=100,
        noted=True,
        opened=opened,
    ),
)
