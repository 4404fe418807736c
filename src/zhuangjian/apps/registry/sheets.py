"""The registry's lists, declared once for page, export and API."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.dossier import PRODUCTS, corrections_of, expiry_of, points, region_name
from zhuangjian.apps.registry.models import (
    Commission,
    Jurisdiction,
    Licence,
    LicenceEdition,
    Party,
    PartyKindRow,
    PartyName,
    Product,
    Signal,
    Site,
)
from zhuangjian.apps.registry.models.signal import SignalKind
from zhuangjian.apps.registry.places import centres
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.engines.identifiers import PROVINCES
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import (
    Choices,
    Column,
    Datum,
    Filter,
    Reading,
    Sheet,
    fact,
    rows_of,
    starts_with,
)
from zhuangjian.kernel.shown import prefixed

TAG = "企业档案"
PAGE = 100


def regions(person: Any) -> Choices:
    """The province's divisions, and outside."""
    own = [(code, name) for code, (_, _, name) in sorted(centres().items()) if not code.endswith("0000")]
    return [*own, ("outside", f"{PROVINCES.get(home_prefix(), '本地')}以外"), ("unknown", "地区不详")]


def _in_region(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "outside":
        return rows.exclude(prefixed("region_code", home_prefix())).exclude(region_code="")
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


def with_expiry(person: Any) -> QuerySet[Party]:
    """The parties that the person may see with ``expires_on``, the soonest end of a licence (one query for a whole page)."""
    first = (
        Licence._base_manager.filter(party=OuterRef("pk"))
        .order_by()
        .values("party")
        .annotate(first=Min("expires_on"))
        .values("first")
    )
    rows: QuerySet[Party] = Party.objects.visible_to(person).prefetch_related("kind_rows")
    return rows.annotate(expires_on=Subquery(first))


def kinds_of(party: Party) -> str:
    """The party's kinds in Chinese."""
    return "、".join(row.get_kind_display() for row in party.kind_rows.all())


def _expiry(party: Any) -> tuple[str, str]:
    if party.expires_on is None:
        return "—", "off"
    found = expiry_of(party.expires_on, timezone.localdate())
    return found.words, found.tone


def _corrections(party: Party, person: Any) -> list[dict[str, Any]]:
    """Corrections by hand; by whom and why is told to officials."""
    told = []
    for one in corrections_of(person, party):
        row = one.row
        changes = [{"field": title, "before": b, "after": a} for title, b, a in one.changes]
        told.append({"at": row.corrected_at, "changes": changes})
        if person.scope.official:
            told[-1] |= {"by": row.corrected_by.name, "reason": row.reason, "rests_on": row.rests_on}
            told[-1] |= {"restated_on": row.restated_on, "restated_by": row.restated_by}
    return told


def _products(party: Party, person: Any) -> list[dict[str, Any]]:
    rows = Product.objects.visible_to(person).filter(party=party)[:PRODUCTS]
    return [{"number": row.number, "name": row.name, "special": row.is_special} for row in rows]


def _commissions(party: Party, person: Any) -> list[dict[str, Any]]:
    rows = Commission.objects.visible_to(person).select_related("principal", "manufacturer", "product")
    return [
        {
            "principal": row.principal.name,
            "manufacturer": row.manufacturer.name,
            "product": row.product.number if row.product else None,
        }
        for row in (rows.filter(principal=party) | rows.filter(manufacturer=party))[:PRODUCTS]
    ]


def _points(party: Party, person: Any) -> list[dict[str, Any]]:
    return points(Site.objects.visible_to(person).filter(party=party, seen_to=None))


def _units(licence: Licence) -> list[dict[str, str]]:
    return [{"unit": u.unit, "categories": u.categories, "remark": u.remark} for u in licence.units.all()]


def _days_left(licence: Licence) -> int | None:
    return expiry_of(licence.expires_on, timezone.localdate()).days


# What is told of a licence, in its own list and in its holder's dossier.
LICENCE: dict[str, Any] = {
    "number": str,
    "party": Datum(int, "party_id"),
    "party_name": Datum(str, "party.name"),
    "issuer": str,
    "issued_on": date | None,
    "expires_on": date | None,
    "days_left": Datum(int | None, _days_left),
    "units": Datum(list[dict[str, str]], _units),
    "scope": Datum(str, "scope_text"),
    "production_address": str,
}
EDITION: dict[str, Any] = {
    "number": Datum(str, "licence.number"),
    "issued_on": date | None,
    "expires_on": date | None,
    "scope": Datum(str, "scope_text"),
    "production_address": str,
    "issuer": str,
    "seen_from": date,
    "seen_to": date,
}
SITE: dict[str, Any] = {
    "kind": str,
    "address": str,
    "region_code": str,
    "outside_province": bool,
    "seen_from": date | None,
    "seen_to": date | None,
}
# The parts of a dossier that its page draws in ways of their own.
PARTS: dict[str, Datum] = {
    "names": rows_of(
        PartyName, "party", "PartyNameOut", "pk", name=str, seen_from=date | None, seen_to=date | None
    ),
    "authorities": rows_of(
        Jurisdiction,
        "party",
        "JurisdictionOut",
        name=Datum(str, lambda row: str(row.authority)),
        article=str,
        reason=str,
    ),
    "licences": rows_of(Licence, "party", "DossierLicence", **LICENCE),
    "licence_history": rows_of(LicenceEdition, "licence__party", "LicenceEditionOut", **EDITION),
    "sites": rows_of(Site, "party", "SiteOut", **SITE),
    "corrections": Datum(list[dict[str, Any]], ToldTo(_corrections)),
    "points": Datum(list[dict[str, Any]], ToldTo(_points)),
    "products": Datum(list[dict[str, Any]], ToldTo(_products)),
    "product_total": Datum(
        int, ToldTo(lambda party, person: Product.objects.visible_to(person).filter(party=party).count())
    ),
    "commissions": Datum(list[dict[str, Any]], ToldTo(_commissions)),
}
# One of one party: by its number.
OF_PARTY = Filter(
    "party",
    "企业编号",
    lambda rows, text: (
        rows.filter(party_id=int(text)) if text.isdecimal() and len(text) < 18 else rows.none()
    ),
)
PARTY = {"party": Datum(int, "party_id"), "party_name": Datum(str, "party.name")}
PARTIES = Sheet(
    name="parties",
    title="企业",
    columns=(
        Column("name", "名称", "name", sort="pinyin", link=lambda p: p.get_absolute_url(), api=str),
        Column(
            "credit_code",
            "统一社会信用代码",
            lambda p: p.credit_code or p.old_code or None,
            sort="credit_code",
            css="zj-mono text-nowrap",
            api={"credit_code": Datum(str | None, "credit_code"), "old_code": Datum(str, "old_code")},
        ),
        Column(
            "kinds",
            "类别",
            kinds_of,
            api={"kinds": Datum(list[str], lambda p: [row.kind for row in p.kind_rows.all()])},
        ),
        Column(
            "region",
            "地区",
            lambda p: region_name(p.region_code),
            sort="region_code",
            api={
                "region_code": Datum(str, "region_code"),
                "region": Datum(str, lambda p: region_name(p.region_code)),
            },
        ),
        Column("address", "住所", "address", api=str),
        Column(
            "expires_on",
            "许可证最早到期",
            "expires_on",
            sort="expires_on",
            template="registry/cells/expiry.html",
            api=date | None,
        ),
        fact("parts", "名称沿革、许可证、场所与产品", "name", drawn=False, api=PARTS),
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
    model=Party,
    rows=with_expiry,
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "parties",
        TAG,
        "PartyOut",
        "企业列表",
        "一企一档",
        ("parties", "party"),
        one_schema="PartyDossier",
        words="The parties that the caller may see; filters and order as on the page.",
        one_words="One party with everything the caller may see of it; its signals are at ``/parties/signals?party=``.",
        page_size=PAGE,
    ),
)
LICENCES = Sheet(
    name="licences",
    title="生产许可证",
    columns=(
        Column(
            "number",
            "许可证编号",
            "number",
            sort="number",
            link=lambda r: r.party.get_absolute_url(),
            api=str,
        ),
        Column("party", "企业", "party.name", sort="party__pinyin", api=PARTY),
        Column("issuer", "发证机关", "issuer", sort="issuer", api=str),
        Column("issued_on", "发证日期", "issued_on", sort="issued_on", api=date | None),
        Column(
            "expires_on",
            "有效期至",
            "expires_on",
            sort="expires_on",
            api={"expires_on": Datum(date | None, "expires_on"), "days_left": LICENCE["days_left"]},
        ),
    ),
    filters=(
        Filter("number", "编号（开头）", starts_with("number")),
        Filter("expires_before", "有效期不晚于", "expires_on__lte", "date"),
        OF_PARTY,
    ),
    sort="number",
    model=Licence,
    rows=lambda person: Licence.objects.visible_to(person).select_related("party").prefetch_related("units"),
    also={
        "units": LICENCE["units"],
        "scope": LICENCE["scope"],
        "production_address": Datum(str, "production_address"),
    },
    reading=Reading(
        "parties/licences",
        TAG,
        "LicenceOut",
        "生产许可证",
        "一张生产许可证",
        ("licences", "licence"),
        words="The licences of the parties that the caller may see.",
        page_size=PAGE,
    ),
)
SIGNALS = Sheet(
    name="signals",
    title="风险信号",
    columns=(
        Column("occurred_on", "日期", "occurred_on", sort="occurred_on", api=date),
        Column(
            "kind",
            "来源",
            lambda s: s.get_kind_display(),
            sort="kind",
            api={"kind": Datum(str, "kind"), "source": Datum(str, "source")},
        ),
        Column(
            "title",
            "摘要",
            "title",
            api={"title": Datum(str, "title"), "detail": Datum(Any, "detail")},
        ),
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__pinyin",
            link=lambda s: s.party.get_absolute_url(),
            api=PARTY | {"party_role": Datum(str, "party_role")},
        ),
        Column("severity", "严重程度", "severity", sort="severity", api=Any),
        Column("attributable", "可归责", "attributable", sort="attributable", api=bool),
        Column("attribution_note", "归责说明", "attribution_note", api=str),
    ),
    filters=(
        Filter("kind", "来源", "kind", "choice", SignalKind.choices()),
        Filter("since", "自", "occurred_on__gte", "date"),
        Filter("until", "至", "occurred_on__lte", "date"),
        Filter("attributable", "可归责", "attributable", "choice", ((True, "是"), (False, "否"))),
        OF_PARTY,
    ),
    sort="-occurred_on",
    empty="没有风险信号。",
    model=Signal,
    rows=lambda person: Signal.objects.visible_to(person).filter(party__isnull=False).select_related("party"),
    also={"id": Datum(int, "pk")},
    reading=Reading(
        "parties/signals",
        TAG,
        "SignalOut",
        "风险信号",
        "一条风险信号",
        ("signals", "signal"),
        words="The signals that the caller may see: officials only, within competence.",
        page_size=PAGE,
    ),
)
