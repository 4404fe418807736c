"""Where the region in front of a name may end: provinces, cities, counties, towns, zones, countries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.industries import is_common_word, is_place_word, is_trade
from zhuangjian.engines.matching.regions import (
    CITY,
    COUNTY,
    LONGEST_COUNTRY,
    PROVINCE,
    Division,
    divisions,
    is_country,
)

_ZONE: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?(?:国家级)?)(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|高新技术产业园区|高新区|经开区|开发区|工业园区"
    r"|产业园区|产业集聚区|科技园区|工业园|产业园|科技园|保税区|保税港区|自由贸易试验区|自贸区|自由贸易区|示范区|新区|新城区|旅游度假区|度假区"
    r"|风景区|管理区|出口加工区|农场|林场|垦区|矿区|林区|市区|城区|生物城|科技城|科学城|大学城|软件园|物流园|创业园|商务区|空港|自由港|[经高井综]开区)"
)
_TOWN: Final = re.compile(
    r"[\u4e00-\u9fff]{1,3}?(?:街道办事处|街道|民族乡|镇|乡|苏木|街|社区|村|屯|嘎查)(?!鸡|业|道|镇|乡)"
)
_PLAIN_TOWN: Final = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:镇|街道)(?=[\u4e00-\u9fff]{2})")
_TOWN_END: Final = re.compile(r"镇|乡|街道|村")
# 雄安新区, 枫溪区: of this kind the table of divisions has none.
_NEW_DISTRICT: Final = re.compile(
    r"[\u4e00-\u9fff]{2}(?:新区|(?<![社园校小景库矿城郊片山])区)(?=[\u4e00-\u9fff]{2})"
)
_VENUE: Final = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:广场|商贸城|批发市场|市场|购物中心|商业街|步行街|大厦|小区|大道|路)(?!上|桥|面)"
)
_CORPS: Final = re.compile(r"(?:新疆)?生产建设兵团(?:第[一二三四五六七八九十]+师)?")
# A place name left at the head of the own name: how much worse than reading it as the region.
_LEFT_FULL: Final = 3.0
_LEFT_PROVINCE: Final = 3.0
_LEFT_CITY: Final = 2.5
# What it costs to take a short name as a region: 昆山 is hardly anything else, 和平 mostly is.
_COUNTY_SHORT, _COUNTY_ELSEWHERE, _DISTRICT_SHORT, _DISTRICT_ALONE = 0.3, 0.45, 0.4, 1.0
# Abolished long ago, or in a dictionary as another word than a place: 东方, 和平.
_COUNTY_DOUBTFUL: Final = 0.4
_SHORT_ELSEWHERE: Final = 0.5
_TOWN_COST: Final = 0.35
_VENUE_COST: Final = 0.6
_INSIDE_WORD: Final = 1.0
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A region that may end at ``end``: ``cost`` of that reading; ``unread`` if a name begins with another place."""

    end: int
    cost: float
    unread: float
    within: tuple[Division, ...] = ()
    # A county's short name that comes next, behind another short name: hardly ever the whole name of a firm.
    follows: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    length: int
    cost: float
    left: float
    within: tuple[Division, ...]
    county: bool = False


@lru_cache(maxsize=20_000)
def places_from(text: str) -> tuple[Place, ...]:
    """Every reading of the region in front of ``text``, none at all included, cheapest kept for each end."""
    found: dict[int, Place] = {}
    _walk(text, 0, 0.0, (), "", 0, found)
    return tuple(found[end] for end in sorted(found))


def _walk(
    text: str,
    at: int,
    cost: float,
    within: tuple[Division, ...],
    last: str,
    depth: int,
    found: dict[int, Place],
) -> None:
    steps = _steps(text, at, within, last) if depth < _DEEPEST else []
    follows = (
        next((text[at : at + step.length] for step in steps if step.county), "") if _is_short(last) else ""
    )
    place = Place(at, cost, max((step.left for step in steps), default=0.0), within, follows)
    if at not in found or cost < found[at].cost:
        found[at] = place
    elif depth:
        return
    for step in steps:
        _walk(
            text,
            at + step.length,
            cost + step.cost,
            step.within or within,
            text[at : at + step.length],
            depth + 1,
            found,
        )


