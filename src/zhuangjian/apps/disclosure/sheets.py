"""The lists of publications: one for the public, one for officials."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Notice, Publication
from zhuangjian.apps.disclosure.queries import published
from zhuangjian.apps.disclosure.snapshot import FOUND, NOTHING_FOUND
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, nobody

TYPES = dict(InspectionType.choices())


def region_name(code: str) -> str:
    """``渝中区`` for 500103; the code itself where the region's pack doesn't list it."""
    division = pack_for(settings.REGION).head.divisions.get(code)
    return division.name if division else code


def type_name(publication: Publication) -> str:
    """The inspection type in Chinese."""
    return TYPES.get(publication.inspection_type, publication.inspection_type)


def regions(_: Any) -> list[tuple[str, str]]:
    """Regions that occur among what is published."""
    codes = published().exclude(region_code="").order_by("region_code")
    return [(code, region_name(code)) for code in codes.values_list("region_code", flat=True).distinct()]


def years(_: Any) -> list[tuple[int, str]]:
    """Years in which something was published, newest first."""
    ends = published().order_by().aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["last"] is None:
        return []
    first, last = (timezone.localtime(ends[name]).year for name in ("first", "last"))
    held = [y for y in range(last, first - 1, -1) if published().filter(published_at__year=y).exists()]
    return [(year, f"{year}年") for year in held]


def results(_: Any) -> list[tuple[str, str]]:
    """The closed lists of conclusions (CQ 16), and what is said where they list none."""
    return [(label, label) for label in (*(label for _, label in Conclusion.choices()), FOUND, NOTHING_FOUND)]


def sees_inspection(publication: Publication | Notice, person: Any) -> bool:
    """Whether this person may see what the publication is of."""
    return bool(Inspection.objects.visible_to(person).filter(pk=publication.inspection_id).exists())


def _of_inspection(name: str) -> ToldTo:
    """A value of the inspection, for whoever may see that."""
    return ToldTo(lambda row, person: attrgetter(name)(row) if sees_inspection(row, person) else None)


def _published(row: Publication, person: Any) -> str:
    by = f"{row.published_by} " if sees_inspection(row, person) else ""
    return f"{row.authority} {by}{said_time(row.published_at)}"


PARTY = Column(
    "party",
    "被检查对象",
    "party_name",
    sort="party_name",
    link=lambda p: f"/public/{p.public_id}/",
    api={"party_name": Datum(str, "party_name")},
)
NAME = fact("name", "被检查对象", "party_name", covered="party")
CODE = Column(
    "credit_code",
    "统一社会信用代码",
    "credit_code",
    sort="credit_code",
    css="zj-mono text-nowrap",
    fact=True,
    left_out=True,
    api=str,
)
ADDRESS = Column("party_address", "地址", "party_address", listed=nobody, fact=True, left_out=True, api=str)
REGION = Column(
    "region",
    "地区",
    lambda p: region_name(p.region_code),
    sort="region_code",
    fact=True,
    left_out=True,
    api=str,
)
TYPE = Column(
    "inspection_type",
    "检查类型",
    type_name,
    sort="inspection_type",
    css="text-nowrap",
    fact=True,
    api=str,
)
INSPECTED = Column(
    "inspected_on", "检查日期", "inspected_on", listed=nobody, fact=True, left_out=True, api=date | None
)
# Printed with every row it would fill the page; it stands in the export and on the result's own page.
BASIS = Column(
    "basis", "检查依据", "legal_basis", css="d-none", api={"legal_basis": Datum(str, "legal_basis")}
)
LEGAL = fact("legal", "检查依据", "legal_basis", left_out=True, covered="basis")
RESULT = Column("result", "检查结果", "result", sort="result", fact=True, api=str)
HANDLING = Column("handling", "处理情况", "handling", sort="handling", fact=True, left_out=True, api=str)
ITEMS = Column("items", "检查项目", "items", fact=True, left_out=True, api=str)
AUTHORITY = Column("authority", "公开单位", "authority.name", sort="authority__name", api=str)
PUBLISHED = Column(
    "published",
    "公开日期",
    lambda p: timezone.localdate(p.published_at),
    sort="published_at",
    css="text-nowrap",
    api={"published_on": Datum(date, lambda p: timezone.localdate(p.published_at))},
)
FACTS = (
    NAME,
    CODE,
    ADDRESS,
    REGION,
    TYPE,
    INSPECTED,
    BASIS,
    LEGAL,
    RESULT,
    ITEMS,
    HANDLING,
    AUTHORITY,
    PUBLISHED,
)
SEARCH = Filter("q", "企业名称或信用代码", contains("party_name", "credit_code"))
FILTERS = (
    SEARCH,
    Filter("region", "地区", "region_code", "choice", regions),
    Filter("result", "检查结果", "result", "choice", results),
    Filter("year", "公开年份", "published_at__year", "choice", years),
)

PUBLIC = Sheet(
    "public",
    "化妆品监督检查结果",
    (PARTY, *FACTS),
    FILTERS,
    sort="-published",
    model=Publication,
    empty="没有符合条件的检查结果。",
    empty_hint="尚未公开检查结果。",
    rows=lambda person: published().select_related("authority"),
    also={"id": Datum(UUID, "public_id")},
    reading=Reading(
        "public",
        "公开",
        "PublicationOut",
        "检查结果公开",
        "一条公开信息",
        ("zhuangjian_api_disclosure_publications", "zhuangjian_api_disclosure_one"),
        words="Published results by name or code, region code, result and year of publication.",
        one_words="One published result; a withdrawn one does not exist. ``inspected_on`` is null where the rules don't open it.",
        public=True,
    ),
)
OFFICIAL = Sheet(
    "publications",
    "信息公开",
    (
        replace(PARTY, link=lambda p: p.get_absolute_url()),
        *(replace(column, listed=nobody) for column in FACTS[:6]),
        replace(BASIS, listed=nobody),
        *FACTS[7:],
        Column(
            "state",
            "状态",
            lambda p: "已撤回" if p.withdrawn_at else "公开中",
            sort="withdrawn_at",
            status=lambda p: ("已撤回", "off") if p.withdrawn_at else ("公开中", "ok"),
            api={
                "state": Datum(str, lambda p: "withdrawn" if p.withdrawn_at else "public"),
                "withdrawn_at": Datum(datetime | None, "withdrawn_at"),
            },
        ),
        Column("withdrawn_reason", "撤回原因", "withdrawn_reason", api=str),
        fact(
            "by",
            "公开",
            ToldTo(_published),
            part="publishing",
            api={
                "published_at": Datum(datetime, "published_at"),
                "published_by": Datum(str | None, _of_inspection("published_by.name")),
            },
        ),
        fact(
            "inspection",
            "检查",
            _of_inspection("inspection.number"),
            part="publishing",
            link=lambda p: p.inspection.get_absolute_url(),
            left_out=True,
            api={
                "inspection": Datum(str | None, _of_inspection("inspection.number")),
                "inspection_id": Datum(UUID | None, _of_inspection("inspection.public_id")),
            },
        ),
        fact(
            "withdrawal",
            "撤回",
            lambda p: f"{said_time(p.withdrawn_at)}，{p.withdrawn_reason}" if p.withdrawn_at else "",
            part="publishing",
            left_out=True,
            covered="state",
        ),
    ),
    FILTERS,
    sort="-published",
    model=Publication,
    empty="没有公开信息。",
    empty_hint="检查办结后，由组织检查的单位公开结果。",
    rows=lambda person: Publication.objects.visible_to(person).select_related(
        "authority", "published_by", "inspection"
    ),
    also={"id": Datum(UUID, "public_id"), "version": Datum(int, "version")},
    reading=Reading(
        "publications",
        "公开",
        "OfficialPublicationOut",
        "全部公开信息",
        "一条公开信息及其撤回",
        ("publications", "publication"),
        one_schema="OfficialPublicationDetail",
        words="All publications, withdrawn ones too; for officials.",
        one_words="One publication with who published it, and its withdrawal.",
    ),
)
