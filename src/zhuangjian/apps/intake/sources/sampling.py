"""Notices of failed sampling (抽检通告): each row is one failed batch of a product, found at one shop.

Taken: one signal for every company named, in its role, and one for the sampled unit. Whoever holds the licence number
in the register is the manufacturer, whatever the notice calls it, unless that name is another registered company's.
A company that is not on record becomes a party of which only the name is known; it is never merged by likeness.

An upheld objection (the named maker did not make it) leaves the signals of all named companies *not attributable*;
the sampled unit did sell the product, so its own signal stands. Quarantined: a company column whose roles cannot be
told, numbers of no known format, a name that several parties bear, a licence number that contradicts the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from zhuangjian.apps.intake.faults import Fault, Unusable
from zhuangjian.apps.intake.fields import Cells
from zhuangjian.apps.registry.foreknown import Foreknown
from zhuangjian.apps.registry.models import Party, Product
from zhuangjian.apps.registry.places import region_of
from zhuangjian.apps.registry.taking import Taking
from zhuangjian.engines.identifiers import NumberKind, ParsedNumber, province_of_name
from zhuangjian.engines.names import (
    NamedParty,
    PartyRole,
    SampledUnit,
    normalise_name,
    parse_institutions,
    parse_parties,
    parse_result,
    parse_sampled_unit,
)

SAMPLED_UNIT = "sampled_unit"
OBJECTION_UPHELD = "标示企业提出异议并成立（涉嫌假冒），不归责于标示企业"
MAKERS = {PartyRole.MANUFACTURER, PartyRole.CONTRACT_MANUFACTURER, PartyRole.UNSTATED}
HOLDERS = {PartyRole.REGISTRANT, PartyRole.FILER, PartyRole.HOLDER, PartyRole.UNSTATED}
_PRODUCTS = {
    NumberKind.SPECIAL_DOMESTIC,
    NumberKind.SPECIAL_IMPORTED,
    NumberKind.SPECIAL_HMT,
    NumberKind.FILING_DOMESTIC,
    NumberKind.FILING_IMPORTED,
    NumberKind.FILING_EXPORT,
    NumberKind.FILING_HMT,
    NumberKind.FILING_IMPORTED_OLD,
    NumberKind.TOOTHPASTE_DOMESTIC,
    NumberKind.TOOTHPASTE_IMPORTED,
}
_SPECIAL = {NumberKind.SPECIAL_DOMESTIC, NumberKind.SPECIAL_IMPORTED, NumberKind.SPECIAL_HMT}
_TOOTHPASTE = {NumberKind.TOOTHPASTE_DOMESTIC, NumberKind.TOOTHPASTE_IMPORTED}
_KIND_OF_ROLE = {
    PartyRole.REGISTRANT: "registrant",
    PartyRole.FILER: "filer",
    PartyRole.MANUFACTURER: "manufacturer",
    PartyRole.CONTRACT_MANUFACTURER: "contract_manufacturer",
    PartyRole.DOMESTIC_RESPONSIBLE_PERSON: "domestic_responsible_person",
    PartyRole.DISTRIBUTOR: "distributor",
    PartyRole.BRAND_OWNER: "distributor",
}
# Columns a notice may lack, and the entries of a signal's detail that come from them.
_LEAVABLE = {
    "objection": ("objection",),
    "result": ("result", "findings", "value", "unit", "exponent_restored", "retest"),
    "institution": ("institution", "retest_institution"),
    "sample_province": ("province",),
    "licence_no": ("licence_no",),
}
MAKER_SEVERITY, SELLER_SEVERITY = 3, 2


@dataclass
class SamplingRow:
    """One row of a notice, read. ``ordinal`` tells rows apart that say exactly the same."""

    product_name: str
    parties: list[NamedParty]
    unit: SampledUnit
    province: str
    product: ParsedNumber | None
    licence: ParsedNumber | None
    items: str
    result: str
    institution: str
    objection: bool
    # Columns that this row says nothing about: what is on record of them stays.
    unsaid: frozenset[str] = frozenset()
    ordinal: int = 0

    def key(self, as_of: date) -> str:
        """The event: this product failed on these items at this shop, in this notice."""
        number = self.product.normal if self.product else ""
        parts = (
            as_of.isoformat(),
            number,
            self.product_name,
            self.unit.name,
            self.unit.shop or "",
            self.items,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def read(cells: Cells, *, keep_old: bool = False) -> SamplingRow | None:
    """The row's facts, or None with ``cells.faults`` saying why not."""
    product_name = cells.name("product_name", 300, required=True)
    product = cells.permit("registration_no", "bad_product_number", *_PRODUCTS, required=False)
    licence = cells.permit("licence_no", "bad_licence_number", NumberKind.PRODUCTION_LICENCE, required=False)
    cells.name("company_names", 1000, required=True)
    special = product.kind in _SPECIAL if product else None
    parties = parse_parties(cells.text("company_names"), special=special)
    _check_parties(cells, parties)
    cells.name("sample_unit", 400, required=True)
    unit = parse_sampled_unit(cells.text("sample_unit"))
    if unit.unknown:
        cells.fault(
            "sample_unit",
            "unknown_role",
            f"不认识的标签“{'、'.join(unit.unknown)}”",
            "请改成“名称，网店商铺名称：…”",
        )
    row = SamplingRow(
        product_name=product_name,
        parties=_merged(parties),
        unit=unit,
        province=cells.name("sample_province", 40),
        product=product,
        licence=licence,
        items=cells.free("items", 1000),
        result=cells.free("result", 400, zero=False),
        institution=cells.free("institution", 400),
        objection=cells.flag("objection"),
        unsaid=frozenset(name for name in _LEAVABLE if not cells.said(name)),
    )
    for field, name in [*(("company_names", p.name) for p in parties), ("sample_unit", unit.name)]:
        if not cells.fault_in(field):
            cells.sound(field, name)
    if any(len(p.name) > 200 for p in parties) or len(unit.name) > 200:
        cells.fault("company_names", "too_long", "单位名称超过200字", "请核对是否把多家企业写在了一起")
    return None if cells.faults else row


