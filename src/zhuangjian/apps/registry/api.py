"""Parties, their licences and signals over the API; the same rows and filters as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from ninja import Query, Router, Schema

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.dossier import corrections_of, expiry_of, points, region_name
from zhuangjian.apps.registry.models import (
    Commission,
    Jurisdiction,
    Licence,
    LicenceEdition,
    Party,
    PartyName,
    Product,
    Signal,
    Site,
)
from zhuangjian.apps.registry.sheets import LICENCES, PARTIES, SIGNALS, with_expiry
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.kernel.sheets import Sheet

PREFIX = "parties"
router = Router(tags=["企业档案"])
PAGE = 100


class Listed(Schema):
    """One page of rows. ``faults`` names filter values that could not be used."""

    total: int
    page: int
    pages: int
    faults: list[str]
    rows: list[dict[str, Any]]


class PartyFilter(Schema):
    """As on the page: text, kind, region, authority, licence expiry; sort by column name, ``-`` for descending."""

    q: str = ""
    kind: str = ""
    region: str = ""
    authority: str = ""
    expiring: str = ""
    sort: str = ""
    page: int = 1


class SignalFilter(Schema):
    """As on the page."""

    kind: str = ""
    since: str = ""
    until: str = ""
    attributable: str = ""
    party: str = ""
    sort: str = ""
    page: int = 1


class LicenceFilter(Schema):
    """As on the page."""

    number: str = ""
    expires_before: str = ""
    party: str = ""
    sort: str = ""
    page: int = 1


@router.get("", response=Listed, summary="企业列表", operation_id="parties")
def parties(request: PersonRequest, given: Query[PartyFilter]) -> Any:
    """Parties the person may see."""
    return _page(request, PARTIES, with_expiry(Party.objects.visible_to(request.person)), given, _brief)


@router.get("/search", response=Listed, summary="查找企业", operation_id="party_search")
def find(request: PersonRequest, q: str = "", page: int = 1) -> Any:
    """By any name ever, pinyin or initials, credit code, licence, registration or filing number; best first."""
    found = search.find(Party.objects.visible_to(request.person), q).prefetch_related("kind_rows")
    shown = Paginator(found, PAGE).get_page(page)
    return _answer(shown, [], [_brief(p) for p in shown])


@router.get("/signals", response=Listed, summary="风险信号", operation_id="signals")
def signals(request: PersonRequest, given: Query[SignalFilter]) -> Any:
    """Signals the person may see: officials only, within competence."""
    rows = Signal.objects.visible_to(request.person).filter(party__isnull=False).select_related("party")
    return _page(request, SIGNALS, rows, given, _signal)


@router.get("/licences", response=Listed, summary="生产许可证", operation_id="licences")
def licences(request: PersonRequest, given: Query[LicenceFilter]) -> Any:
    """Licences of the parties the person may see."""
    rows = Licence.objects.visible_to(request.person).select_related("party").prefetch_related("units")
    return _page(request, LICENCES, rows, given, _licence)


@router.get("/{int:party}", response=dict[str, Any], summary="一企一档", operation_id="party")
def detail(request: PersonRequest, party: int) -> Any:
    """One party with everything the person may see of it (signals through ``/parties/signals?party=``)."""
    person = request.person
    found = visible_or_404(Party, person, party)
    licensed = (
        Licence.objects.visible_to(person)
        .filter(party=found)
        .select_related("party")
        .prefetch_related("units")
    )
    sites = list(Site.objects.visible_to(person).filter(party=found))
    commissions = Commission.objects.visible_to(person).select_related("principal", "manufacturer", "product")
    names = PartyName.objects.visible_to(person).filter(party=found)
    editions = (
        LicenceEdition.objects.visible_to(person).filter(licence__party=found).select_related("licence")
    )
    products = Product.objects.visible_to(person).filter(party=found)
    competent = Jurisdiction.objects.visible_to(person).filter(party=found).select_related("authority")
    return {
        **_brief(found),
        "old_code": found.old_code,
        "names": [{"name": n.name, "seen_from": n.seen_from, "seen_to": n.seen_to} for n in names],
        "authorities": [
            {"name": str(j.authority), "article": j.article, "reason": j.reason} for j in competent
        ],
        "licences": [_licence(row) for row in licensed],
        "licence_history": [_edition(row) for row in editions],
        "sites": [_site(row) for row in sites],
        "corrections": [
            {
                "at": c.row.corrected_at,
                "changes": [{"field": title, "before": b, "after": a} for title, b, a in c.changes],
                **(
                    {"by": c.row.corrected_by.name, "reason": c.row.reason, "rests_on": c.row.rests_on}
                    | {"restated_on": c.row.restated_on, "restated_by": c.row.restated_by}
                    if person.scope.official
                    else {}
                ),
            }
            for c in corrections_of(person, found)
        ],
        "points": points(s for s in sites if s.seen_to is None),
        "products": [{"number": p.number, "name": p.name, "special": p.is_special} for p in products[:PAGE]],
        "product_total": products.count(),
        "commissions": [
            {
                "principal": c.principal.name,
                "manufacturer": c.manufacturer.name,
                "product": c.product.number if c.product else None,
            }
            for c in (commissions.filter(principal=found) | commissions.filter(manufacturer=found))[:PAGE]
        ],
    }


def _page(request: PersonRequest, listing: Sheet, rows: Any, given: Schema, shape: Any) -> dict[str, Any]:
    values = given.dict()
    narrowed, faults = listing.narrowed(rows, values, request.person)
    ordered, _ = listing.sorted(narrowed, values["sort"], request.person)
    shown = Paginator(ordered, PAGE).get_page(values["page"])
    return _answer(shown, faults, [shape(row) for row in shown])


def _answer(shown: Any, faults: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "total": shown.paginator.count,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "faults": faults,
        "rows": rows,
    }


def _brief(party: Party) -> dict[str, Any]:
    return {
        "id": party.pk,
        "name": party.name,
        "credit_code": party.credit_code,
        "kinds": [row.kind for row in party.kind_rows.all()],
        "region_code": party.region_code,
        "region": region_name(party.region_code),
        "address": party.address,
    }


def _licence(licence: Licence) -> dict[str, Any]:
    return {
        "number": licence.number,
        "party": licence.party_id,
        "party_name": licence.party.name,
        "issuer": licence.issuer,
        "issued_on": licence.issued_on,
        "expires_on": licence.expires_on,
        "days_left": expiry_of(licence.expires_on, date.today()).days,
        "units": [
            {"unit": u.unit, "categories": u.categories, "remark": u.remark} for u in licence.units.all()
        ],
        "scope": licence.scope_text,
        "production_address": licence.production_address,
    }


def _edition(row: LicenceEdition) -> dict[str, Any]:
    return {
        "number": row.licence.number,
        "issued_on": row.issued_on,
        "expires_on": row.expires_on,
        "scope": row.scope_text,
        "production_address": row.production_address,
        "issuer": row.issuer,
        "seen_from": row.seen_from,
        "seen_to": row.seen_to,
    }


def _site(site: Site) -> dict[str, Any]:
    return {
        "kind": site.kind,
        "address": site.address,
        "region_code": site.region_code,
        "outside_province": site.outside_province,
        "seen_from": site.seen_from,
        "seen_to": site.seen_to,
    }


def _signal(signal: Signal) -> dict[str, Any]:
    return {
        "id": signal.pk,
        "party": signal.party_id,
        "party_name": signal.party.name,
        "kind": signal.kind,
        "occurred_on": signal.occurred_on,
        "severity": signal.severity,
        "title": signal.title,
        "party_role": signal.party_role,
        "attributable": signal.attributable,
        "attribution_note": signal.attribution_note,
        "detail": signal.detail,
        "source": signal.source,
    }
