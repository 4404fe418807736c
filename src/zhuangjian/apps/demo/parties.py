"""Parties of every kind CQ 53 lists, streamed in chunks: party ``i`` depends on the seed and ``i`` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction

from zhuangjian.apps.demo import words
from zhuangjian.apps.demo.cast import Cast
from zhuangjian.apps.demo.places import Place, land
from zhuangjian.apps.demo.signals import signals_of
from zhuangjian.apps.registry import bulk, search
from zhuangjian.apps.registry.bulk import made as row_of
from zhuangjian.apps.registry.models import (
    Commission,
    Jurisdiction,
    KeyPerson,
    Licence,
    LicenceUnit,
    Party,
    PartyKindRow,
    PartyName,
    Product,
    Signal,
    Site,
)
from zhuangjian.apps.registry.spelling import spell
from zhuangjian.engines.identifiers.party_numbers import CREDIT_ALPHABET, credit_check, organisation_check
from zhuangjian.engines.rules import competent_authority

CHUNK = 2000
# (kinds, trade, weight): the mix of a province; operators are many, makers few.
MIX: tuple[tuple[tuple[str, ...], str, int], ...] = (
    (("manufacturer", "filer"), "maker", 7),
    (("manufacturer", "registrant", "filer"), "maker", 3),
    (("manufacturer", "contract_manufacturer"), "maker", 4),
    (("filer",), "brand", 8),
    (("registrant", "filer"), "brand", 4),
    (("domestic_responsible_person",), "brand", 3),
    (("distributor",), "shop", 30),
    (("salon",), "salon", 24),
    (("hotel",), "hotel", 7),
    (("market_organiser",), "market", 2),
    (("fair_host",), "fair", 1),
    (("platform",), "platform", 2),
    (("supplier",), "supplier", 3),
    (("manufacturer", "filer", "distributor"), "maker", 2),
)

MAKERS = tuple(row for row in MIX if row[1] == "maker")
STORIES = 28


# Places of the invented part of a credit code, and a step that reaches every one of them once.
CODES, STEP = 31**5, 11_863_283


def credit_code(rng: Random, division: str, index: int, seed: int) -> str:
    """A credit code whose check digits are true, another for each index; no such registration is meant."""
    number, letters = (index * STEP + seed) % CODES, ""
    for _ in range(5):
        number, rest = divmod(number, 31)
        letters += CREDIT_ALPHABET[rest]
    organisation = f"MAD{letters}"
    body = f"9{rng.choice('12')}{division}{organisation}{organisation_check(organisation)}"
    return body + credit_check(body)


@dataclass
class Draft:
    """One party with all its rows, not yet stored."""

    party: Party
    kinds: tuple[str, ...]
    place: Place
    names: list[PartyName] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    licence: Licence | None = None
    units: list[LicenceUnit] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    people: list[KeyPerson] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)


def draft(index: int, seed: int, on: date) -> Draft:
    """Party number ``index``: the same for the same seed and day, whatever was made before it."""
    rng = Random(f"{seed}/{index}")  # noqa: S311  invented data, meant to be repeatable
    kinds, trade = _kinds(index, rng)
    place = _place(index, rng)
    name = words.company(rng, trade, place.name)
    party = row_of(
        Party,
        credit_code=credit_code(rng, place.code, index, seed),
        name=name,
        address=words.address(rng, place.name, plant=False),
        region_code=place.code,
        legal_representative=words.person(rng),
        phone=f"{land().area_code}-6{rng.randint(1000000, 9999999)}",
        is_synthetic=True,
        first_seen=on - timedelta(days=rng.randint(400, 3600)),
    )
    spell(party, name)
    made = Draft(party, kinds, place)
    _names(made, rng, trade, on)
    _sites(made, rng)
    if "manufacturer" in kinds:
        _licence(made, rng, index, on)
    if {"filer", "registrant", "domestic_responsible_person"} & set(kinds):
        _products(made, rng, index, on)
    made.signals = signals_of(made, rng, index, on)
    return made


def _kinds(index: int, rng: Random) -> tuple[tuple[str, ...], str]:
    # The first parties show one of each kind, whatever the chance of the rest.
    if index < len(MIX):
        return MIX[index][0], MIX[index][1]
    # And enough makers follow for every story, so that none is left out by the chance of a seed.
    rows = MAKERS if index < len(MIX) + STORIES else MIX
    kinds, trade, _ = rng.choices(rows, weights=[m[2] for m in rows])[0]
    return kinds, trade


def _place(index: int, rng: Random) -> Place:
    places = land().places
    home = next(p for p in places if p.code == land().home)
    return home if index < len(MIX) or rng.random() < 0.15 else rng.choice(places)


def _names(made: Draft, rng: Random, trade: str, on: date) -> None:
    current = row_of(PartyName, name=made.party.name, seen_from=made.party.first_seen, source="演示数据")
    if rng.random() < 0.12:
        changed = on - timedelta(days=rng.randint(60, 380))
        old = row_of(
            PartyName,
            name=words.company(rng, trade, made.place.name),
            seen_from=made.party.first_seen,
            seen_to=changed,
            source="演示数据",
        )
        current.seen_from = changed
        if old.name != current.name:
            spell(old, old.name)
            made.names.append(old)
    spell(current, current.name)
    made.names.append(current)


def _point(place: Place, rng: Random) -> tuple[float, float]:
    return (
        round(place.longitude + rng.uniform(-1, 1) * place.spread, 5),
        round(place.latitude + rng.uniform(-1, 1) * place.spread, 5),
    )


def _sites(made: Draft, rng: Random) -> None:
    plant = "manufacturer" in made.kinds
    kind = "production" if plant else "registered" if "filer" in made.kinds else "shop"
    longitude, latitude = _point(made.place, rng)
    made.sites.append(
        row_of(
            Site,
            kind=kind,
            address=words.address(rng, made.place.name, plant),
            region_code=made.place.code,
            longitude=longitude,
            latitude=latitude,
            source="演示数据",
        )
    )
    if plant and rng.random() < 0.4:
        away = rng.random() < 0.2
        longitude, latitude = _point(made.place, rng)
        made.sites.append(
            row_of(
                Site,
                kind=rng.choice(("warehouse", "laboratory")),
                address="外省演示市望溪路18号仓库" if away else words.address(rng, made.place.name, True),
                region_code="" if away else made.place.code,
                outside_province=away,
                longitude=None if away else longitude,
                latitude=None if away else latitude,
                source="演示数据",
            )
        )


def _licence(made: Draft, rng: Random, index: int, on: date) -> None:
    issued = on - timedelta(days=rng.randint(30, 1780))
    made.licence = row_of(
        Licence,
        number=f"{land().sign}妆{issued.year}{index % 10000:04}"
        if index < 10000
        else f"{land().sign}妆{issued.year}D{index}",
        production_address=made.sites[0].address,
        issuer=land().top.name,
        issued_on=issued,
        expires_on=issued.replace(year=issued.year + 5, day=min(issued.day, 28)) - timedelta(days=1),
        source="演示数据",
    )
    chosen = rng.sample(UNIT_POOL, k=rng.randint(1, 3))
    made.licence.scope_text = "；".join(f"{unit}（{categories}）" for unit, categories in chosen)
    made.units = [LicenceUnit(unit=unit, categories=categories) for unit, categories in chosen]
    made.people = [
        row_of(
            KeyPerson,
            name=words.person(rng),
            post=post,
            since=on - timedelta(days=rng.randint(100, 2000)),
            years_experience=rng.randint(5, 20),
        )
        for post in ("质量安全负责人", "质量管理部门负责人", "生产部门负责人")
    ]


UNIT_POOL = list(words.UNITS)


def _products(made: Draft, rng: Random, index: int, on: date) -> None:
    special = "registrant" in made.kinds
    imported = "domestic_responsible_person" in made.kinds
    for n in range(rng.randint(1, 5)):
        registered = on - timedelta(days=rng.randint(20, 1500))
        is_special = special and n % 2 == 0
        serial = index * 8 + n
        if is_special:
            number, kind = f"国妆特字{registered.year}{serial:07}", "special_registration"
        elif imported:
            number, kind = f"国妆网备进字（{land().sign}）{registered.year}{serial:07}", "import_filing"
        else:
            number, kind = f"{land().sign}G妆网备字{registered.year}{serial:07}", "ordinary_filing"
        goods = rng.choice(words.SPECIAL_GOODS if is_special else words.GOODS)
        child = not is_special and rng.random() < 0.12
        made.products.append(
            row_of(
                Product,
                number=number,
                name=f"{words.brand(rng)}{'儿童' if child else ''}{goods}",
                kind=kind,
                is_special=is_special,
                is_children=child,
                has_new_ingredient=rng.random() < 0.05,
                registered_on=registered,
                source="演示数据",
            )
        )


@bulk.room()
def make_parties(cast: Cast, count: int, seed: int, on: date, say: Callable[[str], None] | None) -> None:
    """Create parties up to ``count``, chunk by chunk, each chunk whole or not at all; goes on where it stopped."""
    start = Party.objects.unrestricted().filter(is_synthetic=True).count()
    drafts = (draft(i, seed, on) for i in range(start, count))
    done = start
    competence = Competence(cast)
    while chunk := list(islice(drafts, CHUNK)):
        with transaction.atomic():
            _store(chunk, competence)
        done += len(chunk)
        if say and count > CHUNK:
            say(f"企业 {done}/{count}")


class Competence:
    """Who is competent for a mix of kinds: the rule is asked once per mix, not once per party."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.known: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}

    def rows(self, made: Draft, number: int) -> Iterator[Jurisdiction]:
        """Jurisdiction rows of one party; makers are shared between the two bureaus."""
        if made.kinds not in self.known:
            answer = competent_authority(made.kinds, settings.REGION).value
            self.known[made.kinds] = [(str(c.kind), c.article, c.reason) for c in answer]
        for kind, article, reason in self.known[made.kinds]:
            for key in self._keys(kind, made, number):
                yield row_of(
                    Jurisdiction,
                    party=made.party,
                    authority=self.cast.authorities[key],
                    article=article,
                    reason=reason[:200],
                )

    def _keys(self, kind: str, made: Draft, number: int) -> tuple[str, ...]:
        if kind == "district":
            return (made.place.code,)
        return ("municipal", "bureau1" if number % 3 else "bureau2")