def _check_parties(cells: Cells, parties: list[NamedParty]) -> None:
    unknown = sorted({word for p in parties for word in p.unknown})
    if unknown:
        cells.fault(
            "company_names",
            "unknown_role",
            f"不认识的角色“{'、'.join(unknown)}”",
            "请改成“注册人/备案人：甲，生产企业：乙，经销商：丙”的写法",
        )
    bare = [p.name for p in parties if PartyRole.UNSTATED in p.roles]
    if len(bare) > 1 or (bare and len(parties) > 1):
        cells.fault(
            "company_names",
            "mixed_roles",
            f"“{'、'.join(bare)}”没有写明角色，无法判断谁是注册人、谁是生产企业",
            "请给每家企业写明角色，例：备案人：甲，生产企业：乙",
        )


def _merged(parties: list[NamedParty]) -> list[NamedParty]:
    """One entry for each name, with all its roles."""
    roles: dict[str, list[PartyRole]] = {}
    for party in parties:
        roles.setdefault(party.name, []).extend(party.roles)
    return [NamedParty(tuple(dict.fromkeys(found)), name) for name, found in roles.items()]


def foreknow(rows: list[SamplingRow], known: Foreknown) -> None:
    """Most companies of a notice are on record: their names are worked out when one is not."""


def fetch(taking: Taking, rows: list[SamplingRow]) -> None:
    """Look up everything a chunk of rows may touch."""
    keys = {
        _signal_key(row, taking.as_of, name)
        for row in rows
        for name in {row.unit.name, *(p.name for p in row.parties)}
    }
    taking.fetch(
        licences={r.licence.normal for r in rows if r.licence},
        names={name for r in rows for name in (r.unit.name, *(p.name for p in r.parties))},
        products={r.product.normal for r in rows if r.product},
        signal_keys=keys,
    )


def _signal_key(row: SamplingRow, as_of: date, name: str) -> str:
    return f"sampling:{row.key(as_of)}:{row.ordinal}:{sha256(name.encode()).hexdigest()[:16]}"


