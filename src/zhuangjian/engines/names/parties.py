"""The company column of a sampling notice, in which one cell may name several companies in several roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from zhuangjian.engines.names.normal import labelled, normalise_name
from zhuangjian.engines.rules.vocabulary import Term


class PartyRole(Term):
    """A company's part in a product. The first five codes are those of ``PartyKind``."""

    REGISTRANT = "registrant", "注册人"
    FILER = "filer", "备案人"
    MANUFACTURER = "manufacturer", "生产企业"
    DOMESTIC_RESPONSIBLE_PERSON = "domestic_responsible_person", "境内责任人"
    DISTRIBUTOR = "distributor", "经销商"
    CONTRACT_MANUFACTURER = "contract_manufacturer", "受托生产企业"
    HOLDER = "registrant_or_filer", "注册人或备案人"
    BRAND_OWNER = "brand_owner", "品牌方"
    UNSTATED = "unstated", "未标明角色"


_WORDS: Final = {
    "注册/备案人": PartyRole.HOLDER,
    "注册人/备案人": PartyRole.HOLDER,
    "备案人/注册人": PartyRole.HOLDER,
    "备案/注册人": PartyRole.HOLDER,
    "注册（备案）人": PartyRole.HOLDER,
    "注册备案人": PartyRole.HOLDER,
    "注册人": PartyRole.REGISTRANT,
    "备案人": PartyRole.FILER,
    "受托生产企业": PartyRole.CONTRACT_MANUFACTURER,
    "被委托生产企业": PartyRole.CONTRACT_MANUFACTURER,
    "受托方": PartyRole.CONTRACT_MANUFACTURER,
    "实际生产企业": PartyRole.MANUFACTURER,
    "标示生产企业": PartyRole.MANUFACTURER,
    "生产企业": PartyRole.MANUFACTURER,
    "生产商": PartyRole.MANUFACTURER,
    "生产厂家": PartyRole.MANUFACTURER,
    "境内责任人": PartyRole.DOMESTIC_RESPONSIBLE_PERSON,
    "在华申报责任单位": PartyRole.DOMESTIC_RESPONSIBLE_PERSON,
    "总经销商": PartyRole.DISTRIBUTOR,
    "总经销": PartyRole.DISTRIBUTOR,
    "总代理": PartyRole.DISTRIBUTOR,
    "经销商": PartyRole.DISTRIBUTOR,
    "经销方": PartyRole.DISTRIBUTOR,
    "代理商": PartyRole.DISTRIBUTOR,
    "销售方": PartyRole.DISTRIBUTOR,
    "销售商": PartyRole.DISTRIBUTOR,
    "运营商": PartyRole.BRAND_OWNER,
    "品牌方": PartyRole.BRAND_OWNER,
    "品牌商": PartyRole.BRAND_OWNER,
}
_LONGEST_FIRST: Final = sorted(_WORDS, key=len, reverse=True)
_JOINERS: Final = "/／、及和与兼&\\ 暨"
_ENDS_LIKE_A_COMPANY: Final = re.compile(r"(公司|厂|店|行|部|社|中心|集团|有限合伙）|个体工商户）)$")


@dataclass(frozen=True, slots=True)
class NamedParty:
    """One company of the cell: its roles (``PartyRole``), its name, the label as written, and words not understood."""

    roles: tuple[PartyRole, ...]
    name: str
    label: str = ""
    unknown: tuple[str, ...] = ()


def parse_parties(text: str, *, special: bool | None = None) -> list[NamedParty]:
    """The companies that a cell names, in order.

    A bare name has the one role ``unstated``: in the notices it stands for the holder that also makes the
    product. ``special`` tells whether the product is registered (True) or filed (False), which settles
    "注册/备案人"; unknown leaves ``registrant_or_filer``. A label that is no known role is kept in ``unknown``
    and its company has no role from it.
    """
    before, pairs = labelled(text)
    parties = [NamedParty((PartyRole.UNSTATED,), name) for name in _bare_names(before)]
    for label, value in pairs:
        roles, unknown = _roles(label)
        settled = tuple(dict.fromkeys(_settle(role, special) for role in roles))
        parties += [NamedParty(settled, name, label, unknown) for name in _bare_names(value)]
    return parties


def _roles(label: str) -> tuple[list[PartyRole], tuple[str, ...]]:
    roles: list[PartyRole] = []
    unknown: list[str] = []
    rest = normalise_name(label)
    while rest:
        word = next((word for word in _LONGEST_FIRST if rest.startswith(word)), None)
        if word:
            roles.append(_WORDS[word])
            rest = rest[len(word) :]
        elif rest[0] in _JOINERS:
            rest = rest[1:]
        else:
            end = min((at for at in map(rest.find, _LONGEST_FIRST) if at > 0), default=len(rest))
            unknown.append(rest[:end].rstrip(_JOINERS))
            rest = rest[end:]
    return roles, tuple(unknown)


def _settle(role: PartyRole, special: bool | None) -> PartyRole:
    if role is not PartyRole.HOLDER or special is None:
        return role
    return PartyRole.REGISTRANT if special else PartyRole.FILER


def _bare_names(text: str) -> list[str]:
    """One name, or several where every piece between commas ends like a company."""
    pieces = [piece for piece in map(normalise_name, re.split(r"[，,；;、\n]", text)) if piece]
    if len(pieces) > 1 and all(_ENDS_LIKE_A_COMPANY.search(piece) for piece in pieces):
        return pieces
    whole = normalise_name(text)
    return [whole] if whole and whole not in ("/", "-", "—", "无") else []
