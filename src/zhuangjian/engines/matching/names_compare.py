"""How near two company names are, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from zhuangjian.engines.matching.names import NameParts, name_key, split_name
from zhuangjian.engines.matching.regions import Division, divisions
from zhuangjian.engines.matching.scripts import simplified

_TRADERS = ("店", "行", "部", "超市", "商场", "市场", "中心", "馆", "坊", "铺")


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Features of a pair of names. Likenesses lie in 0..1; the flags are None where one side does not say.

    ``former`` tells that one name is the other's former name, as its brackets say. ``branch`` is False when only one
    is a branch or they are different branches.
    """

    key: float
    industry: float | None
    region: bool | None
    form: bool | None
    branch: bool
    former: bool
    same: bool


def same_name(a: str, b: str) -> NameComparison:
    """Compares two names; ``same`` means nothing that both tell differs and the own names are equal."""
    one, two = split_name(a), split_name(b)
    keys = name_key(a), name_key(b)
    key = 1.0 if keys[0] == keys[1] and keys[0] else _alike(*keys)
    region = _regions_agree(one.region, two.region)
    form = _forms_agree(one.form, two.form)
    branch = _key(one.branch) == _key(two.branch)
    former = _is_former(one, keys[1]) or _is_former(two, keys[0])
    industry = _alike(_key(one.industry), _key(two.industry)) if one.industry and two.industry else None
    settled = region is not False and form is not False and branch and (industry is None or industry > 0.6)
    return NameComparison(key, industry, region, form, branch, former, key == 1.0 and settled)


def _alike(one: str, two: str) -> float:
    return round(JaroWinkler.normalized_similarity(one, two), 4) if one and two else 0.0


def _key(text: str) -> str:
    return simplified(text).casefold()


def _is_former(parts: NameParts, other: str) -> bool:
    return bool(parts.former) and name_key(parts.former) == other


def _regions_agree(one: str, two: str) -> bool | None:
    """Whether the regions can be the same place: 广东 and 广州市 can, 广东 and 湖南 cannot; None if one is silent."""
    if not one or not two:
        return None
    first, second = _places(one), _places(two)
    if not first or not second:
        return True if _key(one) == _key(two) else None
    return any(_within(a, b) or _within(b, a) for a in first for b in second)


def _within(outer: Division, inner: Division) -> bool:
    if outer.level == 1:
        return outer.province == inner.province
    if outer.level == 2:
        return outer.city == inner.city
    return outer.short == inner.short and outer.province == inner.province


def _places(region: str) -> tuple[Division, ...]:
    """The lowest division named in a region; several when the name is shared."""
    table = divisions()
    text = simplified(region)
    found: tuple[Division, ...] = ()
    at = 0
    while at < len(text):
        for length in range(min(table.longest, len(text) - at), 1, -1):
            rows = table.full.get(text[at : at + length]) or table.short.get(text[at : at + length])
            if rows:
                inside = tuple(row for row in rows if any(_within(outer, row) for outer in found))
                found = inside or rows
                at += length
                break
        else:
            at += 1
    return found


def _forms_agree(one: str, two: str) -> bool | None:
    """Whether the forms can belong to one body: 有限公司 and 有限责任公司 can, 有限公司 and 商行 cannot."""
    if not one or not two:
        return None
    kinds = _form_kind(_key(one)), _form_kind(_key(two))
    return kinds[0] == kinds[1] or ("公司" in kinds and any(kind.endswith("有限公司") for kind in kinds))


def _form_kind(form: str) -> str:
    form = form.replace("集团", "").replace("控股", "")
    if form.endswith("股份有限公司"):
        return "股份有限公司"
    if form.endswith(("有限责任公司", "有限公司")):
        return "有限公司"
    if form.endswith("公司"):
        return "公司"
    if form.endswith("合作社"):
        return "合作社"
    return "商户" if form.endswith(_TRADERS) else form
