"""The register of production licences.

Taken: rows whose holder, number and dates are certain. Quarantined: a credit code that fails a check, an older number
in its place, a licence number of another shape, a date that is none, an expiry before the issue, a licence that the
register already shows for another holder, a cell with an error value or a filler. A missing address, scope or issuer
is no reason to hold a row back: the row says nothing about it, and what is on record stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.apps.intake.faults import Fault, Unusable
from zhuangjian.apps.intake.fields import Cells
from zhuangjian.apps.registry.foreknown import Foreknown
from zhuangjian.apps.registry.models import Licence, Party
from zhuangjian.apps.registry.scopes import Address, Said, addresses_of
from zhuangjian.apps.registry.taking import Taking
from zhuangjian.engines.identifiers import NumberKind, ParsedNumber, province_of_name

NAME, ADDRESS, PRODUCTION = 200, 300, 400
_COLUMNS = {"scope_text": "scope"}


@dataclass
class LicenceRow:
    """One row of the register, read."""

    code: str | None
    old_code: str
    name: str
    address: str | None
    number: str
    hint: str
    facts: Said
    places: tuple[Address, ...] | None
    ordinal: int = 0

    def key(self, as_of: date) -> str:
        """What makes two rows speak of the same thing: the licence."""
        return self.number


def read(cells: Cells, *, keep_old: bool = False) -> LicenceRow | None:
    """The row's facts, or None with ``cells.faults`` saying why not."""
    holder = cells.credit_code("credit_code", keep_old=keep_old)
    number = cells.permit("number", "bad_licence_number", NumberKind.PRODUCTION_LICENCE)
    name = cells.name("name", NAME, required=True)
    address = cells.name("address", ADDRESS)
    issued, expires = cells.day("issued_on"), cells.day("expires_on", required=True)
    values: dict[str, str | date | None] = {
        "scope_text": cells.free("scope", 20_000),
        "production_address": cells.free("production_address", PRODUCTION),
        "issuer": cells.name("issuer", 120),
        "issued_on": issued,
        "expires_on": expires,
    }
    if issued and expires and expires < issued:
        cells.fault(
            "expires_on", "dates_reversed", f"有效期至 {expires} 早于发证日期 {issued}", "请与证件核对"
        )
    if cells.faults or holder is None or number is None:
        return None
    current = holder.kind is NumberKind.CREDIT_CODE
    facts = {name: value or "" for name, value in values.items() if cells.said(_COLUMNS.get(name, name))}
    produced = facts.get("production_address")
    return LicenceRow(
        code=holder.normal if current else None,
        old_code="" if current else holder.normal,
        name=name,
        address=address if cells.said("address") else None,
        number=number.normal,
        hint=_hint(holder, number),
        facts=facts,
        places=None if produced is None else addresses_of(str(produced)),
    )


def _hint(holder: ParsedNumber, number: ParsedNumber) -> str:
    """The division the numbers speak for: the credit code's where both name one province, else the licence's."""
    province = province_of_name(str(number.parts.get("province_name") or "")) or ""
    division = str(holder.parts.get("division") or "")
    return division if division[:2] == province else f"{province}0000" if province else division


def foreknow(rows: list[LicenceRow], known: Foreknown) -> None:
    """Work out what taking these rows will ask about them if their parties and places are new."""
    for row in rows:
        known.learn_name(row.name)
        for address in (row.address or "", *(place.text for place in row.places or ())):
            known.learn_place(address, row.hint)


def fetch(taking: Taking, rows: list[LicenceRow]) -> None:
    """Look up everything a chunk of rows may touch."""
    taking.fetch(
        codes={r.code for r in rows if r.code},
        old_codes={r.old_code for r in rows if r.old_code},
        licences={r.number for r in rows},
        names={r.name for r in rows},
    )


def take(taking: Taking, row: LicenceRow) -> tuple[str, Party, dict[str, Any]]:
    """Take one row; (outcome, party, references). Raises Unusable when it contradicts what is on record."""
    party, known = _holder(taking, row), True
    if party is None:
        party, known = taking.new_party(row.name, credit_code=row.code, old_code=row.old_code), False
    before = row.number in taking.licences
    identified = (row.code is not None and taking.put(party, credit_code=row.code)) if known else False
    changed = taking.see_name(party, row.name) if known else False
    changed |= taking.see_address(party, row.address, row.hint)
    changed |= taking.see_places(party, row.number, row.places, row.hint)
    if not party.address:
        produced = str(row.facts.get("production_address", ""))
        if produced or not known:
            taking.put(party, region_code=taking.known.region_of(produced, row.hint))
    changed |= taking.see_licence(party, row.number, row.facts)
    changed |= taking.add_kind(party, "manufacturer")
    taking.seen_in_register(party)
    if not before:
        return "new", party, {"licence": row.number}
    return ("changed" if changed or identified else "unchanged"), party, {"licence": row.number}


def _holder(taking: Taking, row: LicenceRow) -> Party | None:
    """The party a row is about: by credit code, by the register's own licence, then by name where that is unmistakable."""
    if row.code and row.code in taking.by_code:
        party = taking.by_code[row.code]
        _must_not_be_anothers(taking, row, party)
        return party
    licence = taking.licences.get(row.number)
    if licence is not None and (licence.last_seen or licence._state.adding):
        return _licence_holder(row, licence)
    if row.old_code and row.old_code in taking.by_old_code:
        return taking.by_old_code[row.old_code]
    bare = [p for p in taking.by_name.get(row.name, ()) if not p.credit_code and not p.old_code]
    return bare[0] if len(bare) == 1 and len(taking.by_name[row.name]) == 1 else None


def _must_not_be_anothers(taking: Taking, row: LicenceRow, party: Party) -> None:
    licence = taking.licences.get(row.number)
    if licence is None or licence.party is party or not licence.last_seen:
        return
    if licence.party.credit_code is None:
        return
    raise Unusable(_other_holder(row, licence))


def _licence_holder(row: LicenceRow, licence: Licence) -> Party:
    party = licence.party
    if party.credit_code and row.code and party.credit_code != row.code:
        raise Unusable(_other_holder(row, licence))
    return party


def _other_holder(row: LicenceRow, licence: Licence) -> Fault:
    return Fault(
        "number",
        "许可证编号",
        "other_holder",
        f"{row.number} 在册持有人是“{licence.party.name}”（{licence.party.credit_code}），本行是“{row.name}”（{row.code}）"[
            :400
        ],
        "请核对编号或信用代码；若确已换发给本企业，请先注销在册的旧记录",
    )
