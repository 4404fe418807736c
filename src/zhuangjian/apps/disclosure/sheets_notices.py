"""The lists of published measures, liftings, obstructions and penalties: one for the public, one for officials, and one
of the penalties that were taken down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuangjian.apps.disclosure.models import Notice, NoticeKind
from zhuangjian.apps.disclosure.notices import withdrawal_told
from zhuangjian.apps.disclosure.queries import published_notices, taken_down
from zhuangjian.apps.disclosure.sheets import region_name, sees_inspection
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, nobody


def _regions(_: Any) -> list[tuple[str, str]]:
    codes = published_notices().exclude(region_code="").order_by("region_code")
    return [(code, region_name(code)) for code in codes.values_list("region_code", flat=True).distinct()]


def _publisher(row: Notice, person: Any) -> str:
    by = f"{row.published_by} " if sees_inspection(row, person) else ""
    return f"{row.authority} {by}{said_time(row.published_at)}"


def _replaced(row: Notice) -> UUID | None:
    return row.replaces.public_id if row.replaces else None


def _withdrawal(row: Notice) -> str:
    if not row.withdrawn_at:
        return ""
    return f"{said_time(row.withdrawn_at)}，{row.withdrawn_reason}"


def _state(row: Notice) -> tuple[str, str]:
    if row.withdrawn_at:
        return "withdrawn", "已撤回"
    over = row.until is not None and row.until < timezone.localdate()
    return ("expired", "公示期满") if over else ("public", "公开中")


def _party(link: str) -> Column:
    return Column(
        "party",
        "被检查对象",
        "party_name",
        sort="party_name",
        link=lambda row: link.format(row.public_id),
        api={"party_name": Datum(str, "party_name")},
    )


FACTS = (
    fact("name", "被检查对象", "party_name", covered="party"),
    Column(
        "credit_code",
        "统一社会信用代码",
        "credit_code",
        sort="credit_code",
        css="zj-mono text-nowrap",
        fact=True,
        left_out=True,
        api=str,
    ),
    Column("party_address", "地址", "party_address", listed=nobody, fact=True, left_out=True, api=str),
    Column(
        "region",
        "地区",
        lambda row: region_name(row.region_code),
        sort="region_code",
        fact=True,
        left_out=True,
        api=str,
    ),
    Column(
        "kind",
        "种类",
        "get_kind_display",
        sort="kind",
        fact=True,
        api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
    ),
    Column("result", "内容", "result", sort="result", fact=True, api=str),
    Column("number", "文号", "number", sort="number", fact=True, left_out=True, api=str),
    Column(
        "decided_on", "决定日期", "decided_on", sort="decided_on", fact=True, left_out=True, api=date | None
    ),
    Column(
        "basis",
        "依据",
        "legal_basis",
        css="d-none",
        fact=True,
        left_out=True,
        api={"legal_basis": Datum(str, "legal_basis")},
    ),
    Column("authority", "公开单位", "authority.name", sort="authority__name", fact=True, api=str),
    Column(
        "published",
        "公开日期",
        lambda row: timezone.localdate(row.published_at),
        sort="published_at",
        css="text-nowrap",
        fact=True,
        api={"published_on": Datum(date, lambda row: timezone.localdate(row.published_at))},
    ),
    fact("until", "公示至", "until", left_out=True, api={"until": Datum(date | None, "until")}),
    fact(
        "replaces",
        "更正",
        lambda row: "本条更正此前公开的信息" if row.replaces_id else "",
        left_out=True,
        api={"replaces": Datum(UUID | None, _replaced)},
    ),
)
FILTERS = (
    Filter("q", "企业名称或信用代码", contains("party_name", "credit_code")),
    Filter("kind", "种类", "kind", "choice", lambda _: NoticeKind.choices()),
    Filter("region", "地区", "region_code", "choice", _regions),
)

PUBLIC_NOTICES = Sheet(
    "public_measures",
    "化妆品监督检查处理措施和行政处罚",
    (_party("/public/measures/{}/"), *FACTS),
    FILTERS,
    sort="-published",
    model=Notice,
    empty="没有符合条件的公开信息。",
    empty_hint="尚未公开处理措施和行政处罚。",
    rows=lambda person: published_notices().select_related("authority", "replaces"),
    also={"id": Datum(UUID, "public_id")},
    reading=Reading(
        "public-measures",
        "公开",
        "PublicMeasureOut",
        "处理措施、解除、阻碍检查和行政处罚的公开",
        "一条措施公开信息",
        ("zhuangjian_api_disclosure_measures", "zhuangjian_api_disclosure_measure"),
        words="Published measures, liftings, obstructions and penalties; ``replaces`` names the notice that one corrects.",
        one_words="One published notice; a withdrawn one does not exist.",
        public=True,
    ),
)
NOTICES = Sheet(
    "notices",
    "措施公开",
    (
        _party("/notices/{}/"),
        *FACTS,
        Column(
            "state",
            "状态",
            lambda row: _state(row)[1],
            sort="withdrawn_at",
            status=lambda row: (_state(row)[1], "ok" if _state(row)[0] == "public" else "off"),
            api={
                "state": Datum(str, lambda row: _state(row)[0]),
                "withdrawn_at": Datum(datetime | None, "withdrawn_at"),
                "withdrawn_reason": Datum(str, "withdrawn_reason"),
            },
        ),
        fact(
            "by",
            "公开",
            ToldTo(_publisher),
            part="publishing",
            api={"published_at": Datum(datetime, "published_at")},
        ),
        fact("withdrawal", "撤回", _withdrawal, part="publishing", left_out=True, covered="state"),
    ),
    FILTERS,
    sort="-published",
    model=Notice,
    empty="没有措施公开信息。",
    empty_hint="处理措施、解除、阻碍检查的处理和行政处罚作出后，由有关部门公开。",
    rows=lambda person: Notice.objects.visible_to(person).select_related(
        "authority", "published_by", "inspection", "replaces"
    ),
    also={"id": Datum(UUID, "public_id"), "version": Datum(int, "version")},
    reading=Reading(
        "notices",
        "公开",
        "NoticeOut",
        "全部措施公开信息",
        "一条措施公开信息及其撤回",
        ("zhuangjian_api_disclosure_notices", "zhuangjian_api_disclosure_notice"),
        one_schema="NoticeDetail",
        words="All notices, withdrawn and expired ones too; for officials.",
        one_words="One notice with who published it, what it replaces, and its withdrawal.",
    ),
)

TAKEN_DOWN = Sheet(
    "taken_down",
    "已撤下的行政处罚信息",
    (
        Column(
            "number",
            "处罚决定书文号",
            "number",
            sort="number",
            link=lambda row: f"/public/measures/{row.public_id}/",
            fact=True,
            api=str,
        ),
        Column("authority", "公开单位", "authority.name", sort="authority__name", fact=True, api=str),
        Column(
            "published",
            "公开日期",
            lambda row: timezone.localdate(row.published_at),
            sort="published_at",
            fact=True,
            api={"published_on": Datum(date, lambda row: timezone.localdate(row.published_at))},
        ),
        Column(
            "withdrawn",
            "撤下日期",
            lambda row: timezone.localdate(row.withdrawn_at),
            sort="withdrawn_at",
            fact=True,
            api={"withdrawn_on": Datum(date, lambda row: timezone.localdate(row.withdrawn_at))},
        ),
        Column("reason", "撤下理由", withdrawal_told, fact=True, api=str),
    ),
    (Filter("q", "文号", contains("number")),),
    sort="-withdrawn",
    model=Notice,
    empty="没有撤下的行政处罚信息。",
    empty_hint="处罚决定被变更、撤销的，公示撤下后在这里说明。",
    rows=lambda person: taken_down().select_related("authority", "penalty"),
    also={"id": Datum(UUID, "public_id")},
    reading=Reading(
        "public-taken-down",
        "公开",
        "TakenDownOut",
        "已撤下的行政处罚信息",
        "一条已撤下的行政处罚信息",
        ("zhuangjian_api_disclosure_taken_down", "zhuangjian_api_disclosure_taken_down_one"),
        words="Penalties that were taken down before their time, with the reason; nothing of whom they were about.",
        one_words="One penalty that was taken down, by the identifier under which it was published.",
        public=True,
    ),
)