def take(taking: Taking, row: SamplingRow) -> tuple[str, Party, dict[str, Any]]:
    """Take one row; (outcome, the manufacturer or first named party, references)."""
    row = _with_known_objection(taking, row)
    found = _found(taking, row)
    parties = {
        named.name: found[named.name] or taking.new_party(named.name, region=_region_of_named(row, named))
        for named in row.parties
    }
    if not row.objection:
        for named in row.parties:
            _kinds(taking, row, parties[named.name], named)
    product = _product(taking, row, parties)
    if not row.objection:
        _licence_and_commissions(taking, row, parties, product)
    outcomes = {_signal(taking, row, parties[p.name], p.name, p.roles, product) for p in row.parties}
    if row.unit.name and row.unit.name not in parties:
        unit = found[row.unit.name]
        if unit is None:
            unit = taking.new_party(row.unit.name, region=_region_of_unit(row))
            taking.add_kind(unit, "distributor")
        outcomes.add(_signal(taking, row, unit, row.unit.name, (), product))
    outcome = "new" if "new" in outcomes else "changed" if "changed" in outcomes else "unchanged"
    about = next((p for p in row.parties if MAKERS & set(p.roles)), row.parties[0])
    return (
        outcome,
        parties[about.name],
        {"signals": len(outcomes), "product": row.product.normal if row.product else ""},
    )


def _with_known_objection(taking: Taking, row: SamplingRow) -> SamplingRow:
    """A row that does not say whether there was an objection: the objection on record stands."""
    if "objection" not in row.unsaid:
        return row
    known = (taking.signals.get(_signal_key(row, taking.as_of, p.name)) for p in row.parties)
    return replace(row, objection=any(s is not None and s.detail.get("objection") for s in known))


def _found(taking: Taking, row: SamplingRow) -> dict[str, Party | None]:
    """Every named party that is on record. Raises Unusable before anything is changed."""
    makers = [p.name for p in row.parties if MAKERS & set(p.roles)]
    licence = taking.licences.get(row.licence.normal) if row.licence else None
    registered = licence.party if licence is not None and licence.last_seen else None
    found = {
        name: _by_name(taking, name, registered if name in makers else None)
        for name in (*(p.name for p in row.parties), row.unit.name)
    }
    if licence is None or not makers or not licence.last_seen:
        return found
    if any(found[name] is licence.party for name in makers):
        return found
    if len(makers) > 1 or found[makers[0]] is not None:
        raise Unusable(
            Fault(
                "licence_no",
                "生产许可证号",
                "name_conflict",
                f"{licence.number} 在册持有人是“{licence.party.name}”，通告所写生产企业是“{'、'.join(makers)}”"[
                    :400
                ],
                "请核对许可证号与企业名称，改正其一后放行",
            )
        )
    taking.see_other_name(licence.party, makers[0])
    return found | {makers[0]: licence.party}


def _by_name(taking: Taking, name: str, licensed: Party | None = None) -> Party | None:
    holders = taking.by_name.get(name, [])
    if licensed is not None and licensed in holders:
        return licensed
    current = [p for p in holders if p.name == name]
    fitting = current if len(current) == 1 else holders
    if len(fitting) > 1:
        raise Unusable(
            Fault(
                "company_names",
                "标签标示单位",
                "ambiguous_name",
                f"名为“{name}”的企业在册有 {len(fitting)} 家，不能确定是哪一家"[:400],
                "请补上能区分的许可证号，或改写企业名称",
            )
        )
    return fitting[0] if fitting else None


def _region_of_named(row: SamplingRow, named: NamedParty) -> str:
    if MAKERS & set(named.roles) and row.licence:
        province = province_of_name(str(row.licence.parts.get("province_name") or "")) or ""
        return region_of(named.name, f"{province}0000" if province else "")
    return region_of(named.name)


def _region_of_unit(row: SamplingRow) -> str:
    province = province_of_name(row.province) if row.province else None
    return region_of(row.unit.name, f"{province}0000" if province else "")


