"""Spatial and space-time clusters of complaints: where more came together than chance brings together.

Three questions, one scan: against a population (``poisson``), against how cases are otherwise spread over places and
time (``permutation``: needs nothing but the cases), against each place's own past (``past``: the permutation scan
with two periods, before and from a day on).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.clusters_null import Null, multinomial_draw, permutation_draw, replicate
from zhuangjian.engines.signals.clusters_places import Places, Windows, windows
from zhuangjian.engines.signals.clusters_scan import Stretch, Window, best_window, largest

MOST_REPLICATIONS = 99_999

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Model = Literal["permutation", "poisson", "past"]


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """``max_share``: largest share of the cases (population) in a window; ``longest``: periods (None: half of them, at
    most 13); ``to_the_end``: only clusters that still last; ``level``: family-wise error for an alarm; ``most``: how many
    clusters are listed."""

    model: Model = "permutation"
    max_share: float = 0.5
    longest: int | None = None
    to_the_end: bool = True
    replications: int = 999
    seed: int = 0
    level: float = 0.05
    most: int = 10


@dataclass(frozen=True, slots=True)
class Cluster:
    """One window, numbered by how unusual it is. ``p`` holds for the search over all windows; for clusters after the
    first it errs on the safe side. ``first`` and ``past`` index periods; ``relative_risk``: inside ÷ outside."""

    rank: int
    places: tuple[int, ...]
    centre: int
    radius_km: float | None
    first: int
    past: int
    observed: int
    expected: float
    relative_risk: float | None
    statistic: float
    p: float
    p_gumbel: float
    alarm: bool

    def row(self) -> dict[str, Any]:
        """As a plain mapping."""
        return asdict(self)


@dataclass(frozen=True)
class Clusters:
    """``found`` in order of the statistic, none sharing a place with another; ``null``: the replicates behind p."""

    found: list[Cluster]
    null: Null
    expected: Floats


def find_clusters(
    places: Places,
    place: Ints,
    period: Ints,
    periods: int,
    options: ClusterOptions,
    population: Floats | None = None,
) -> Clusters:
    """Clusters among cases given by ``place`` and ``period`` index.

    ``population`` (poisson only): places × periods, in any unit. Refused: fewer than 2 cases or places, only one
    period without a population, cases where nobody lives.
    """
    shape = (len(places.names), periods)
    _check(place, shape, options, population)
    order = np.lexsort((period, place))
    place, period = place[order], period[order]
    counts = np.bincount(place * periods + period, minlength=shape[0] * periods).reshape(shape)
    if options.model == "poisson":
        assert population is not None
        if np.any((counts > 0) & (population <= 0)):
            worst = places.names[int(np.argwhere((counts > 0) & (population <= 0))[0][0])]
            raise Refusal(f"地点“{worst}”有信号，人口（暴露量）却是零或没有。请补上。")
        expected = population * (len(place) / population.sum())
        draw = multinomial_draw(expected)
    else:
        expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True) / len(place)
        draw = permutation_draw(place, period, shape)
    around = windows(places, expected.sum(axis=1), options.max_share)
    stretch = _stretch(options, periods)
    best = best_window(around, stretch, expected, counts, np.zeros(shape[0], dtype=bool))
    null = replicate(
        draw,
        lambda drawn: largest(around, stretch, expected, drawn),
        best.statistic if best else 0.0,
        shape,
        options.replications,
        options.seed,
    )
    found: list[Cluster] = []
    taken = np.zeros(shape[0], dtype=bool)
    while best is not None and len(found) < options.most:
        found.append(_cluster(len(found) + 1, best, around, counts, expected, null, options.level))
        taken[list(found[-1].places)] = True
        best = best_window(around, stretch, expected, counts, taken)
    return Clusters(found, null, expected)


def _check(place: Ints, shape: tuple[int, int], options: ClusterOptions, population: Floats | None) -> None:
    if len(place) < 2:
        raise Refusal(f"只有 {len(place)} 件有地点的信号，看不出聚集；至少要 2 件。")
    if shape[0] < 2:
        raise Refusal("所有信号都在同一地点，看不出聚集。请检查地点或坐标列。")
    if options.model == "poisson" and population is None:
        raise Refusal("poisson 模型要有人口或其他暴露量：请给 --population，或改用 --model permutation。")
    if options.model != "poisson" and shape[1] < 2:
        raise Refusal("信号都在同一个周期，无从比较前后。请给更长时间的数据或更短的周期。")
    if not 0 < options.max_share <= 1:
        raise Refusal(f"--max-share 须大于 0、不大于 1，给出的是 {options.max_share:g}。")
    if options.replications < 19:
        raise Refusal(f"--replications 至少 19 次（否则得不到 0.05），给出的是 {options.replications}。")
    if options.replications > MOST_REPLICATIONS:
        raise Refusal(
            f"--replications 至多 {MOST_REPLICATIONS} 次，给出的是 {options.replications}。999 次已够用。"
        )


def _stretch(options: ClusterOptions, periods: int) -> Stretch:
    if options.model == "past":
        return Stretch(1, 1, True)
    if options.model == "poisson" and periods == 1:
        return Stretch(1, 1, True)
    longest = options.longest if options.longest is not None else min(13, max(1, periods // 2))
    if longest < 1:
        raise Refusal(f"--longest 至少为 1 个周期，给出的是 {longest}。")
    return Stretch(1, min(longest, periods), options.to_the_end)


def _cluster(
    rank: int, window: Window, around: Windows, counts: Ints, expected: Floats, null: Null, level: float
) -> Cluster:
    members = np.sort(around.order[window.centre, : window.reach])
    inside = slice(window.first, window.past)
    observed = int(counts[members, inside].sum())
    mean = float(expected[members, inside].sum())
    total = int(counts.sum())
    rest = total - observed
    radius = float(around.radius[window.centre, window.reach - 1])
    p = null.p(window.statistic)
    return Cluster(
        rank,
        tuple(int(member) for member in members),
        window.centre,
        None if np.isnan(radius) else radius,
        window.first,
        window.past,
        observed,
        mean,
        (observed / mean) / (rest / (total - mean)) if rest else None,
        window.statistic,
        p,
        null.p_gumbel(window.statistic),
        p <= level,
    )
