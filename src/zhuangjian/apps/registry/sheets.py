"""The registry's lists, declared once for page, export and API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.dossier import expiry_of, region_name
from zhuangjian.apps.registry.models import Jurisdiction, Licence, Party, PartyKindRow
from zhuangjian.apps.registry.models.signal import SignalKind
from zhuangjian.apps.registry.places import centres
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.engines.identifiers import PROVINCES
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.kernel.sheets import Choices, Column, Filter, Sheet


def regions(person: Any) -> Choices:
    """The province's divisions, and outside."""
    own = [(code, name) for code, (_, _, name) in sorted(centres().items()) if not code.endswith("0000")]
    return [*own, ("outside", f"{PROVINCES.get(home_prefix(), '本地')}以外"), ("unknown", "地区不详")]


def _in_region(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "outside":
        return rows.exclude(region_code__startswith=home_prefix()).exclude(region_code="")
    return rows.filter(region_code="" if value == "unknown" else value)


def authorities(person: Any) -> Choices:
    """Authorities whose business the person sees."""
    rows = Authority.objects.visible_to(person).filter(pk__in=person.scope.authorities)
    return [(row.pk, str(row)) for row in rows]


def _of_authority(rows: QuerySet[Any], value: int) -> QuerySet[Any]:
    return rows.filter(Exists(Jurisdiction._base_manager.filter(party=OuterRef("pk"), authority_id=value)))


def _of_kind(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(Exists(PartyKindRow._base_manager.filter(party=OuterRef("pk"), kind=value)))


EXPIRY = (("past", "已过期"), ("30", "30天内到期"), ("90", "90天内到期"), ("180", "180天内到期"))


def _expiring(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = timezone.localdate()
    licences = Licence._base_manager.filter(party=OuterRef("pk"))
    if value == "past":
        return rows.filter(Exists(licences.filter(expires_on__lt=today)))
    last = today + timedelta(days=int(value))
    return rows.filter(Exists(licences.filter(expires_on__gte=today, expires_on__lte=last)))


def with_expiry(rows: QuerySet[Party]) -> QuerySet[Party]:
    """Parties with ``expires_on``, the soonest end of a licence (one query for a whole page)."""
    first = (
        Licence._base_manager.filter(party=OuterRef("pk"))
        .order_by()
        .values("party")
        .annotate(first=Min("expires_on"))
        .values("first")
    )
    return rows.annotate(expires_on=Subquery(first)).prefetch_related("kind_rows")


def kinds_of(party: Party) -> str:
    """The party's kinds in Chinese."""
    return "、".join(row.get_kind_display() for row in party.kind_rows.all())


def _expiry(party: Any) -> tuple[str, str]:
    if party.expires_on is None:
        return "—", "off"
    found = expiry_of(party.expires_on, timezone.localdate())
    return found.words, found.tone


PARTIES = Sheet(
    name="parties",
    title="企业",
    columns=(
        Column("name", "名称", "name", sort="pinyin", link=lambda p: p.get_absolute_url()),
        Column(
            "credit_code",
            "统一社会信用代码",
            lambda p: p.credit_code or p.old_code or None,
            sort="credit_code",
            css="zj-mono text-nowrap",
        ),
        Column("kinds", "类别", kinds_of),
        Column("region", "地区", lambda p: region_name(p.region_code), sort="region_code"),
        Column("address", "住所", "address"),
        Column(
            "expires_on",
            "许可证最早到期",
            "expires_on",
            sort="expires_on",
            template="registry/cells/expiry.html",
        ),
    ),
    filters=(
        Filter("q", "名称、代码或编号", search.find),
        Filter("kind", "类别", _of_kind, "choice", PartyKind.choices()),
        Filter("region", "地区", _in_region, "choice", regions),
        Filter("authority", "监管机构", _of_authority, "choice", authorities),
        Filter("expiring", "许可证", _expiring, "choice", EXPIRY),
    ),
    sort="name",
    empty="没有符合条件的企业。",
    empty_hint="导入许可证登记后，企业会出现在这里（见“数据导入”）。",
)
LICENCES = Sheet(
    name="licences",
    title="生产许可证",
    columns=(
        Column("number", "许可证编号", "number", sort="number", link=lambda r: r.party.get_absolute_url()),
        Column("party", "企业", "party.name", sort="party__pinyin"),
        Column("issuer", "发证机关", "issuer", sort="issuer"),
        Column("issued_on", "发证日期", "issued_on", sort="issued_on"),
        Column("expires_on", "有效期至", "expires_on", sort="expires_on"),
    ),
    filters=(
        Filter("number", "编号（开头）", "number__startswith"),
        Filter("expires_before", "有效期不晚于", "expires_on__lte", "date"),
        Filter(
            "party",
            "企业编号",
            lambda rows, text: (
                rows.filter(party_id=int(text)) if text.isdecimal() and len(text) < 18 else rows.none()
            ),
        ),
    ),
    sort="number",
)
SIGNALS = Sheet(
    name="signals",
    title="风险信号",
    columns=(
        Column("occurred_on", "日期", "occurred_on", sort="occurred_on"),
        Column("kind", "来源", lambda s: s.get_kind_display(), sort="kind"),
        Column("title", "摘要", "title"),
        Column(
            "party", "企业", "party.name", sort="party__pinyin", link=lambda s: s.party.get_absolute_url()
        ),
        Column("severity", "严重程度", "severity", sort="severity"),
        Column("attributable", "可归责", "attributable", sort="attributable"),
        Column("attribution_note", "归责说明", "attribution_note"),
    ),
    filters=(
        Filter("kind", "来源", "kind", "choice", SignalKind.choices()),
        Filter("since", "自", "occurred_on__gte", "date"),
        Filter("until", "至", "occurred_on__lte", "date"),
        Filter("attributable", "可归责", "attributable", "choice", ((True, "是"), (False, "否"))),
        Filter(
            "party",
            "企业编号",
            lambda rows, text: (
                rows.filter(party_id=int(text)) if text.isdecimal() and len(text) < 18 else rows.none()
            ),
        ),
    ),
    sort="-occurred_on",
    empty="没有风险信号。",
)