def _kinds(taking: Taking, row: SamplingRow, party: Party, named: NamedParty) -> None:
    special = bool(row.product and row.product.kind in _SPECIAL)
    for role in named.roles:
        if role in (PartyRole.UNSTATED, PartyRole.HOLDER):
            taking.add_kind(party, "registrant" if special else "filer")
            if role is PartyRole.UNSTATED and row.licence:
                taking.add_kind(party, "manufacturer")
        else:
            taking.add_kind(party, _KIND_OF_ROLE[role])


def _product(taking: Taking, row: SamplingRow, parties: dict[str, Party]) -> Product | None:
    if row.product is None:
        return None
    holder = next((parties[p.name] for p in row.parties if HOLDERS & set(p.roles)), None)
    return taking.see_product(
        row.product.normal,
        None if row.objection else holder,
        name=row.product_name,
        kind=row.product.kind.value,
        is_special=row.product.kind in _SPECIAL,
        is_toothpaste=row.product.kind in _TOOTHPASTE,
    )


def _licence_and_commissions(
    taking: Taking, row: SamplingRow, parties: dict[str, Party], product: Product | None
) -> None:
    makers = [parties[p.name] for p in row.parties if MAKERS & set(p.roles)]
    holders = [parties[p.name] for p in row.parties if HOLDERS & set(p.roles)]
    if len(makers) == 1 and row.licence and row.licence.normal not in taking.licences:
        taking.name_licence(makers[0], row.licence.normal)
    for principal in holders:
        for maker in makers:
            taking.see_commission(principal, maker, product)


def _signal(
    taking: Taking,
    row: SamplingRow,
    party: Party,
    name: str,
    roles: Iterable[PartyRole],
    product: Product | None,
) -> str:
    codes = [role.value for role in roles]
    sold_here = name == row.unit.name
    blamed = not (row.objection and codes)
    making = {
        "registrant",
        "filer",
        "registrant_or_filer",
        "manufacturer",
        "contract_manufacturer",
        "unstated",
    }
    key = _signal_key(row, taking.as_of, name)
    detail = _detail(row, name)
    if (known := taking.signals.get(key)) is not None:
        kept = [entry for field in row.unsaid for entry in _LEAVABLE[field]]
        detail |= {entry: known.detail[entry] for entry in kept if entry in known.detail}
    note = OBJECTION_UPHELD if not blamed else ""
    if codes and party.name != name:
        note = f"{note}；通告所用名称“{name}”与登记名称不同，请核对".strip("；")
    return taking.see_signal(
        key,
        party,
        product,
        kind="sampling",
        occurred_on=taking.as_of,
        severity=MAKER_SEVERITY if making & set(codes) else SELLER_SEVERITY,
        title=f"抽检不合格：{row.product_name}（{_short(row.items)}）"[:300],
        detail=detail,
        party_role=",".join([*codes, *([SAMPLED_UNIT] if sold_here else [])])[:40],
        attributable=blamed,
        attribution_note=note[:200],
    )


def _short(items: str) -> str:
    parts = [p for p in normalise_name(items).replace("；", ";").split(";") if p]
    return parts[0] + (f"等{len(parts)}项" if len(parts) > 1 else "") if parts else "项目未写明"


def _detail(row: SamplingRow, name: str) -> dict[str, Any]:
    result = parse_result(row.result)
    institutions = parse_institutions(row.institution)
    measured = result.measurement
    return {
        "product_name": row.product_name,
        "registration_no": row.product.normal if row.product else "",
        "licence_no": row.licence.normal if row.licence else "",
        "items": row.items,
        "result": row.result,
        "findings": [f.value for f in result.findings],
        "value": f"{measured.value:f}" if measured else None,
        "unit": measured.unit if measured else "",
        "exponent_restored": bool(measured and measured.exponent_restored),
        "retest": result.retest,
        "institution": institutions.initial or "",
        "retest_institution": institutions.retest or "",
        "sampled_unit": row.unit.name,
        "shop": row.unit.shop or "",
        "platform": row.unit.platform or "",
        "province": row.province,
        "named_as": name,
        "objection": row.objection,
    }
