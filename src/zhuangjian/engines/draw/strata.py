"""Strata and how many are drawn from each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from zhuangjian.engines.draw.lists import Row, refuse_similar_values
from zhuangjian.engines.rules.answer import Refusal

Key = tuple[str, ...]


def largest_remainders(sizes: Mapping[Key, int], count: int) -> dict[Key, int]:
    """``count`` shared in proportion to ``sizes`` by the method of largest remainders (Hamilton), in whole numbers.

    Equal remainders: the larger stratum first, then the stratum whose name comes first by code point. A share never
    exceeds its stratum as long as ``count`` does not exceed the sum.
    """
    total = sum(sizes.values())
    shares = {key: count * size // total for key, size in sizes.items()}
    order = sorted(sizes, key=lambda key: (-(count * sizes[key] % total), -sizes[key], key))
    for key in order[: count - sum(shares.values())]:
        shares[key] += 1
    return shares


def plan(
    columns: Sequence[str],
    items: Sequence[Row],
    by: Sequence[str],
    count: int | None,
    quotas: Mapping[Key, int] | None,
) -> dict[str, Any]:
    """The ``strata`` part of the file: columns, method, and for each stratum its eligible number and quota.

    Raises ``Refusal`` for unknown columns, blank or look-alike values, more asked for than there is, quotas for unknown
    strata or missing for known ones, and a stratum smaller than its quota.
    """
    places = [_place(columns, name) for name in by]
    for place, name in zip(places, by, strict=True):
        refuse_similar_values(items, place, name)
    sizes = Counter(tuple([row[place] for place in places]) for row in items)
    if quotas is not None:
        shares = _explicit(sizes, quotas, by, count)
    else:
        _refuse_count(count, len(items))
        assert count is not None
        shares = largest_remainders(sizes, count)
    method = "explicit" if quotas is not None else "largest_remainders" if by else "none"
    entries = [{"key": list(key), "eligible": sizes[key], "quota": shares[key]} for key in sorted(sizes)]
    return {"by": list(by), "method": method, "quotas": entries}


def grouped(items: Sequence[Row], places: Sequence[int]) -> dict[Key, list[str]]:
    """Ids by stratum."""
    if not places:
        return {(): [row[0] for row in items]}
    groups: dict[Key, list[str]] = {}
    for row in items:
        groups.setdefault(tuple([row[place] for place in places]), []).append(row[0])
    return groups


def named(key: Sequence[str]) -> str:
    """A stratum's name for a message."""
    return "·".join(key) or "全部"


def _place(columns: Sequence[str], name: str) -> int:
    if name not in columns:
        raise Refusal(f"名单没有“{name}”这一列；现有的列：{'、'.join(columns)}", missing=[name])
    return list(columns).index(name)


def _refuse_count(count: int | None, eligible: int) -> None:
    if count is None:
        raise Refusal("没有写明要抽多少家；请用 --count 写明，或用名额表逐层写明", missing=["抽取数量"])
    if count < 1:
        raise Refusal(f"要抽 {count} 家；抽取数量至少为 1")
    if count > eligible:
        raise Refusal(f"要抽 {count} 家，可抽的只有 {eligible} 家；请减少数量或核对名单与排除清单")


def _explicit(
    sizes: Mapping[Key, int], quotas: Mapping[Key, int], by: Sequence[str], count: int | None
) -> dict[Key, int]:
    if not by:
        raise Refusal("写明了各层名额，却没有写明按哪些列分层；请用 --strata 写明", missing=["分层的列"])
    for key in sorted(quotas):
        if key not in sizes:
            raise Refusal(f"名额表中的层“{named(key)}”在可抽名单中没有对象；请核对层名或删去该行")
        if quotas[key] < 0:
            raise Refusal(f"层“{named(key)}”的名额是 {quotas[key]}；名额不能小于 0")
        if quotas[key] > sizes[key]:
            raise Refusal(
                f"层“{named(key)}”名额 {quotas[key]}，可抽的只有 {sizes[key]} 家；请减少该层名额或核对排除清单"
            )
    absent = sorted(set(sizes) - set(quotas))
    if absent:
        raise Refusal(
            f"名额表没有写层“{named(absent[0])}”；不抽的层请写 0", missing=[named(k) for k in absent]
        )
    total = sum(quotas.values())
    if total < 1:
        raise Refusal("各层名额合计为 0，没有可抽的；请核对名额表")
    if count is not None and count != total:
        raise Refusal(f"各层名额合计 {total}，与抽取数量 {count} 不一致；请改正其中一个")
    return dict(quotas)
