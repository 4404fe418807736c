"""Chinese addresses in comparable parts: division codes of a year, town, road, number, building, room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.addresses_regions import locate, year_or_latest
from zhuangjian.engines.matching.addresses_text import normalise_address
from zhuangjian.engines.matching.latin import latin_address

_HANZI: Final = re.compile(r"[\u3400-\u9fff]")
_BRACKET: Final = re.compile(r"\(([^()]*)\)")
_TOWN: Final = re.compile(
    r"([\u4e00-\u9fff]{1,6}?(?:街道办事处|街道|民族乡|镇|乡(?![镇村])|苏木)|[\u4e00-\u9fff]{2,4}街(?=[\u4e00-\u9fff\d]{2,}(?:路|大道|街|巷|村|社|工业|园|区)))"
)
_ZONE: Final = re.compile(
    r"[\u4e00-\u9fffA-Z]{0,10}?(?:经济技术开发区|高新技术产业开发区|经济开发区|开发区|高新区|经开区|自由贸易试验区|保税区|产业集聚区|集聚区|工业园区|产业园区|工业园|产业园"
    r"|科技园区|科技园|工业区|工业城|经济区|集中区|园区|新区)"
)
_NEW_DISTRICT: Final = re.compile(
    r"[\u4e00-\u9fff]{2,3}(?:新区|示范区|管理区)(?=[\u4e00-\u9fff]{2,4}(?:街道|镇))"
)
_VILLAGE: Final = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:村委会|居委会|村|社区|大队)")
_ROAD: Final = re.compile(
    r"[\u4e00-\u9fff\d]{1,14}?(?:大道|大街|公路|国道|省道|县道|胡同|路|街|巷|弄|道|里|[二三四五六]环|[一二三四五六]线)(?:[东南西北中]?[一二三四五六七八九十]{1,3}(?:路|街|巷|横路|横街))?(?:[\u4e00-\u9fff]{1,4}段)?(?=[\dA-Z自编之号(东南西北中旁侧与,;、第]|\W|$)"
)
# Without a number behind it a road is only sure at the beginning.
_BARE_ROAD: Final = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:大道|大街|公路|路|街)(?![道面口])")
_NUMBER: Final = re.compile(r"(?:自编|门牌)?第?([A-Z]?\d+(?:[-、至/]\d+)*)号(?!楼|厂房|车间|仓|房|库|院|地)")
_BUILDING: Final = re.compile(
    r"(?:自编|厂房|车间)?(?:([A-Z]{1,2}\d*(?:-\d+)?|\d+[A-Z]?(?:-\d+)?|[甲乙丙丁东南西北])(?:号楼|号厂房|号车间|号仓|号库|号院|栋|幢|座|区(?=\d))|厂房([A-Z]\d*|\d+))"
)
_FLOOR: Final = re.compile(r"(负?\d+(?:(?:楼|层)?[-、,至]\d+)*(?=楼|层))(?:楼|层)|(首层|底层|顶层)")
_ROOM: Final = re.compile(
    r"([A-Z]?\d+[A-Z]?(?:(?:号房|房间|房|室)?[-、,至][A-Z]?\d+[A-Z]?)*(?=号房|房|室|铺|档))(?:号房|房间|房|室|铺|档)"
)
_UNIT: Final = re.compile(r"号房|房间|[楼层房室]|(?<![\d])0+(?=\d)")
_LABEL: Final = re.compile(
    r"(^|[;,、\n]\s*)(?:\(?\d{1,2}(?:[、.:)](?=[\u4e00-\u9fff]{2}))|[\u4e00-\u9fff]{0,4}(?:地址|场所|地点)\d*:)\s*"
)
_EDGE: Final = " ,;、-()之的"
_SEVERAL: Final = re.compile(r"[;,、\n]|(?<=\S) (?=\S)")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """One address. Codes have six digits and stand for the year ``year``; every part is empty where nothing is told.

    ``current`` is False when the division's name did not stand in the year asked for (万盛区 after 2011); the codes
    are then those of the nearest year in which it did. ``notes`` are remarks in brackets. ``normal`` is the whole
    address in one spelling without the remarks; for an address in Latin letters only ``normal``, ``road`` and
    ``number`` are filled.
    """

    text: str
    normal: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    names: tuple[str, ...] = ()
    year: int = 0
    current: bool = True
    town: str = ""
    zone: str = ""
    village: str = ""
    road: str = ""
    number: str = ""
    building: str = ""
    floor: str = ""
    room: str = ""
    rest: str = ""
    notes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The most exact division code; empty when the text names no division."""
        return self.county or self.city or self.province


