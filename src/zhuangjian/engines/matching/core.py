"""Finds the firm's own name between the region in front and the words of trade behind: the least doubtful reading.

Every way to read a name as region + own name + trade has a cost; the cheapest reading wins. Costs are only
compared with one another: 0 is a reading without doubt, 1 an uncommon one, 2 one taken when nothing else fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.industries import (
    LONGEST,
    NOUN,
    PLACE,
    THING,
    all_trade,
    is_common_word,
    is_trade,
    word_cost,
)
from zhuangjian.engines.matching.places import Place, places_from

# By number of characters; a run of Latin letters or digits counts as two.
_BY_LENGTH: Final = (2.0, 2.2, 0.0, 0.15, 0.6, 1.3, 2.2)
_LONGER: Final = 1.0
# The own name is itself a word of trade, a product, or the name of the place it should follow.
_IS_TRADE: Final = 2.5
_IS_THING: Final = 1.0
_IS_PLACE: Final = 2.6
# After a trade, one more name: 甲轮胎销售乙公司.
_NAME_BEHIND: Final = 2.0
# Before the own name a trade or a market: 羊毛衫市场甲毛衫行.
_TRADE_FIRST: Final = 1.6
# A common word before a common noun is rather one name of four characters: 绿色家园.
_TWO_WORDS: Final = 0.5
_INSIDE_ZONE: Final = re.compile(r"开发区|工业园|产业园|集聚区|保税区|高新区|街道|办事处|.省|..市|自治")
# Longer than this nothing is a name: whole sentences are left as they are.
_LONGEST: Final = 80
_NEVER: Final = 99.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Places in the text where the parts end.

    Region up to ``region``, trade told first up to ``start``, own name up to ``core``, trade up to ``trade``, and
    behind it something unknown.
    """

    region: int
    start: int
    core: int
    trade: int
    cost: float


def trade_costs(text: str, end: int) -> list[float]:
    """For each place up to ``end`` what it costs to read everything from there to ``end`` as trade."""
    costs = [_NEVER] * end + [0.0]
    for start in range(end - 1, -1, -1):
        for stop in range(start + 1, min(end, start + LONGEST) + 1):
            # A joining word needs something to join at its end.
            if costs[stop] < _NEVER and (stop < end or stop - start > 1):
                cost = word_cost(text[start:stop])
                if cost is not None:
                    costs[start] = min(costs[start], cost + costs[stop])
    return costs


def units(text: str) -> int:
    """Length of an own name: Chinese characters, with each run of Latin letters or digits as two."""
    count, inside = 0, False
    for character in text:
        latin = character.isascii() and character.isalnum()
        count += (0 if inside else 2) if latin else (character not in "·- .&'、")
        inside = latin
    return count


@lru_cache(maxsize=100_000)
def own_name_cost(text: str) -> float:
    """How doubtful it is that ``text`` is a firm's own name."""
    length = units(text)
    cost = _BY_LENGTH[length] if length < len(_BY_LENGTH) else _BY_LENGTH[-1] + _LONGER * (length - 6)
    if not text:
        return cost
    if word_cost(text) == THING:
        cost += _IS_THING
    elif trade_costs(text, len(text))[0] < PLACE:
        cost += _IS_TRADE
    if _INSIDE_ZONE.search(text):
        cost += _IS_TRADE
    if text[0] in "及与的·" or text[-1] in "及与的·":
        cost += 1.5
    return cost


def read(text: str) -> Reading:
    """The cheapest reading of ``text`` (simplified, without brackets, organisational form and branch)."""
    end = len(text)
    if end > _LONGEST:
        return Reading(0, 0, end, end, _NEVER)
    whole = trade_costs(text, end)
    places = places_from(text)
    best = Reading(0, 0, end, end, _NEVER)
    for place in places:
        best = _cheaper(best, _own_name(text, place, place.end, whole, end))
    if best.cost > _TRADE_FIRST:
        best = _trade_first(text, places, whole, best)
    if best.cost > _NAME_BEHIND:
        best = _name_behind(text, places, best)
    return best


def _trade_first(text: str, places: tuple[Place, ...], costs: list[float], best: Reading) -> Reading:
    for place in places:
        for start in range(place.end + 2, len(text) - 1):
            if all_trade(text[place.end : start]):
                found = _own_name(text, place, start, costs, len(text))
                found = replace(found, cost=found.cost + _TRADE_FIRST)
                name = text[start : found.core]
                if 2 <= len(name) <= 4 and not is_common_word(name) and not _holds_trade(name):
                    best = _cheaper(best, found)
    return best


def _holds_trade(name: str) -> bool:
    return any(is_trade(name[at:]) or is_trade(name[:at]) for at in range(1, len(name)))


def _name_behind(text: str, places: tuple[Place, ...], best: Reading) -> Reading:
    for end in range(len(text) - 2, max(3, len(text) - 5), -1):
        if all_trade(text[end:]):
            continue
        costs = trade_costs(text, end)
        for place in places:
            found = _own_name(text, place, place.end, costs, end)
            if place.end < found.core <= end - 4:
                best = _cheaper(best, replace(found, cost=found.cost + _NAME_BEHIND))
    return best


def _own_name(text: str, place: Place, start: int, costs: list[float], end: int) -> Reading:
    """The cheapest own name from ``start`` on, with only trade behind it up to ``end``."""
    best = Reading(place.end, start, end, end, _NEVER)
    behind = place.end + len(place.follows)
    only_place = bool(place.follows) and costs[behind] < PLACE if behind <= end else False
    for core in range(start, end + 1):
        if costs[core] >= _NEVER:
            continue
        name = text[start:core]
        cost = place.cost + own_name_cost(name) + costs[core]
        if name and start == place.end:
            cost += place.unread + (_IS_PLACE if only_place and name.startswith(place.follows) else 0.0)
        if costs[core] >= NOUN and is_common_word(name):
            cost += _TWO_WORDS
        best = _cheaper(best, Reading(place.end, start, core, end, cost))
    return best


def _cheaper(one: Reading, other: Reading) -> Reading:
    return other if other.cost < one.cost - 1e-9 else one
