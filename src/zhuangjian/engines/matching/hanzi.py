"""Chinese names and addresses as comparable parts of a linkage."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.addresses import split_address
from zhuangjian.engines.matching.link_parts import AddressParts, NameParts
from zhuangjian.engines.matching.names import split_name
from zhuangjian.engines.matching.scripts import simplified

_MARKS: Final = re.compile(r"[\s（）()\[\]【】、，,。.·\-—_/\\：:;；'\"“”]+")
_DIVISION_END: Final = re.compile(r"(?<=..)(?:特别行政区|自治区|自治州|自治县|地区|省|市|盟|区|县|旗)$")
_DIGITS: Final = re.compile(r"\d+")
# The common way to write an address, read without looking for divisions at every character.
_COMMON: Final = re.compile(
    r"(?P<division>(?:[^省市区县\d]{2,7}(?:省|自治区))?(?:[^市区县路街\d]{2,7}(?:市|自治州))?[^区县市镇乡路街\d]{1,6}(?<![园小社校])[区县市])"
    r"(?P<town>[^路街道区\d]{1,5}(?:街道|镇|乡))?(?P<road>[^区县镇乡村街园路道\d]{1,7}(?:路|大道|街))(?P<number>[1-9]\d*)号(?!厂房|楼)"
    r"(?P<rest>[^路街号；;、，,\-]*)"
)


def hanzi_name(text: str) -> NameParts:
    """Own name with the branch behind it as ``core``, the region as ``area``, and pairs of characters as ``words``."""
    parts = split_name(text)
    own, branch = _plain(parts.core), _plain(parts.branch)
    area = _DIVISION_END.sub("", _plain(parts.region))
    shown = parts.name
    if parts.former or parts.note:
        shown = "".join(piece for kind, piece in parts.pieces if kind not in ("former", "note"))
    words = [*_pairs(own), *_pairs(_plain(parts.industry)), *_pairs(branch), *([area] if area else [])]
    core = f"{own}·{branch}" if own and branch else own
    return NameParts(_plain(shown), core, area, tuple(dict.fromkeys(words)) or (_plain(shown),))


def hanzi_address(text: str) -> AddressParts:
    """Code of the county, road (or village, or zone) with the number of the house, and pairs of characters of the rest."""
    common = _COMMON.fullmatch(text)
    county = _county(common["division"]) if common else ""
    if common and county:
        told = f"{common['town'] or ''}{common['road']}{common['rest']}"
        figures = (common["number"], common["rest"])
        return _address(common["number"], common["road"], county, told, figures)
    parts = split_address(text)
    first = _DIGITS.search(parts.number)
    number = first[0].lstrip("0") if first else ""
    street = parts.road or parts.village or parts.zone
    told = f"{parts.town}{parts.zone}{parts.village}{parts.road}{parts.rest}"
    marks = (parts.number, parts.building, parts.floor, parts.room, parts.rest)
    return _address(number, street, parts.county, told, marks)


def _address(number: str, street: str, county: str, told: str, figures: tuple[str, ...]) -> AddressParts:
    pairs = _pairs(_DIGITS.sub("", _plain(told)))
    words = [*pairs, *(one for part in figures for one in _DIGITS.findall(part))]
    return AddressParts(number, _plain(street), county, "", tuple(dict.fromkeys(words)))


@lru_cache(maxsize=20_000)
def _county(division: str) -> str:
    """The county's code where ``division`` names divisions and nothing else; else empty."""
    parts = split_address(division)
    more = parts.town or parts.zone or parts.village or parts.road or parts.number or parts.rest
    return "" if more or not parts.current else parts.county


def _plain(text: str) -> str:
    return _MARKS.sub("", simplified(text)).lower()


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or ([text] if text else [])
