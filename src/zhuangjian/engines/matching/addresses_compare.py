"""How likely two addresses are one place, with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from zhuangjian.engines.matching.addresses import AddressParts, split_address
from zhuangjian.engines.matching.addresses_regions import is_municipality, related

# part, weight, its name in a reason
_WEIGHTS: Final = (
    ("town", 1.0, "乡镇街道"),
    ("zone", 1.0, "园区"),
    ("village", 1.5, "村社"),
    ("road", 3.0, "道路"),
    ("number", 3.0, "门牌号"),
    ("building", 1.0, "楼栋"),
    ("floor", 0.5, "楼层"),
    ("room", 0.7, "房号"),
    ("rest", 1.0, "其余部分"),
)
_EXACT: Final = frozenset({"number", "building", "floor", "room"})
# Said on one side only: neither for nor against, but the pair is less sure.
_ONE_SIDED: Final = 0.25
_REGION: Final = 2.0
_OTHER_REGION: Final = 0.15
_OTHER_NUMBER: Final = 0.6
_ONLY_REGION: Final = 0.4


@dataclass(frozen=True, slots=True)
class AddressLikeness:
    """``score`` in 0..1, 1 for the same address in whatever spelling; ``reasons`` in Chinese, strongest part first."""

    score: float
    reasons: tuple[str, ...]


def address_similarity(a: str | AddressParts, b: str | AddressParts) -> AddressLikeness:
    """The likeness of two addresses; the same whichever comes first. An empty address is like nothing."""
    one = a if isinstance(a, AddressParts) else split_address(a)
    two = b if isinstance(b, AddressParts) else split_address(b)
    if not one.normal or not two.normal:
        return AddressLikeness(0.0, ("至少一方没有地址",))
    if one.normal == two.normal:
        return AddressLikeness(1.0, ("规范化后完全相同",))
    region, reason = _region(one, two)
    reasons = [reason] if reason else []
    if region == 0.0:
        return AddressLikeness(round(_OTHER_REGION * _text(one.normal, two.normal), 4), tuple(reasons))
    score, told = _weighted(one, two, region, reasons)
    if not told:
        whole = _text(one.normal, two.normal)
        score = whole if not (one.code and two.code) else min(_ONLY_REGION, whole)
        reasons.append("没有可逐项比较的部分，按全文比较")
    if one.road and one.road == two.road and one.number and two.number and one.number != two.number:
        score = min(score, _OTHER_NUMBER)
    return AddressLikeness(round(score, 4), tuple(reasons))


def _weighted(
    one: AddressParts, two: AddressParts, region: float | None, reasons: list[str]
) -> tuple[float, bool]:
    total = _REGION if region is not None else 0.0
    got = _REGION * (region or 0.0)
    told = False
    for part, weight, name in _WEIGHTS:
        left, right = getattr(one, part), getattr(two, part)
        if left and right:
            like = _part(part, left, right)
            told = told or part in ("road", "village", "number", "zone", "rest")
            total += weight
            got += weight * like
            reasons.append(f"{name}{_verdict(like)}：{_pair(left, right)}")
        elif left or right:
            total += weight * _ONE_SIDED
            got += weight * _ONE_SIDED / 2
    return (got / total if total else 0.0), told


def _part(part: str, left: str, right: str) -> float:
    if left == right:
        return 1.0
    if part in _EXACT:
        # 4 and 4-1 share a gate; 4 and 14 share nothing.
        return 0.6 if _heads(left) & _heads(right) else 0.0
    if part in ("road", "village", "zone") and (left.endswith(right) or right.endswith(left)):
        return 0.9
    return _text(left, right) if _text(left, right) > 0.5 else 0.0


def _heads(number: str) -> set[str]:
    return {piece.partition("-")[0] for piece in number.replace("至", "、").replace("/", "、").split("、")}


def _pair(left: str, right: str) -> str:
    return left if left == right else "／".join(sorted((left, right)))


def _verdict(like: float) -> str:
    if like == 1.0:
        return "相同"
    return "相近" if like > 0 else "不同"


def _region(one: AddressParts, two: AddressParts) -> tuple[float | None, str]:
    """1 for the same division, less for one that was renamed or told less exactly, 0 for another; None if untold."""
    if not one.code or not two.code:
        return None, "一方没有写明行政区划" if one.code or two.code else ""
    if one.county and two.county:
        if one.county == two.county and one.names == two.names:
            return 1.0, f"区划相同：{one.names[0]}"
        if not (one.current and two.current and one.year == two.year) and related(one.county, two.county):
            return 0.95, f"区划曾更名或调整：{_pair(one.names[0], two.names[0])}"
        return 0.0, f"区县不同：{_pair(one.names[0], two.names[0])}"
    if one.city and two.city and not (is_municipality(one.city) and is_municipality(two.city)):
        if related(one.city, two.city):
            return 0.9, "同一地市"
        return 0.0, "地市不同"
    if one.province == two.province:
        return 0.8, "同一省份"
    if related(one.province, two.province) or _moved_to_chongqing(one.province, two.province):
        return 0.7, "省级区划曾调整"
    return 0.0, "省份不同"


def _moved_to_chongqing(one: str, two: str) -> bool:
    return {one, two} == {"510000", "500000"}


def _text(left: str, right: str) -> float:
    return float(fuzz.ratio(left, right)) / 100
