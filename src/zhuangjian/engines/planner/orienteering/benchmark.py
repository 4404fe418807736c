"""Runs the solver on published instances and measures it against their reference values."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from zhuangjian.engines.planner.orienteering.checker import faults, score_of
from zhuangjian.engines.planner.orienteering.instances import Instance
from zhuangjian.engines.planner.orienteering.trips import euclidean, solve_trips


@dataclass(frozen=True, slots=True)
class Measured:
    """One instance solved: score found, reference or None, gap in per cent or None, wall-clock seconds, trips.

    ``routes`` number the sites from 1, as the lines of the instance after its start.
    """

    name: str
    group: str
    found: float
    reference: float | None
    gap_percent: float | None
    seconds: float
    routes: tuple[tuple[int, ...], ...]


def gap_percent(found: float, reference: float) -> float:
    """(reference - found) / reference in per cent, below 0 when better; 0 where the reference is 0 (nothing to lose)."""
    return (reference - found) / reference * 100 if reference else 0.0


def measure(
    instance: Instance,
    reference: float | None,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
) -> Measured:
    """Solve one instance; the seconds include preparing it and checking the trips.

    Raises ``AssertionError`` if the independent checker finds a fault in the trips: no number is reported then.
    """
    begun = time.perf_counter()
    sites = instance.points[1:-1]
    travel = euclidean(instance.points)
    service = [0.0] * len(sites)
    trips = solve_trips(
        sites,
        instance.scores,
        service,
        instance.points[0],
        instance.points[-1],
        instance.limit,
        instance.trips,
        seconds=None if seconds is None else max(1e-3, 0.985 * seconds - (time.perf_counter() - begun)),
        iterations=iterations,
        seed=seed,
        travel=travel,
    )
    routes = tuple(tuple(site + 1 for site in route) for route in trips.routes)
    wrong = faults(routes, lambda i, j: travel[i][j], service, [instance.limit] * instance.trips)
    if wrong:
        raise AssertionError(f"{instance.name}：{'；'.join(wrong)}")
    found = score_of(routes, instance.scores)
    gap = None if reference is None else gap_percent(found, reference)
    return Measured(instance.name, instance.group, found, reference, gap, time.perf_counter() - begun, routes)


def benchmark(
    instances: Iterable[Instance],
    references: Mapping[str, float],
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 1,
    progress: Callable[[Measured], None] | None = None,
) -> list[Measured]:
    """Solve all instances, each with the whole budget, on one thread; compilation is done before the first clock starts."""
    from zhuangjian.engines.planner.orienteering.solver import warm_up

    warm_up()
    results = []
    for instance in instances:
        reference = references.get(instance.name.removesuffix(".txt"))
        results.append(measure(instance, reference, seconds=seconds, iterations=iterations, seed=seed))
        if progress:
            progress(results[-1])
    return results


def report(results: Iterable[Measured]) -> dict[str, Any]:
    """``{"instances": [...], "sets": [...]}``; instances without a reference do not enter a set's mean."""
    listed = list(results)
    gaps: dict[str, list[float]] = {}
    for row in listed:
        if row.gap_percent is not None:
            gaps.setdefault(row.group, []).append(row.gap_percent)
    return {
        "instances": [
            {
                "name": row.name,
                "found": _whole(row.found),
                "reference": None if row.reference is None else _whole(row.reference),
                "gap_percent": None if row.gap_percent is None else round(row.gap_percent, 4),
                "seconds": round(row.seconds, 3),
            }
            for row in listed
        ],
        "sets": [
            {"set": group, "mean_gap_percent": round(fmean(of), 4), "max_gap_percent": round(max(of), 4)}
            for group, of in sorted(gaps.items())
        ],
    }


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value
