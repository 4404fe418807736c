"""The lists of publications: one for the public, one for officials."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.queries import published
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, nobody

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
    moments = published().order_by().datetimes("published_at", "year", order="DESC")
    return [(moment.year, f"{moment.year}年") for moment in moments]


def results(_: Any) -> list[tuple[str, str]]:
    """The closed lists of conclusions (CQ 16)."""
    return [(label, label) for _, label in Conclusion.choices()]


PARTY = Column(
    "party",
    "被检查对象",
    "party_name",
    sort="party_name",
    link=lambda p: f"/public/{p.public_id}/",
    api={"id": Datum(UUID, "public_id"), "party_name": Datum(str, "party_name")},
)
CODE = Column(
    "code",
    "统一社会信用代码",
    "credit_code",
    sort="credit_code",
    css="zj-mono text-nowrap",
    api={"credit_code": Datum(str, "credit_code")},
)
REGION = Column(
    "region",
    "地区",
    lambda p: region_name(p.region_code),
    sort="region_code",
    api={"region": Datum(str, lambda p: region_name(p.region_code))},
)
TYPE = Column(
    "type",
    "检查类型",
    type_name,
    sort="inspection_type",
    css="text-nowrap",
    api={"inspection_type": Datum(str, type_name)},
)
# Printed with every row it would fill the page; it stands in the export and on the result's own page.
BASIS = Column(
    "basis", "检查依据", "legal_basis", css="d-none", api={"legal_basis": Datum(str, "legal_basis")}
)
RESULT = Column("result", "检查结果", "result", sort="result", api={"result": Datum(str, "result")})
HANDLING = Column(
    "handling", "处理情况", "handling", sort="handling", api={"handling": Datum(str, "handling")}
)
AUTHORITY = Column(
    "authority",
    "公开单位",
    "authority.name",
    sort="authority__name",
    api={"authority": Datum(str, "authority.name")},
)
PUBLISHED = Column(
    "published",
    "公开日期",
    lambda p: timezone.localdate(p.published_at),
    sort="published_at",
    css="text-nowrap",
    api={"published_on": Datum(date, lambda p: timezone.localdate(p.published_at))},
)
ADDRESS = Column(
    "address", "住所", "party_address", listed=nobody, api={"party_address": Datum(str, "party_address")}
)
INSPECTED = Column(
    "inspected",
    "检查日期",
    "inspected_on",
    listed=nobody,
    api={"inspected_on": Datum(date | None, "inspected_on")},
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
    (PARTY, CODE, REGION, TYPE, BASIS, RESULT, HANDLING, AUTHORITY, PUBLISHED, ADDRESS, INSPECTED),
    FILTERS,
    sort="-published",
    empty="没有符合条件的检查结果。",
    empty_hint="尚未公开检查结果。",
    rows=lambda person: published().select_related("authority"),
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
        Column("party", "被检查对象", "party_name", sort="party_name", link=lambda p: p.get_absolute_url()),
        RESULT,
        HANDLING,
        AUTHORITY,
        PUBLISHED,
        Column(
            "state",
            "状态",
            lambda p: "已撤回" if p.withdrawn_at else "公开中",
            sort="withdrawn_at",
            status=lambda p: ("已撤回", "off") if p.withdrawn_at else ("公开中", "ok"),
        ),
        Column("reason", "撤回原因", "withdrawn_reason"),
    ),
    FILTERS,
    sort="-published",
    empty="没有公开信息。",
    empty_hint="检查办结后，由组织检查的单位公开结果。",
)
