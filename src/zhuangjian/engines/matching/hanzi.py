"""Chinese names and addresses as comparable parts of a linkage."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zhuangjian.engines.matching.link_parts import AddressParts, NameParts
from zhuangjian.engines.matching.names import split_name
from zhuangjian.engines.matching.scripts import simplified

_MARKS: Final = re.compile(r"[\s（）()\[\]【】、，,。.·\-—_/\\：:;；'\"“”]+")
_NOTE: Final = re.compile(r"[（(][^（）()]*[）)]")
_DIVISION_END: Final = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|省|市|盟|州|区|县|旗)$"
)
_PREFIX: Final = re.compile(
    r"^(?:中国)?(?:[^省市区县]{2,8}(?:省|自治区))?(?:[^市区县镇乡]{2,8}(?:市|自治州|地区|盟))?"
    r"(?P<county>(?:(?!园区|小区|社区|工业区|开发区|新区|校区)[^区县市镇乡路街道]){1,7}(?:区|县|旗|市))?"
)
_TOWN: Final = re.compile(r"^[^路号]{1,10}?(?:街道办事处|街道|镇|乡|苏木)")
_NUMBER: Final = re.compile(r"(?P<street>[^\d]*?)(?P<number>\d+)(?:[-之]\d+)*号")
_ZONES: Final = ("园区", "小区", "社区", "工业区", "开发区", "校区")


def hanzi_name(text: str) -> NameParts:
    """Own name with the branch behind it as ``core``, the region as ``area``, and pairs of characters as ``words``."""
    parts = split_name(text)
    core = _plain(parts.core) + (f"·{_plain(parts.branch)}" if parts.branch else "")
    area = _DIVISION_END.sub("", _plain(parts.region))
    shown = parts.name
    if parts.former or parts.note:
        shown = "".join(piece for kind, piece in parts.pieces if kind not in ("former", "note"))
    words = [*_pairs(_plain(parts.core)), *_pairs(_plain(parts.industry)), *_pairs(_plain(parts.branch))]
    full = _plain(shown)
    return NameParts(full, core, area, tuple(dict.fromkeys([*words, area] if area else words or [full])))


def hanzi_address(text: str) -> AddressParts:
    """County, street with the number of the house, and pairs of characters of all that stands below the county."""
    whole = simplified(unicodedata.normalize("NFKC", text))
    whole = _MARKS.sub("", _NOTE.sub("", whole)) or _MARKS.sub("", whole)
    prefix = _PREFIX.match(whole)
    county = (prefix["county"] or "") if prefix else ""
    rest = whole[prefix.end() :] if prefix else whole
    if county.endswith(_ZONES) or not rest:
        county, rest = "", whole
    town = _TOWN.match(rest)
    below = rest[town.end() :] if town and len(rest) > town.end() else rest
    found = _NUMBER.match(below) or _NUMBER.search(below)
    number = found["number"].lstrip("0") if found else ""
    street = found["street"][-12:] if found else ""
    words = [*_pairs(re.sub(r"\d+", "", rest)), *re.findall(r"\d+", rest)]
    return AddressParts(number, street, _DIVISION_END.sub("", county), "", tuple(dict.fromkeys(words)))


def _plain(text: str) -> str:
    return _MARKS.sub("", simplified(text)).lower()


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or ([text] if text else [])
