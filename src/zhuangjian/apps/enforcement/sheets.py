"""What is shown of bundles."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat

from zhuangjian.apps.enforcement.models import Bundle, BundleFile, BundleKind, Direction
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of


def visible(person: Any) -> QuerySet[Bundle]:
    """Bundles that the person may see."""
    return Bundle.objects.visible_to(person).select_related("authority", "inspection", "entered_by")


def made_at(row: Bundle) -> datetime | str:
    """When the bundle says that it was made; in its own words where they are no moment."""
    try:
        return datetime.fromisoformat(row.made_on)
    except ValueError:
        return row.made_on


BUNDLES = Sheet(
    "bundles",
    "移送包",
    (
        Column(
            "number",
            "检查编号",
            "number",
            sort="number",
            link=lambda row: row.get_absolute_url(),
            api={"id": Datum(UUID, "public_id"), "number": Datum(str, "number")},
        ),
        Column(
            "party",
            "被检查对象",
            "party_name",
            sort="party_name",
            api={"party_name": Datum(str, "party_name")},
        ),
        Column("kind", "种类", "get_kind_display", sort="kind", api={"kind": Datum(str, "kind")}),
        Column(
            "direction",
            "来去",
            "get_direction_display",
            sort="direction",
            api={"direction": Datum(str, "direction")},
        ),
        Column("unit", "制作单位", "unit_name", sort="unit_name", fact=True, api=str),
        Column("authority", "登记单位", "authority.short_name", sort="authority__name", fact=True, api=str),
        Column(
            "entered_at",
            "登记时间",
            "entered_at",
            sort="entered_at",
            css="text-nowrap",
            fact=True,
            api={"entered_at": Datum(datetime, "entered_at")},
        ),
        fact("by", "经办人", "entered_by.name", api={"entered_by": Datum(str, "entered_by.name")}),
        fact("made_on", "制作时间", made_at, api={"made_on": Datum(str, "made_on")}),
        fact("digest", "SHA-256", "digest", api={"sha256": Datum(str, "digest")}),
        fact("size", "大小", lambda row: filesizeformat(row.size), api={"size": Datum(int, "size")}),
        fact(
            "key",
            "签名公钥",
            "public_key",
            api={"public_key": Datum(str, "public_key"), "trusted_key": Datum(bool, "trusted")},
        ),
        fact("receipts", "账本回执", "receipts", api={"receipts": Datum(int, "receipts")}),
        fact("of", "所签收的移送包", "of_digest", left_out=True, api={"of": Datum(str, "of_digest")}),
        fact(
            "inspection",
            "检查",
            "inspection.number",
            link=lambda row: row.inspection.get_absolute_url(),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
        fact(
            "files",
            "文件",
            lambda row: row.files.count(),
            drawn=False,
            api={
                "files": rows_of(
                    BundleFile,
                    "bundle",
                    "BundleFileOut",
                    "path",
                    path=str,
                    title=str,
                    what=str,
                    sha256=str,
                    size=int,
                )
            },
        ),
    ),
    (
        Filter("q", "编号、企业或摘要", contains("number", "party_name", "digest")),
        Filter("kind", "种类", "kind", "choice", lambda _: BundleKind.choices()),
        Filter("direction", "来去", "direction", "choice", lambda _: Direction.choices()),
    ),
    sort="-entered_at",
    model=Bundle,
    empty="没有移送包。",
    empty_hint=lambda _: "在检查的“移送”页上制作，或者在下面接收。",
    rows=visible,
    reading=Reading(
        "bundles",
        "移送包",
        "BundleOut",
        "移送包列表",
        "一个移送包",
        ("zhuangjian_api_enforcement_bundles", "zhuangjian_api_enforcement_bundle"),
        one_schema="BundleDetail",
        words="Bundles made here of inspections that the person sees, and those that their unit received.",
        one_words="One bundle with its files by digest; the file itself is at ``/bundles/<id>/file/``.",
    ),
)