@lru_cache(maxsize=100_000)
def split_address(text: str, year: int | None = None) -> AddressParts:
    """The parts of an address as of ``year`` (the latest known when None); of several addresses, of the first."""
    if not _HANZI.search(text):
        return _latin(text)
    first = _segments(_unlabelled(text), year)[0]
    return _parts(text, first, year)


def split_addresses(text: str, year: int | None = None) -> tuple[AddressParts, ...]:
    """Every address of a field that holds several, one after another by ；、 or ，; empty for an empty field.

    3号楼1楼 behind ； belongs to the address before it. A later address without a division has that of the first.
    """
    if not text.strip():
        return ()
    if not _HANZI.search(text):
        return (_latin(text),)
    segments = _segments(_unlabelled(text), year)
    found = [_parts(text if len(segments) == 1 else segments[0], segments[0], year)]
    front = segments[0][: locate(segments[0], year).end]
    for segment in segments[1:]:
        told = locate(segment, year).code
        found.append(_parts(segment, segment if told else front + segment, year))
    return tuple(found)


def _unlabelled(text: str) -> str:
    """The field in one spelling without 1、2、 and 生产地址1： before its addresses."""
    return normalise_address(_LABEL.sub(r"\1", normalise_address(text)))


def _latin(text: str) -> AddressParts:
    plain = latin_address(text)
    return AddressParts(
        text, normal=" ".join(plain.words), year=year_or_latest(None), road=plain.street, number=plain.number
    )


def _segments(normal: str, year: int | None) -> list[str]:
    """The addresses in ``normal``: a new one begins where a division is named, or behind ; a road or a town."""
    segments: list[str] = []
    start = 0
    for found in _SEVERAL.finditer(normal):
        if normal.count("(", 0, found.start()) > normal.count(")", 0, found.start()):
            continue
        rest = normal[found.end() :]
        if not _begins_address(rest, found[0] == ";" or found[0] == "\n", year):
            continue
        segments.append(normal[start : found.start()])
        start = found.end()
    segments.append(normal[start:])
    return [segment for segment in segments if segment.strip(_EDGE)] or [normal]


def _begins_address(text: str, strong: bool, year: int | None) -> bool:
    if not text or not _HANZI.match(text):
        return False
    if locate(text, year).end > 2 and len(text) > 4:
        return True
    here = re.split(r"[;,、]", text)[0]
    road = _ROAD.match(here)
    return strong and bool(road or _TOWN.match(here)) and bool(_NUMBER.search(here))


def _parts(text: str, normal: str, year: int | None) -> AddressParts:
    notes = tuple(note for note in _BRACKET.findall(normal) if note)
    body = _BRACKET.sub("", normal).replace("(", "").replace(")", "")
    place = locate(body, year)
    rest = body[place.end :].lstrip(_EDGE)
    rest, district = _take(_NEW_DISTRICT, rest, at_start=True)
    rest, town = _take(_TOWN, rest, at_start=True)
    rest, zone = _take(_ZONE, rest, at_start=True)
    rest, village = _take(_VILLAGE, rest, at_start=True)
    if not zone:
        rest, zone = _take(_ZONE, rest, at_start=True)
    rest, number = _take(_NUMBER, rest)
    before, cut, behind = rest.partition("\x00")
    before, road = _take(_ROAD, before if cut else rest)
    if not road:
        before, road = _take(_BARE_ROAD, before, at_start=True)
    rest = before + (cut + behind if cut else "")
    rest, building = _take(_BUILDING, rest)
    rest, room = _take(_ROOM, rest)
    rest, floor = _take(_FLOOR, rest)
    return AddressParts(
        text,
        normal=re.sub(r"\s+", " ", body).strip(_EDGE),
        province=place.province,
        city=place.city,
        county=place.county,
        names=place.names,
        year=place.year,
        current=place.current,
        town=re.sub(r"(?:道办事处|道)$", "", town) if town.endswith(("街道", "街道办事处")) else town,
        zone=district + zone,
        village=village,
        road=road,
        number=number,
        building=_UNIT.sub("", building),
        floor=_UNIT.sub("", floor),
        room=_UNIT.sub("", room),
        rest=re.sub(r"[\x00\s]+", " ", rest).strip(_EDGE),
        notes=notes,
    )


def _take(pattern: re.Pattern[str], text: str, at_start: bool = False) -> tuple[str, str]:
    """``text`` with a mark where the part was cut out, and the part: its group if the pattern has one."""
    found = pattern.match(text) if at_start else pattern.search(text)
    if not found or not found.group():
        return text, ""
    part = next((group for group in found.groups() if group), found.group())
    left = text[: found.start()]
    return (left + ("" if at_start else "\x00") + text[found.end() :]), part.strip(_EDGE)
