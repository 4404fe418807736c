"""What a register's entry says of a licence and of places, taken into the registry.

A column that an entry does not mention is left as it was last said, on whatever day that was: which files came first
does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from zhuangjian.apps.registry import observed
from zhuangjian.apps.registry.bulk import made
from zhuangjian.apps.registry.models import Licence, LicenceEdition, Party, Site
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.apps.registry.scopes import FACTS, Address, Said

if TYPE_CHECKING:
    from zhuangjian.apps.registry.foreknown import Foreknown


class RegisterTaking:
    """The part of :class:`taking.Taking` that deals with register entries; all state is there."""

    as_of: date
    source: str
    known: Foreknown
    sites: dict[int, dict[tuple[str, str, str], Site]]
    licences: dict[str, Licence]
    editions: dict[int, list[LicenceEdition]]
    fresh: dict[type[models.Model], list[Any]]
    dirty: dict[type[models.Model], dict[int, Any]]
    seen_licences: dict[int, Licence]
    gone: list[models.Model]
    rescoped: dict[int, Licence]

    if TYPE_CHECKING:

        def put(self, row: models.Model, **values: Any) -> bool: ...
        def corrected_away(self, party: Party, field: str, said: str) -> bool: ...
        def is_newer(self, last_seen: date | None) -> bool: ...
        def _widen(self, row: Any, seen_to: date | None) -> bool: ...

    # Addresses and places

    def see_address(self, party: Party, address: str | None, hint: str) -> bool:
        """A register shows the party at this registered address ("": at none; None: it does not say); whether that
        changes what is known."""
        last_said = party.address_seen or (party.register_seen if party.address else None)
        if address is None:
            if party.register_seen and last_said == party.register_seen < self.as_of:
                self.put(party, address_seen=last_said)
            return False
        if self.corrected_away(party, "address", address):
            return False
        newer = self.is_newer(last_said)
        known = self.sites[id(party)]
        site = known.get(("registered", address, ""))
        changed = False
        if site is not None:
            self._widen(site, None if newer else site.seen_to)
        elif address:
            self._add_site(party, Address("registered", address), "", hint, None if newer else self.as_of)
            changed = True
        if newer:
            for other in known.values():
                if other.kind == "registered" and other.address != address and other.seen_to is None:
                    self.put(other, seen_to=last_said or self.as_of)
            if site is not None:
                changed |= self.put(site, seen_to=None)
            region = self.known.region_of(address, hint) if address else party.region_code
            if address == party.address and self.corrected_away(party, "region_code", region):
                region = party.region_code
            changed |= self.put(party, address=address, region_code=region)
            later = party.register_seen is not None and party.register_seen > self.as_of
            self.put(party, address_seen=self.as_of if later or not address else None)
        return changed

    def see_places(self, party: Party, origin: str, places: Iterable[Address] | None, hint: str) -> bool:
        """The register entry ``origin`` shows exactly these places (None: it does not say); whether that changes what is
        known."""
        licence = self.licences.get(origin)
        stored = licence if licence is not None and not licence._state.adding else None
        known = self.sites[id(party)]
        last_said = self._places_said(stored, known.values())
        if places is None:
            if stored is not None and stored.last_seen and last_said == stored.last_seen < self.as_of:
                self.put(stored, places_seen=last_said)
            return False
        newer = self.is_newer(last_said)
        now = {(p.kind, p.text, origin): p for p in places}
        changed = False
        for key, place in now.items():
            site = known.get(key)
            if site is None:
                self._add_site(party, place, origin, hint, None if newer else self.as_of)
                changed = True
            elif newer:
                self._widen(site, None)
                changed |= self.put(site, seen_to=None)
            else:
                self._widen(site, site.seen_to)
        if newer:
            for key, site in known.items():
                if site.origin == origin and site.seen_to is None and key not in now:
                    changed |= self.put(site, seen_to=last_said or self.as_of)
            if stored is not None:
                later = stored.last_seen is not None and stored.last_seen > self.as_of
                self.put(stored, places_seen=self.as_of if later or not now else None)
        return changed

    @staticmethod
    def _places_said(licence: Licence | None, sites: Iterable[Site]) -> date | None:
        """The last day on which the entry said anything of its places."""
        if licence is None:
            return None
        if licence.places_seen is not None:
            return licence.places_seen
        return licence.last_seen if any(site.origin == licence.number for site in sites) else None

    def _add_site(self, party: Party, place: Address, origin: str, hint: str, seen_to: date | None) -> None:
        region = self.known.region_of(place.text, hint)
        site = made(
            Site,
            party=party,
            kind=place.kind,
            address=place.text,
            origin=origin,
            region_code=region,
            outside_province=bool(region) and not region.startswith(home_prefix()),
            seen_from=self.as_of,
            seen_to=seen_to,
            source=self.source,
        )
        self.sites[id(party)][(place.kind, place.text, origin)] = site
        self.fresh[Site].append(site)

    # Licences

    def see_licence(self, party: Party, number: str, said: Said) -> bool:
        """A register says this of a licence; whether that changes what is known."""
        licence = self.licences.get(number)
        if licence is None:
            licence = made(
                Licence,
                party=party,
                number=number,
                source=self.source,
                seen_from=self.as_of,
                last_seen=self.as_of,
                **observed.stored(said),
            )
            self.rescoped[id(licence)] = licence
            self.licences[number] = licence
            self.fresh[Licence].append(licence)
            return True
        moved = licence.party is not party and self.put(licence, party=party)
        editions = self.editions.get(id(licence), [])
        if observed.mixed(licence, editions, said):
            return self._fold(licence, said) or moved
        facts = observed.stored(said)
        if not self.is_newer(licence.last_seen):
            return self._see_past_edition(licence, facts) or moved
        changed = observed.facts_of(licence) != facts
        if changed:
            self._close_edition(licence)
            returned = self._edition(licence, facts)
            first = self.as_of
            if returned is not None:
                first = min(first, returned.seen_from)
                self._drop(returned, self.editions[id(licence)])
            self._contents(licence, facts)
            self.put(licence, seen_from=first, source=self.source)
        else:
            self._widen(licence, None)
        self.seen_licences[id(licence)] = licence
        return changed or moved

    def _fold(self, licence: Licence, said: Said) -> bool:
        """An entry that leaves columns out, or comes after one that did: everything ever seen is put together anew."""
        editions = self.editions.setdefault(id(licence), [])
        seen = observed.seen(licence, editions)
        seen = observed.with_sighting(seen, said, self.as_of)
        state = observed.fold(seen)
        before = observed.facts_of(licence)
        if before != state.facts:
            self._contents(licence, state.facts)
            self.put(licence, source=self.source)
        self.put(licence, observed=seen, seen_from=state.seen_from)
        self.seen_licences[id(licence)] = licence
        wanted = {(*e.facts.values(), e.seen_from, e.seen_to): e for e in state.editions}
        altered = False
        for row in list(editions):
            key = (*observed.facts_of(row).values(), row.seen_from, row.seen_to)
            if key in wanted:
                del wanted[key]
            else:
                altered = True
                self._drop(row, editions)
        for edition in wanted.values():
            altered = True
            self._add_edition(licence, edition.facts, edition.seen_from, edition.seen_to)
        return altered or before != state.facts

    def name_licence(self, party: Party, number: str) -> None:
        """A source other than the register names a licence of this party: only its number is known."""
        licence = made(Licence, party=party, number=number, source=self.source)
        self.licences[number] = licence
        self.fresh[Licence].append(licence)

    def _contents(self, licence: Licence, facts: dict[str, Any]) -> None:
        rescoped = licence.scope_text != facts["scope_text"]
        self.put(licence, **facts)
        if rescoped:
            self.rescoped[id(licence)] = licence

    def _edition(self, licence: Licence, facts: dict[str, Any]) -> LicenceEdition | None:
        return next((e for e in self.editions.get(id(licence), ()) if observed.facts_of(e) == facts), None)

    def _close_edition(self, licence: Licence) -> None:
        if licence.last_seen is None:
            return
        self._add_edition(
            licence, observed.facts_of(licence), licence.seen_from or licence.last_seen, licence.last_seen
        )

    def _add_edition(self, licence: Licence, facts: dict[str, Any], seen_from: date, seen_to: date) -> None:
        row = made(
            LicenceEdition,
            licence=licence,
            seen_from=seen_from,
            seen_to=seen_to,
            source=self.source,
            **{name: facts[name] for name in FACTS},
        )
        self.editions.setdefault(id(licence), []).append(row)
        self.fresh[LicenceEdition].append(row)

    def _see_past_edition(self, licence: Licence, facts: dict[str, Any]) -> bool:
        if observed.facts_of(licence) == facts:
            return self._widen(licence, None)
        row = self._edition(licence, facts)
        if row is None:
            self._add_edition(licence, facts, self.as_of, self.as_of)
            return True
        return self._widen(row, row.seen_to)

    def _drop(self, row: models.Model, among: list[Any]) -> None:
        among.remove(row)
        if row._state.adding:
            self.fresh[type(row)].remove(row)
        else:
            self.dirty[type(row)].pop(row.pk, None)
            self.gone.append(row)
