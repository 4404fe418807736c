"""Made-up series, places and reports with something planted in them, for measuring power and false discoveries.

Every function takes its generator: the same seed gives the same data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pair = tuple[str, str]


def series(
    rng: np.random.Generator,
    groups: int,
    periods: int,
    mean: float,
    *,
    changed: Sequence[int] = (),
    start: int = 0,
    factor: float = 1.0,
    dispersion: float = 1.0,
    season: Floats | None = None,
) -> Ints:
    """Counts, groups × periods, with ``mean`` a period; in the groups ``changed`` the rate is ``factor`` times as high from
    period ``start`` on. Variance = ``dispersion`` × mean; ``season`` multiplies the mean of each period."""
    means = np.full((groups, periods), float(mean))
    means[np.asarray(changed, dtype=np.int64), start:] *= factor
    if season is not None:
        means = means * season
    if dispersion <= 1:
        return np.asarray(rng.poisson(means), dtype=np.int64)
    return np.asarray(rng.negative_binomial(means / (dispersion - 1), 1 / dispersion), dtype=np.int64)


def days_of(
    rng: np.random.Generator, counts: Ints, edges: NDArray[np.datetime64]
) -> tuple[Ints, NDArray[np.datetime64]]:
    """Single events for a table of counts: the group of each and a day within its period (``edges``: first days of the
    periods and of the one after the last)."""
    group, period = np.nonzero(counts)
    times = counts[group, period]
    group, period = np.repeat(group, times), np.repeat(period, times)
    length = (edges[1:] - edges[:-1]).astype(np.int64)[period]
    return group, edges[:-1][period] + (rng.random(len(period)) * length).astype("timedelta64[D]")


@dataclass(frozen=True)
class Map:
    """Places with coordinates, a population and cases; ``inside``: the places where the rate was raised."""

    lon: Floats
    lat: Floats
    population: Floats
    cases: Ints
    inside: NDArray[np.bool_]


def cluster_map(
    rng: np.random.Generator, places: int, cases: float, *, share: float = 0.05, factor: float = 1.0
) -> Map:
    """Places spread over one degree; the ones nearest to a random place that hold ``share`` of the population have
    ``factor`` times the rate."""
    lon, lat = 106 + rng.random(places), 29 + rng.random(places)
    population = rng.lognormal(0.0, 0.5, places)
    centre = int(rng.integers(places))
    order = np.argsort((lon - lon[centre]) ** 2 + (lat - lat[centre]) ** 2)
    within = np.cumsum(population[order]) <= share * population.sum()
    within[0] = True
    inside = np.zeros(places, dtype=bool)
    inside[order[within]] = True
    means = cases * population / population.sum() * np.where(inside, factor, 1.0)
    return Map(lon, lat, population, np.asarray(rng.poisson(means), dtype=np.int64), inside)


def reports(
    rng: np.random.Generator,
    count: int,
    products: int,
    events: int,
    planted: Mapping[Pair, float],
    *,
    per_report: float = 1.5,
) -> tuple[list[str], list[str], list[str]]:
    """Columns ``report``, ``product``, ``event`` of reports on one product with one or more events each.

    Products ``P0`` … and events ``E0`` … are of unequal frequency (proportional to 1/(rank + 3)); without ``planted`` a
    report's events do not depend on its product. ``planted`` multiplies the odds of an event among the reports of a
    product.
    """
    product_share = 1.0 / (np.arange(products) + 3.0)
    event_share = 1.0 / (np.arange(events) + 3.0)
    product = rng.choice(products, size=count, p=product_share / product_share.sum())
    chance = np.minimum(0.5, per_report * event_share / event_share.sum())
    odds = np.tile(chance / (1 - chance), (products, 1))
    for (which, what), lift in planted.items():
        odds[int(which[1:]), int(what[1:])] *= lift
    had = rng.random((count, events)) < (odds / (1 + odds))[product]
    rows, columns = np.nonzero(had)
    return (
        [f"R{row:07d}" for row in rows],
        [f"P{product[row]}" for row in rows],
        [f"E{column}" for column in columns],
    )