def _steps(text: str, at: int, within: tuple[Division, ...], last: str) -> list[_Step]:
    table = divisions()
    steps: list[_Step] = []
    for length in range(min(table.longest, len(text) - at), 1, -1):
        word = text[at : at + length]
        if word in table.full:
            rows = _inside(table.full[word], within)
            steps.append(
                _Step(length, 0.0 if rows or not within else 0.2, _LEFT_FULL, rows or table.full[word])
            )
        elif word in table.short:
            # 衡山镇 is a town, whatever county 衡山 may be.
            longer = text[at : at + length + 1] in table.full
            town = longer or _TOWN_END.match(text, at + length)
            step = None if town else _short(table.short[word], length, within)
            if step and _ZONE.match(text, at + length):
                step = replace(step, left=_LEFT_FULL)
            elif step and _is_inside_a_word(text, at, length, table.short[word]):
                step = replace(step, cost=step.cost + _INSIDE_WORD, left=0.0)
            if step:
                steps.append(step)
        elif length <= LONGEST_COUNTRY and is_country(word) and at == 0:
            steps.append(_Step(length, 0.0, _LEFT_PROVINCE, ()))
    district = _NEW_DISTRICT.match(text, at) if last[-1:] in ("", "市") else None
    if district and (at or district.group().endswith("新区")):
        steps.append(_Step(district.end() - at, 0.2, _LEFT_CITY, ()))
    if last:
        steps += _below(text, at, last)
    elif text.startswith(("省", "市", "县"), at) and at:
        steps.append(_Step(1, 0.0, _LEFT_FULL, within))
    return steps


def _is_short(last: str) -> bool:
    return bool(last) and last in divisions().short


def _is_inside_a_word(text: str, at: int, length: int, rows: tuple[Division, ...]) -> bool:
    """Whether the short name only begins a longer word: 大理 in 大理石, 阿里 in 阿里巴巴."""
    if rows[0].level == PROVINCE:
        return False
    longer = (text[at : at + n] for n in range(length + 1, min(length + 3, len(text) - at) + 1))
    return any(
        is_common_word(word) and word not in divisions().full and not is_trade(word[length:])
        for word in longer
    )


def _short(rows: tuple[Division, ...], length: int, within: tuple[Division, ...]) -> _Step | None:
    inside = _inside(rows, within)
    highest = min(row.level for row in rows)
    if highest == PROVINCE:
        return _Step(length, 0.0, _LEFT_PROVINCE, rows) if not within else None
    if highest == CITY:
        if within and not inside:
            return _Step(length, _SHORT_ELSEWHERE, 0.0, rows)
        return _Step(length, 0.0, _LEFT_CITY, inside or rows)
    district = all(row.name.endswith("区") for row in rows)
    if within and not inside:
        return None if district else _Step(length, _COUNTY_ELSEWHERE, 0.0, rows, True)
    cost = 0.0
    if not any(row.last >= divisions().last_year for row in rows) or not is_place_word(rows[0].short):
        cost = _COUNTY_DOUBTFUL
    if district:
        return _Step(length, cost + _DISTRICT_SHORT if within else _DISTRICT_ALONE, 0.0, inside or rows)
    return _Step(length, cost + _COUNTY_SHORT, 0.0, inside or rows, True)


def _below(text: str, at: int, last: str) -> list[_Step]:
    """Zones, towns and villages, which only stand behind a division."""
    steps = []
    if text[at : at + 1] in ("省", "市", "县", "区") and last[-1:] not in "省市县区州盟旗":
        steps.append(_Step(1, 0.0, _LEFT_FULL, ()))
    zone = _ZONE.match(text, at)
    if zone:
        steps.append(_Step(zone.end() - at, 0.0, _LEFT_FULL, ()))
    corps = _CORPS.match(text, at)
    if corps:
        steps.append(_Step(corps.end() - at, 0.0, _LEFT_FULL, ()))
    venue = _VENUE.match(text, at)
    if venue and last[-1:] in "市县区镇乡道" and len(last) > 2:
        steps.append(_Step(venue.end() - at, _VENUE_COST, 0.0, ()))
    town = _TOWN.match(text, at)
    plain = _PLAIN_TOWN.match(text, at)
    if plain and last[-1:] not in "市县区旗镇乡道":
        steps.append(_Step(plain.end() - at, 0.2, 0.6, ()))
    if town and last[-1:] in "市县区旗镇乡道":
        steps.append(
            _Step(
                town.end() - at,
                0.0 if town.group()[-1] in "镇乡道" else _TOWN_COST,
                _LEFT_CITY if town.group()[-1] in "镇乡道" else 0.6,
                (),
            )
        )
    return steps


def _inside(rows: tuple[Division, ...], within: tuple[Division, ...]) -> tuple[Division, ...]:
    """The rows that lie in one of the divisions read so far; all of them when nothing was read."""
    if not within:
        return rows
    return tuple(row for row in rows if any(_contains(outer, row) for outer in within))


def _contains(outer: Division, inner: Division) -> bool:
    if outer.level >= inner.level:
        return False
    if outer.level == PROVINCE:
        return outer.province == inner.province
    if outer.level == CITY:
        return outer.city == inner.city or outer.county == inner.city
    return outer.level == COUNTY and outer.county == inner.city