def _store(chunk: list[Draft], competence: Competence) -> None:
    bulk.insert([d.party for d in chunk])
    rows: dict[Any, list[Any]] = {
        m: []
        for m in (
            PartyName,
            PartyKindRow,
            Site,
            Licence,
            LicenceUnit,
            Product,
            KeyPerson,
            Jurisdiction,
            Signal,
        )
    }
    for made in chunk:
        owned: list[Any] = [*made.names, *made.sites, *made.products, *made.people]
        if made.licence:
            owned.append(made.licence)
        for row in owned:
            row.party = made.party
            rows[type(row)].append(row)
        for unit in made.units:
            unit.licence = made.licence  # type: ignore[assignment]
        rows[LicenceUnit] += made.units
        rows[PartyKindRow] += [
            row_of(PartyKindRow, party=made.party, kind=k, source="演示数据") for k in made.kinds
        ]
        rows[Jurisdiction] += competence.rows(made, made.party.pk)
        rows[Signal] += _owned(made)
    for batch in rows.values():
        bulk.insert(batch)
    born = {d.party.pk for d in chunk}
    search.store({d.party.pk: search.words_of(name.name for name in d.names) for d in chunk}, born)
    _commissions(chunk)


def _owned(made: Draft) -> Iterator[Signal]:
    for signal in made.signals:
        signal.party = made.party
        if signal.kind in {"sampling", "adverse_reaction"} and made.products:
            signal.product = made.products[0]
        yield signal


def _commissions(chunk: list[Draft]) -> None:
    """Brands without a plant have their products made by contract manufacturers of the same chunk."""
    makers = [d for d in chunk if "contract_manufacturer" in d.kinds]
    if not makers:
        return
    bulk.insert(
        [
            row_of(
                Commission,
                principal=made.party,
                manufacturer=makers[n % len(makers)].party,
                product=product,
                since=product.registered_on,
                source="演示数据",
            )
            for n, made in enumerate(d for d in chunk if "manufacturer" not in d.kinds)
            for product in made.products[:2]
            if "domestic_responsible_person" not in made.kinds
        ]
    )
