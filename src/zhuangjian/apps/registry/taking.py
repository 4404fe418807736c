"""Facts into the registry, a chunk of rows at a time: looked up together, compared in memory, written together.

What was seen when is kept apart from what is so now: a fact from an older source widens or adds to the history and
never overwrites a newer one, so the order in which snapshots arrive does not matter.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models

from zhuangjian.apps.registry import bulk, search
from zhuangjian.apps.registry.bulk import made
from zhuangjian.apps.registry.competence import Competence, settle
from zhuangjian.apps.registry.foreknown import Foreknown
from zhuangjian.apps.registry.journal import Journal
from zhuangjian.apps.registry.models import (
    Commission,
    Licence,
    LicenceEdition,
    LicenceUnit,
    Party,
    PartyCorrection,
    PartyKindRow,
    PartyName,
    Product,
    Signal,
    Site,
)
from zhuangjian.apps.registry.scopes import FACTS, units_of
from zhuangjian.apps.registry.taking_register import RegisterTaking

# Written in this order: a row is stored after what it points to.
ORDER = (
    Party,
    PartyName,
    PartyKindRow,
    Site,
    Licence,
    LicenceEdition,
    LicenceUnit,
    Product,
    Commission,
    Signal,
    PartyCorrection,
)


def _values(said: str | list[str]) -> set[str]:
    return set(said) if isinstance(said, list) else {said} - {""}


# Columns whose changes are told in the report of a file.
TOLD = {
    *((Party, name) for name in ("name", "address", "credit_code")),
    *((Licence, name) for name in FACTS),
    *((Signal, name) for name in ("attributable", "title", "severity", "party_role")),
}


class Taking(RegisterTaking):
    """One chunk's work: :meth:`fetch` what the rows may touch, take facts row by row, then :meth:`store`."""

    def __init__(
        self,
        source: str,
        as_of: date,
        batch_id: int | None = None,
        competence: Competence | None = None,
        known: Foreknown | None = None,
    ):
        self.source, self.as_of, self.batch_id = source[:120], as_of, batch_id
        self.competence = competence or Competence()
        self.known = known or Foreknown()
        self.by_code: dict[str, Party] = {}
        self.by_old_code: dict[str, Party] = {}
        self.by_name: dict[str, list[Party]] = {}
        self.parties: dict[int, Party] = {}
        self.names: dict[int, dict[str, PartyName]] = {}
        self.kinds: dict[int, dict[str, PartyKindRow]] = {}
        self.sites: dict[int, dict[tuple[str, str, str], Site]] = {}
        # (party, field) -> the last correction by hand, and everything that corrections of this field did away with.
        self.corrected: dict[tuple[int, str], tuple[PartyCorrection, set[str]]] = {}
        self.licences: dict[str, Licence] = {}
        self.editions: dict[int, list[LicenceEdition]] = {}
        self.products: dict[str, Product] = {}
        self.commissions: set[tuple[int, int, int]] = set()
        self.commissioned: set[tuple[int, int, int]] = set()
        self.signals: dict[str, Signal] = {}
        self.fresh: dict[type[models.Model], list[Any]] = {model: [] for model in ORDER}
        self.dirty: dict[type[models.Model], dict[int, Any]] = {model: {} for model in ORDER}
        self.seen_parties: dict[int, Party] = {}
        self.seen_licences: dict[int, Licence] = {}
        self.gone: list[models.Model] = []
        self.rescoped: dict[int, Licence] = {}
        self.renamed: dict[int, Party] = {}
        self.replaced: dict[int, Party] = {}
        # What changed in stored rows since somebody last looked: (title, old, new).
        self.changes: list[list[str]] = []
        self.journal = Journal()

    # Looking up

    def fetch(
        self,
        *,
        codes: Collection[str] = (),
        old_codes: Collection[str] = (),
        licences: Collection[str] = (),
        names: Collection[str] = (),
        products: Collection[str] = (),
        signal_keys: Collection[str] = (),
    ) -> None:
        """Read everything that rows with these identifiers may touch, in a fixed number of queries."""
        for licence in Licence.objects.unrestricted().filter(number__in=licences).select_related("party"):
            self.licences[licence.number] = licence
            licence.party = self._known(licence.party)
        for product in Product.objects.unrestricted().filter(number__in=products).select_related("party"):
            self.products[product.number] = product
            if product.party is not None:
                product.party = self._known(product.party)
        coded = models.Q(credit_code__in=codes) | models.Q(old_code__in=[c for c in old_codes if c])
        for party in Party.objects.unrestricted().filter(coded):
            self._known(party)
        named = PartyName.objects.unrestricted().filter(name__in=names).values("party_id")
        for party in Party.objects.unrestricted().filter(models.Q(pk__in=named) | models.Q(name__in=names)):
            self._enter_name(party.name, self._known(party))
        for signal in Signal.objects.unrestricted().filter(source_key__in=signal_keys):
            self.signals[signal.source_key] = signal
        self._fetch_parts()

    def _known(self, party: Party) -> Party:
        known = self.parties.setdefault(party.pk, party)
        if known is party:
            self._enter(party)
        return known

    def _enter(self, party: Party) -> None:
        if party.credit_code:
            self.by_code[party.credit_code] = party
        if party.old_code:
            self.by_old_code[party.old_code] = party
        self.names.setdefault(id(party), {})
        self.kinds.setdefault(id(party), {})
        self.sites.setdefault(id(party), {})

    def _fetch_parts(self) -> None:
        ids = list(self.parties)
        for name in PartyName.objects.unrestricted().filter(party_id__in=ids):
            party = self.parties[name.party_id]
            self.names[id(party)][name.name] = name
            self._enter_name(name.name, party)
        for kind in PartyKindRow.objects.unrestricted().filter(party_id__in=ids):
            self.kinds[id(self.parties[kind.party_id])][kind.kind] = kind
        for site in Site.objects.unrestricted().filter(party_id__in=ids):
            self.sites[id(self.parties[site.party_id])][(site.kind, site.address, site.origin)] = site
        for correction in PartyCorrection.objects.unrestricted().filter(party_id__in=ids).order_by("pk"):
            for name, (before, after) in correction.changes.items():
                key = id(self.parties[correction.party_id]), name
                _, away = self.corrected.get(key, (None, set()))
                self.corrected[key] = correction, (away | _values(before)) - _values(after)
        by_pk = {licence.pk: licence for licence in self.licences.values()}
        for edition in LicenceEdition.objects.unrestricted().filter(licence_id__in=list(by_pk)):
            self.editions.setdefault(id(by_pk[edition.licence_id]), []).append(edition)
        pairs = Commission.objects.unrestricted().filter(principal_id__in=ids)
        self.commissions |= {(c.principal_id, c.manufacturer_id, c.product_id or 0) for c in pairs}

    def _enter_name(self, name: str, party: Party) -> None:
        holders = self.by_name.setdefault(name, [])
        if party not in holders:
            holders.append(party)

    # Parties

    def new_party(
        self, name: str, *, credit_code: str | None = None, old_code: str = "", region: str = ""
    ) -> Party:
        """A party that was not on record, known by this name from now on."""
        party = made(
            Party,
            credit_code=credit_code,
            old_code=old_code,
            name=name,
            region_code=region,
            first_seen=self.as_of,
        )
        self.known.spell(party, name)
        self._enter(party)
        self.fresh[Party].append(party)
        self.replaced[id(party)] = party
        self._add_name(party, name, self.as_of, None)
        return party

    def put(self, row: models.Model, **values: Any) -> bool:
        """Set attributes; whether any differed. An already stored row is written at the end."""
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            if not row._state.adding and (type(row), name) in TOLD:
                title = str(row._meta.get_field(name).verbose_name)
                self.changes.append([title, str(getattr(row, name) or ""), str(values[name] or "")])
            setattr(row, name, values[name])
        if changed and not row._state.adding:
            self.dirty[type(row)][row.pk] = row
        if isinstance(row, Party) and {"region_code", "name", "credit_code"} & set(changed):
            self._enter(row)
            self.replaced[id(row)] = row
        return bool(changed)

    def corrected_away(self, party: Party, field: str, said: str) -> bool:
        """Whether somebody put this very content right by hand; that the source still says it is noted there."""
        correction, away = self.corrected.get((id(party), field), (None, set()))
        if correction is None or said not in away:
            return False
        if field != "kinds" and getattr(party, field) != correction.changes[field][1]:
            # Since then a source said something else again, and that stands.
            return False
        if self.is_newer(correction.restated_on):
            self.put(correction, restated_on=self.as_of, restated_by=self.source)
        return True

    def is_newer(self, last_seen: date | None) -> bool:
        """Whether this source is at least as recent as the last one that was seen."""
        return last_seen is None or self.as_of >= last_seen

    def seen_in_register(self, party: Party) -> None:
        """The register of this source's date shows the party (call after its name and address)."""
        if party.first_seen is not None and party.first_seen > self.as_of:
            self.put(party, first_seen=self.as_of)
        if party._state.adding:
            party.register_seen = max(party.register_seen or self.as_of, self.as_of)
        else:
            self.seen_parties[id(party)] = party

    def see_name(self, party: Party, name: str) -> bool:
        """A register shows the party under this name; whether that changes what is known."""
        if self.corrected_away(party, "name", name):
            return False
        row = self.names[id(party)].get(name)
        if not self.is_newer(party.register_seen):
            if name == party.name:
                return self._widen(row, None)
            return self._see_past_name(party, name, row)
        if name == party.name and row is not None:
            self._widen(row, None)
            return self.put(row, seen_to=None)
        former = self.names[id(party)].get(party.name)
        if former is not None and former.name != name:
            self.put(former, seen_to=party.register_seen or former.seen_from or self.as_of)
        if row is None:
            self._add_name(party, name, self.as_of, None)
        else:
            self._widen(row, None)
            self.put(row, seen_to=None)
        self.put(party, name=name)
        self.known.spell(party, name)
        return True

    def see_other_name(self, party: Party, name: str) -> bool:
        """A notice calls the party by another name than the register does: kept in the history, never as current."""
        row = self.names[id(party)].get(name)
        if name == party.name or (row is not None and row.seen_to is None):
            return False
        return self._see_past_name(party, name, row)

    def _see_past_name(self, party: Party, name: str, row: PartyName | None) -> bool:
        if row is None:
            self._add_name(party, name, self.as_of, self.as_of)
            return True
        self._widen(row, row.seen_to)
        return False

    def _widen(self, row: Any, seen_to: date | None) -> bool:
        # A wider span of sightings is not news about the party.
        if row is not None:
            first = min(row.seen_from, self.as_of) if row.seen_from else self.as_of
            self.put(row, seen_from=first)
            if seen_to is not None:
                self.put(row, seen_to=max(seen_to, self.as_of))
        return False

    def _add_name(self, party: Party, name: str, seen_from: date, seen_to: date | None) -> None:
        row = made(
            PartyName, party=party, name=name, seen_from=seen_from, seen_to=seen_to, source=self.source
        )
        self.known.spell(row, name)
        self.names[id(party)][name] = row
        self.fresh[PartyName].append(row)
        self._enter_name(name, party)
        self.renamed[id(party)] = party

    def add_kind(self, party: Party, kind: str) -> bool:
        """The party is of this kind too; whether that was not known."""
        known = self.kinds[id(party)].get(kind)
        if known is not None:
            if known.since is not None and known.since > self.as_of:
                self.put(known, since=self.as_of)
            return False
        if self.corrected_away(party, "kinds", kind):
            return False
        row = made(PartyKindRow, party=party, kind=kind, since=self.as_of, source=self.source)
        self.kinds[id(party)][kind] = row
        self.fresh[PartyKindRow].append(row)
        self.replaced[id(party)] = party
        return True

    # Products, commissions, signals

    def see_product(self, number: str, holder: Party | None, **facts: Any) -> Product:
        """The product with this number; made when new. A holder already on record is not replaced."""
        product = self.products.get(number)
        if product is None:
            product = made(Product, number=number, party=holder, source=self.source, **facts)
            self.products[number] = product
            self.fresh[Product].append(product)
        elif product.party is None and holder is not None:
            self.put(product, party=holder)
        return product

    def see_commission(self, principal: Party, manufacturer: Party, product: Product | None) -> None:
        """Who makes for whom; stored once."""
        key = (id(principal), id(manufacturer), id(product))
        if principal is manufacturer or key in self.commissioned:
            return
        self.commissioned.add(key)
        if (principal.pk, manufacturer.pk, product.pk if product else 0) not in self.commissions:
            self.fresh[Commission].append(
                made(
                    Commission,
                    principal=principal,
                    manufacturer=manufacturer,
                    product=product,
                    source=self.source,
                )
            )

    def see_signal(self, key: str, party: Party, product: Product | None, **facts: Any) -> str:
        """``new``, ``changed`` or ``unchanged``: the signal with this key, brought to these facts."""
        signal = self.signals.get(key)
        if signal is None:
            signal = made(
                Signal,
                source_key=key,
                party=party,
                product=product,
                source=self.source,
                batch_id=self.batch_id,
                **facts,
            )
            self.signals[key] = signal
            self.fresh[Signal].append(signal)
            return "new"
        return "changed" if self.put(signal, **facts) else "unchanged"

    # Writing

    def store(self) -> None:
        """Write everything taken. Must run inside the transaction in which :meth:`fetch` read."""
        journal = self.journal
        journal.will_go(self.gone)
        journal.will_write(row for rows in self.dirty.values() for row in rows.values())
        journal.will_settle(p.pk for p in self.replaced.values() if not p._state.adding)
        for row in self.gone:
            row.delete()
        for licence in self.rescoped.values():
            self._units(licence)
        for model in ORDER:
            bulk.insert(self.fresh[model])
            self._update(model)
        journal.has_written()
        for kind, name, seen in self._seen():
            journal.will_set(kind, [row.pk for row in seen], name, self.as_of)
        self._touch()
        touched = {p.pk: p for p in (*self.renamed.values(), *self.replaced.values())}
        born = {p.pk for p in self.fresh[Party]}
        search.store({p.pk: self.known.words_of(self.names[id(p)]) for p in self.renamed.values()}, born)
        if self.replaced:
            kinds = {p.pk: set(self.kinds[id(p)]) for p in touched.values()}
            settle(touched.values(), kinds, self.competence, born)
        journal.has_made(row for rows in self.fresh.values() for row in rows)

    def _seen(self) -> tuple[tuple[type[models.Model], str, list[Any]], ...]:
        return (
            (Party, "register_seen", list(self.seen_parties.values())),
            (Licence, "last_seen", list(self.seen_licences.values())),
        )

    def _units(self, licence: Licence) -> None:
        if not licence._state.adding:
            LicenceUnit.objects.unrestricted().filter(licence=licence).delete()
        self.fresh[LicenceUnit] += [
            made(LicenceUnit, licence=licence, unit=u.name, categories=u.categories, remark=u.remark)
            for u in units_of(licence.scope_text)
        ]

    def _update(self, model: type[models.Model]) -> None:
        rows = list(self.dirty[model].values())
        if rows:
            names = [f.name for f in model._meta.concrete_fields if not f.primary_key]
            model.objects.bulk_update(rows, names, batch_size=100)  # type: ignore[attr-defined]

    def _touch(self) -> None:
        for model, field, seen in self._seen():
            ids = [row.pk for row in seen]
            if ids:
                later = models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__lt": self.as_of})
                found = model.objects.unrestricted().filter(later, pk__in=ids)  # type: ignore[attr-defined]
                found.update(**{field: self.as_of})
