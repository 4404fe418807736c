"""Chinese wording and generous reading of closed-list words, shared by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from .answer import Refusal
from .vocabulary import OPERATOR, InspectionType, LicensingKind, PartyKind, Term

T = TypeVar("T", bound=Term)

PARTY_ALIASES: Mapping[str, PartyKind] = {
    "operator": PartyKind.DISTRIBUTOR,
    # Lists say 经营者 where they mean somebody who sells: the umbrella word alone is read as that kind.
    OPERATOR: PartyKind.DISTRIBUTOR,
    "化妆品经营者": PartyKind.DISTRIBUTOR,
    "经销商": PartyKind.DISTRIBUTOR,
    "producer": PartyKind.MANUFACTURER,
    "化妆品生产企业": PartyKind.MANUFACTURER,
    "受托生产": PartyKind.CONTRACT_MANUFACTURER,
    "化妆品注册人": PartyKind.REGISTRANT,
    "化妆品备案人": PartyKind.FILER,
    "drp": PartyKind.DOMESTIC_RESPONSIBLE_PERSON,
    "responsible_person": PartyKind.DOMESTIC_RESPONSIBLE_PERSON,
    "market": PartyKind.MARKET_ORGANISER,
    "market_organizer": PartyKind.MARKET_ORGANISER,
    "fair": PartyKind.FAIR_HOST,
    "e_commerce_platform": PartyKind.PLATFORM,
    "ecommerce_platform": PartyKind.PLATFORM,
    "电商平台": PartyKind.PLATFORM,
    "电子商务平台": PartyKind.PLATFORM,
    "展销会": PartyKind.FAIR_HOST,
    "集中交易市场": PartyKind.MARKET_ORGANISER,
    "beauty_salon": PartyKind.SALON,
    "hair_salon": PartyKind.SALON,
    "美容院": PartyKind.SALON,
    "美发店": PartyKind.SALON,
    "酒店": PartyKind.HOTEL,
    "供应商": PartyKind.SUPPLIER,
}
TYPE_ALIASES: Mapping[str, InspectionType] = {
    "licencing": InspectionType.LICENSING,
    "许可": InspectionType.LICENSING,
    "常规": InspectionType.ROUTINE,
    "有因": InspectionType.FOR_CAUSE,
    "其他": InspectionType.OTHER,
}


def chinese_date(day: date) -> str:
    """``2026年11月21日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def joined(terms: Iterable[Term]) -> str:
    """Chinese terms joined for a sentence."""
    return "、".join(term.label for term in terms)


def aliases_told(aliases: Mapping[str, T]) -> str:
    """``operator 即 distributor、…``: the other spellings and what each is read as."""
    return "、".join(f"{name} 即 {member.value}" for name, member in aliases.items())


def read_term(kind: type[T], given: str | T, what: str, aliases: Mapping[str, T] | None = None) -> T:
    """The member that a code, a Chinese term or an alias names; refuses others, listing what is valid."""
    if isinstance(given, kind):
        return given
    text = str(given).strip()
    key = re.sub(r"[\s\-]+", "_", text.lower())
    for member in kind:
        if key == member.value or text == member.label:
            return member
    found = (aliases or {}).get(key)
    if found is not None:
        return found
    valid = "、".join(f"{m.value}（{m.label}）" for m in kind)
    others = f"。也可写：{aliases_told(aliases)}" if aliases else ""
    raise Refusal(f"不认识的{what}“{given}”。可用：{valid}{others}", missing=[f"有效的{what}"])


def read_parties(given: str | PartyKind | Sequence[str | PartyKind]) -> tuple[PartyKind, ...]:
    """Party kinds from a list or a text with commas, each once, in the order given; refuses an empty list."""
    if isinstance(given, PartyKind):
        return (given,)
    items = re.split(r"[,，、;；]", given) if isinstance(given, str) else list(given)
    kinds = [
        read_term(PartyKind, item, "被检查对象种类", PARTY_ALIASES)
        for item in items
        if isinstance(item, PartyKind) or str(item).strip()
    ]
    if not kinds:
        valid = "、".join(f"{m.value}（{m.label}）" for m in PartyKind)
        raise Refusal(f"没有写明被检查对象种类。可用：{valid}", missing=["被检查对象种类"])
    return tuple(dict.fromkeys(kinds))


def read_type(given: str | InspectionType | LicensingKind) -> tuple[InspectionType, LicensingKind | None]:
    """An inspection type, with the licensing kind when ``given`` names one (``licensing_change``)."""
    if isinstance(given, LicensingKind):
        return InspectionType.LICENSING, given
    text = str(given).strip()
    key = text.lower().replace("-", "_")
    for member in LicensingKind:
        if key == member.value or text == member.label:
            return InspectionType.LICENSING, member
    return read_term(InspectionType, given, "检查类型", TYPE_ALIASES), None
