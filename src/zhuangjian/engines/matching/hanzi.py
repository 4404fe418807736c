"""Chinese names and addresses as comparable parts of a linkage."""

from __future__ import annotations

import re
from typing import Final

from zhuangjian.engines.matching.addresses import split_address
from zhuangjian.engines.matching.link_parts import AddressParts, NameParts
from zhuangjian.engines.matching.names import split_name
from zhuangjian.engines.matching.scripts import simplified

_MARKS: Final = re.compile(r"[\s（）()\[\]【】、，,。.·\-—_/\\：:;；'\"“”]+")
_DIVISION_END: Final = re.compile(r"(?<=..)(?:特别行政区|自治区|自治州|自治县|地区|省|市|盟|区|县|旗)$")
_DIGITS: Final = re.compile(r"\d+")


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
    parts = split_address(text)
    first = _DIGITS.search(parts.number)
    number = first[0].lstrip("0") if first else ""
    street = parts.road or parts.village or parts.zone
    told = f"{parts.town}{parts.zone}{parts.village}{parts.road}{parts.rest}"
    figures = (parts.number, parts.building, parts.floor, parts.room, parts.rest)
    words = [
        *_pairs(_DIGITS.sub("", _plain(told))),
        *(one for part in figures for one in _DIGITS.findall(part)),
    ]
    return AddressParts(
        number, _plain(street), parts.county, "", tuple(dict.fromkeys(words)) or (_plain(text),)
    )


def _plain(text: str) -> str:
    return _MARKS.sub("", simplified(text)).lower()


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or ([text] if text else [])
