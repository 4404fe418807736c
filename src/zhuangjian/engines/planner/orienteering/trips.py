"""Day trips for the planner: the sites, the day, the inspectors' number in — the trips out."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from zhuangjian.engines.planner.orienteering.checker import faults, score_of, trip_length
from zhuangjian.engines.rules.answer import Refusal

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trips:
    """``routes[r]`` the sites of trip ``r`` in order (0-based), ``lengths[r]`` its length, ``score`` the sum collected.

    Lengths are travel plus service in the unit of the limit, 0 for a trip that is not made. ``rounds`` is the
    number of search rounds spent: give it as ``iterations`` to repeat a timed run's effort elsewhere.
    """

    routes: tuple[tuple[int, ...], ...]
    score: float
    lengths: tuple[float, ...]
    rounds: int


def solve_trips(
    points: Sequence[Point],
    scores: Sequence[float],
    service_times: Sequence[float],
    depot_start: Point,
    depot_end: Point,
    limit: float | Sequence[float],
    vehicles: int,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    travel: Sequence[Sequence[float]] | None = None,
) -> Trips:
    """The best found ``vehicles`` trips from start to end that visit each site at most once within the limit.

    ``limit`` is one number for all trips or one for each. ``travel`` is a square matrix in the order start, sites,
    end, in the unit of the limit, and may differ by direction (shortest times: a detour
    over a third place should not be quicker, or trips that need it may be missed); without it distances are Euclidean.
    A site that no trip could visit alone is left out.

    Give exactly one of ``seconds`` (wall clock, the first call's compilation not included: see ``warm_up``) and
    ``iterations``. With ``iterations`` the same input and seed give the same trips on every run; with ``seconds``
    the number of rounds depends on the machine's load, so the result may too.

    Raises ``Refusal`` for numbers that make no problem. Source of the problem: Chao, Golden and Wasil (1996), "The
    team orienteering problem".
    """
    begun = time.perf_counter()
    limits = _limits(limit, vehicles)
    _check_input(points, scores, service_times, travel, seconds, iterations)
    matrix = travel if travel is not None else euclidean([depot_start, *points, depot_end])

    import numpy as np

    from zhuangjian.engines.planner.orienteering.solver import search

    service = np.array([0.0, *service_times, 0.0])
    cost = np.array(matrix, dtype=np.float64) + (service[:, None] + service[None, :]) / 2
    left = None if seconds is None else seconds - (time.perf_counter() - begun)
    found, rounds = search(
        cost,
        np.array([0.0, *scores, 0.0]),
        np.array(limits),
        rounds=iterations,
        seconds=left,
        clock=time.perf_counter,
        seed=seed,
    )
    lengths = [trip_length(route, lambda i, j: float(matrix[i][j]), service_times) for route in found]
    wrong = faults(found, lambda i, j: float(matrix[i][j]), service_times, limits)
    if wrong:
        raise AssertionError("；".join(wrong))
    return Trips(
        tuple(tuple(site - 1 for site in route) for route in found),
        score_of(found, scores),
        tuple(lengths),
        rounds,
    )


def euclidean(points: Sequence[Point]) -> list[list[float]]:
    """All distances between ``points``, in float64, as the published instances define them."""
    return [[math.sqrt((x - u) ** 2 + (y - v) ** 2) for u, v in points] for x, y in points]


def _limits(limit: float | Sequence[float], vehicles: int) -> list[float]:
    if vehicles < 0:
        raise Refusal(f"行程条数不能为负数，现为{vehicles}，请改为0或正整数")
    limits = [float(limit)] * vehicles if isinstance(limit, int | float) else [float(x) for x in limit]
    if len(limits) != vehicles:
        raise Refusal(f"逐条给出的上限有{len(limits)}个，而行程有{vehicles}条，请使两者一致")
    for number, value in enumerate(limits, start=1):
        if not math.isfinite(value) or value < 0:
            raise Refusal(f"第{number}条行程的上限是{value}，应为不小于0的有限数")
    return limits


def _check_input(
    points: Sequence[Point],
    scores: Sequence[float],
    service_times: Sequence[float],
    travel: Sequence[Sequence[float]] | None,
    seconds: float | None,
    iterations: int | None,
) -> None:
    n = len(points)
    if (seconds is None) == (iterations is None):
        raise Refusal("请在时间上限（秒）和迭代次数中给出且只给出一个")
    budget = seconds if seconds is not None else float(iterations or 0)
    if not math.isfinite(budget) or budget <= 0:
        raise Refusal(f"时间上限或迭代次数须大于0，现为{budget}")
    for name, numbers in (("风险分", scores), ("检查用时", service_times)):
        if len(numbers) != n:
            raise Refusal(f"{name}有{len(numbers)}个，而地点有{n}个，请使两者一致")
        for number, value in enumerate(numbers, start=1):
            if not math.isfinite(value) or value < 0:
                raise Refusal(f"第{number}个地点的{name}是{value}，应为不小于0的有限数")
    for number, point in enumerate(points, start=1):
        if not all(math.isfinite(x) for x in point):
            raise Refusal(f"第{number}个地点的坐标{tuple(point)}不是有限数")
    if travel is None:
        return
    if len(travel) != n + 2 or any(len(row) != n + 2 for row in travel):
        raise Refusal(f"路程矩阵应为{n + 2}行{n + 2}列（起点、{n}个地点、终点）")
    for i, row in enumerate(travel):
        for j, value in enumerate(row):
            if not math.isfinite(value) or value < 0:
                raise Refusal(f"路程矩阵第{i + 1}行第{j + 1}列是{value}，应为不小于0的有限数")
