"""What the dossier (一企一档) shows of one party, as far as one person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.registry.models import (
    Commission,
    Contact,
    Jurisdiction,
    KeyPerson,
    Licence,
    LicenceEdition,
    Party,
    PartyCorrection,
    PartyKindRow,
    PartyName,
    Product,
    Signal,
    Site,
)
from zhuangjian.apps.registry.models.correction import CORRECTABLE
from zhuangjian.apps.registry.panels import shown
from zhuangjian.apps.registry.places import point_of
from zhuangjian.engines.identifiers import PROVINCES
from zhuangjian.engines.rules.vocabulary import PartyKind

SIGNALS, PRODUCTS = 100, 100
SOON_DAYS = 180
# Sections of this order and later stand in the narrow column.
SIDE = 80


@dataclass(frozen=True)
class Expiry:
    """How a licence stands on a day: words, tone, days left (negative: past)."""

    words: str
    tone: str
    days: int | None


def expiry_of(expires_on: date | None, today: date) -> Expiry:
    """Both the last day and the day before it still count as valid."""
    if expires_on is None:
        return Expiry("有效期不详", "off", None)
    days = (expires_on - today).days
    if days < 0:
        return Expiry(f"已过期 {-days} 天", "bad", days)
    return Expiry(f"剩 {days} 天", "warn" if days <= SOON_DAYS else "ok", days)


def region_name(code: str) -> str:
    """The place a division code stands for, as exactly as the vendored map knows it."""
    from zhuangjian.apps.registry.places import centres

    if not code:
        return "不详"
    centre = centres().get(code)
    province = PROVINCES.get(code[:2], "")
    if centre and not code.endswith("0000"):
        return f"{province}{centre[2]}"
    return province or code


def dossier(person: Any, party: Party) -> dict[str, Any]:
    """Context of the dossier page. Every part goes through the person's own view of it."""
    today = timezone.localdate()
    licences = list(
        Licence.objects.visible_to(person)
        .filter(party=party)
        .prefetch_related("units")
        .order_by("-expires_on", "pk")
    )
    editions: dict[int, list[LicenceEdition]] = {}
    for edition in LicenceEdition.objects.visible_to(person).filter(licence__party=party):
        editions.setdefault(edition.licence_id, []).append(edition)
    sites = list(Site.objects.visible_to(person).filter(party=party))
    products = Product.objects.visible_to(person).filter(party=party)
    panels = shown(person, party)
    commissions = Commission.objects.visible_to(person).select_related("principal", "manufacturer", "product")
    given = list(commissions.filter(principal=party)[:PRODUCTS])
    taken = list(commissions.filter(manufacturer=party)[:PRODUCTS])
    # Who makes for whom is public; the other side's file is for those who see that party.
    others = {c.manufacturer_id for c in given} | {c.principal_id for c in taken}
    linked = set(Party.objects.visible_to(person).filter(pk__in=others).values_list("pk", flat=True))
    return {
        "party": party,
        "today": today,
        "region": region_name(party.region_code),
        "kinds": PartyKindRow.objects.visible_to(person).filter(party=party),
        "names": PartyName.objects.visible_to(person).filter(party=party),
        "jurisdictions": Jurisdiction.objects.visible_to(person)
        .filter(party=party)
        .select_related("authority"),
        "people": KeyPerson.objects.visible_to(person).filter(party=party).order_by("until", "post"),
        "licences": [(row, expiry_of(row.expires_on, today), editions.get(row.pk, [])) for row in licences],
        "sites": [s for s in sites if s.seen_to is None],
        "former_sites": [s for s in sites if s.seen_to is not None],
        "contacts": Contact.objects.visible_to(person)
        .filter(Contact.standing_on(today), party=party)
        .select_related("person")
        .order_by("confirmed_on", "pk"),
        "corrections": corrections_of(person, party),
        "points": points(s for s in sites if s.seen_to is None),
        "products": products[:PRODUCTS],
        "product_total": products.count(),
        "given": given,
        "taken": taken,
        "linked": linked,
        "main_panels": [found for found in panels if found[0].order < SIDE],
        "side_panels": [found for found in panels if found[0].order >= SIDE],
        "panels": panels,
    }


@dataclass(frozen=True)
class Corrected:
    """One correction by hand, in words: the row, and per field its title, what it said and what it says."""

    row: PartyCorrection
    changes: list[tuple[str, str, str]]


def corrections_of(person: Any, party: Party) -> list[Corrected]:
    """The corrections of the party by hand that the person may see, newest first."""
    rows = PartyCorrection.objects.visible_to(person).filter(party=party).select_related("corrected_by")
    return [
        Corrected(
            row, [(CORRECTABLE[k], _said(k, was), _said(k, now)) for k, (was, now) in row.changes.items()]
        )
        for row in rows
    ]


def _said(field: str, value: Any) -> str:
    if field == "kinds":
        return "、".join(PartyKind(kind).label for kind in value) or "未登记"
    if field == "region_code":
        return region_name(value)
    return value or "未登记"


def signals_of(person: Any, party: Party) -> dict[str, Any]:
    """The time line of signals, newest first, for officials only (CQ 22)."""
    rows = Signal.objects.visible_to(person).filter(party=party).select_related("product")
    listed = list(rows[:SIGNALS])
    return {
        "signals": listed,
        "signal_total": rows.count(),
        "attributable_total": rows.filter(attributable=True).count(),
    }


def points(sites: Iterable[Site]) -> list[dict[str, Any]]:
    """Sites as points for the map helper; those off the map are left out."""
    found = []
    for site in sites:
        point = point_of(site)
        if point:
            found.append(
                {
                    "lon": point[0],
                    "lat": point[1],
                    "exact": point[2],
                    "label": f"{site.get_kind_display()}：{site.address}"
                    + ("" if point[2] else "（按所在区划大致标注）"),
                }
            )
    return found
