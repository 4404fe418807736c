"""Fewer points for the fit: pairs with the same count and nearly the same expected count become one weighted point.

After DuMouchel and Pregibon 2001, with the bins, defaults and guards that openEBGM 0.9.1 publishes for ``squashData``
and ``autoSquash``. `group` loses nothing: it only adds up the weights of identical points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhuangjian.engines.rules.answer import Refusal

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

KEEP = (100, 75, 50, 25)
CUT_OFFS = (500, 1_000, 10_000, 100_000, 500_000, 1_000_000, 5_000_000)
SUPER_POINTS = (50, 75, 150, 500, 750, 1_000, 2_000, 5_000)


@dataclass(frozen=True)
class Points:
    """Counts ``n``, expected counts ``e`` and how many pairs each point stands for, sorted by n."""

    n: Whole
    e: Floats
    weight: Whole

    def __len__(self) -> int:
        return len(self.n)


def points(n: ArrayLike, e: ArrayLike) -> Points:
    """Every pair as one point of weight 1; refuses counts below 1 and expected counts that are not positive."""
    counts, expected = np.asarray(n, dtype=np.int64), np.asarray(e, dtype=np.float64)
    if counts.shape != expected.shape:
        raise Refusal("报告数与期望数的个数不同，请成对给出。")
    if len(counts) and (counts.min() < 1 or not np.all(np.isfinite(expected) & (expected > 0))):
        raise Refusal("报告数须至少为 1，期望数须为正数。")
    order = np.argsort(counts, kind="stable")
    return Points(counts[order], expected[order], np.ones(len(counts), dtype=np.int64))


def group(data: Points) -> Points:
    """The same likelihood from fewer points: identical (n, e) added up, sorted by n and e."""
    order = np.lexsort((data.e, data.n))
    n, e, weight = data.n[order], data.e[order], data.weight[order]
    if len(n) == 0:
        return data
    starts = np.flatnonzero(np.r_[True, (n[1:] != n[:-1]) | (e[1:] != e[:-1])])
    return Points(n[starts], e[starts], np.add.reduceat(weight, starts))


def squash(
    data: Points,
    *,
    count: int = 1,
    bin_size: int = 50,
    keep: int = 100,
    min_bins: int = 50,
    min_points: int = 500,
) -> Points:
    """Points of ``count`` in bins of ``bin_size`` by expected count, each bin its mean; the ``keep`` largest stay.

    Refused, as openEBGM does: a count squashed before, fewer than ``min_points`` points, fewer than ``min_bins`` bins,
    nothing left to squash.
    """
    if bin_size < 2 or keep < 0 or count < 1:
        raise Refusal("压缩参数不对：报告数至少 1，每格至少 2 个点，保留点数不能为负。")
    chosen = data.n == count
    e = np.sort(data.e[chosen])
    if np.any(data.weight[chosen] > 1):
        raise Refusal(f"报告数为 {count} 的点已经压缩过，不能再压缩。")
    if len(e) < min_points:
        raise Refusal(f"报告数为 {count} 的点只有 {len(e)} 个，不足 {min_points} 个，无须压缩。")
    if len(e) / bin_size < min_bins:
        raise Refusal(f"报告数为 {count} 的点按每格 {bin_size} 个分不足 {min_bins} 格，请减小每格点数。")
    means, sizes = _bins(e, bin_size, keep)
    n = np.concatenate([data.n[~chosen], np.full(len(means), count, dtype=np.int64)])
    expected = np.concatenate([data.e[~chosen], means])
    weight = np.concatenate([data.weight[~chosen], sizes])
    order = np.argsort(n, kind="stable")
    return Points(n[order], expected[order], weight[order])


def _bins(e: Floats, bin_size: int, keep: int) -> tuple[Floats, Whole]:
    """Means and sizes of bins of sorted values, the ``keep`` largest alone."""
    used = len(e) - keep
    if used < bin_size:
        raise Refusal("除去保留的点，不够分一格：请减小每格点数或保留点数。")
    starts = np.arange(0, used, bin_size)
    sizes = np.diff(np.append(starts, used))
    means = np.add.reduceat(e[:used], starts) / sizes
    return np.concatenate([means, e[used:]]), np.concatenate([sizes, np.ones(keep, dtype=np.int64)])


def auto_squash(
    data: Points,
    *,
    keep: Sequence[int] = KEEP,
    cut_offs: Sequence[int] = CUT_OFFS,
    super_points: Sequence[int] = SUPER_POINTS,
) -> Points:
    """Every count with enough points squashed once; how many points remain grows with how many there were.

    ``keep``: points left alone, by the rank of the count (the last value for all further ones). ``super_points``: bins
    for fewer points than the cut-off of the same place, one more value than ``cut_offs``.
    """
    if len(super_points) != len(cut_offs) + 1 or not keep:
        raise Refusal("压缩参数不对：格数须比分界多一个，保留点数至少给一个。")
    if np.any(data.weight > 1):
        raise Refusal("这些点已经压缩过，不能再自动压缩。")
    order = np.lexsort((data.e, data.n))
    n, e = data.n[order], data.e[order]
    counts, starts, sizes = np.unique(n, return_index=True, return_counts=True)
    parts: list[tuple[Whole, Floats, Whole]] = []
    rank = 0
    for count, start, size in zip(counts.tolist(), starts.tolist(), sizes.tolist(), strict=True):
        here = e[start : start + size]
        weight = np.ones(size, dtype=np.int64)
        if size > max(keep) + 1:
            kept = keep[min(rank, len(keep) - 1)]
            bins = super_points[int(np.searchsorted(cut_offs, size - kept, side="right"))]
            here, weight = _bins(here, max((size - kept) // bins, 2), kept)
            rank += 1
        parts.append((np.full(len(here), count, dtype=np.int64), here, weight))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Points(*columns) if parts else data


def squash_by(data: Points, spec: str) -> Points:
    """Points squashed as the text says: ``no``, ``auto``, a bin size, or ``count:bin[:keep]`` passes after a comma."""
    if spec == "no":
        return data
    if spec == "auto":
        return auto_squash(data)
    for number, part in enumerate(spec.split(",")):
        words = part.split(":")
        if not all(word.strip().isdecimal() for word in words) or len(words) > 3:
            raise Refusal(
                f"压缩方式写法不对：{spec}。可写 no、auto、每格点数（如 50），或“报告数:每格点数:保留点数”，"
                "多次之间用逗号，如 1:50:100,2:10:50。"
            )
        values = [int(word) for word in words]
        if len(values) == 1:
            values = [number + 1, values[0]]
        keep = values[2] if len(values) > 2 else 100
        data = squash(data, count=values[0], bin_size=values[1], keep=keep)
    return data
