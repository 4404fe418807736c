"""Checks trips against the problem itself; shares nothing with the solver and computes every length anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

TOLERANCE = 1e-9
"""A trip may exceed its limit by this share of it (of 1 for limits below 1): rounding of float64 sums, nothing more."""

Travel = Callable[[int, int], float]


def trip_length(route: Sequence[int], travel: Travel, service: Sequence[float]) -> float:
    """Length of a trip over ``route`` (sites 1..n): travel from the start (0) to the end (n + 1) and all service times.

    A trip that visits nothing is not made and has length 0.
    """
    if not route:
        return 0.0
    total = 0.0
    here = 0
    for site in route:
        total = total + travel(here, site) + service[site - 1]
        here = site
    return total + travel(here, len(service) + 1)


def faults(
    routes: Sequence[Sequence[int]], travel: Travel, service: Sequence[float], limits: Sequence[float]
) -> list[str]:
    """Everything wrong with ``routes`` (sites numbered 1..n), in Chinese; an empty list if nothing is.

    Too many trips, a site that does not exist, a site visited twice, a trip longer than its limit.
    """
    found = []
    if len(routes) > len(limits):
        found.append(f"行程共{len(routes)}条，多于允许的{len(limits)}条")
    first_trip: dict[int, int] = {}
    for number, route in enumerate(routes, start=1):
        unknown = [site for site in route if not 1 <= site <= len(service)]
        found += [
            f"第{number}条行程访问了不存在的地点{site}（地点编号为1至{len(service)}）" for site in unknown
        ]
        for site in route:
            if site in first_trip:
                found.append(f"地点{site}被访问多次：第{first_trip[site]}条和第{number}条行程")
            first_trip.setdefault(site, number)
        if unknown or number > len(limits):
            continue
        length = trip_length(route, travel, service)
        limit = limits[number - 1]
        if not length <= limit + TOLERANCE * max(1.0, limit):
            found.append(f"第{number}条行程长{length:.9f}，超过上限{limit:.9f}")
    return found


def score_of(routes: Sequence[Sequence[int]], scores: Sequence[float]) -> float:
    """Score of the sites visited (numbered 1..n), each counted once."""
    return sum(scores[site - 1] for site in sorted({site for route in routes for site in route}))
