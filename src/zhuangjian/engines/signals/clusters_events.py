"""From signals with places and days to clusters that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import changes_table as read
from zhuangjian.engines.signals.changes_events import Events
from zhuangjian.engines.signals.changes_periods import Period, Periods, periods_between
from zhuangjian.engines.signals.clusters import ClusterOptions, Clusters, find_clusters
from zhuangjian.engines.signals.clusters_places import Places, places_of_names, places_of_points

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Framing:
    """``unit`` and ``since``: periods; ``current``: first day of "now" for the model ``past``; ``grid_km``: points are gathered
    in cells of that size; ``over_time``: poisson looks for stretches of time as well, not only for places."""

    unit: Period = "week"
    since: np.datetime64 | None = None
    current: np.datetime64 | None = None
    grid_km: float | None = None
    over_time: bool = False


@dataclass(frozen=True)
class Population:
    """A table of places: name (as in the signals), number of people or another exposure, perhaps where it lies."""

    table: pa.Table
    place: str
    value: str
    lon: str | None = None
    lat: str | None = None


def cluster_events(
    events: Events, options: ClusterOptions, framing: Framing, population: Population | None = None
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows, most unusual cluster first, and a summary. Events without a place (or coordinate) are left out and counted."""
    usable = _placed(events)
    outside = len(events) - int(usable.sum())
    if not usable.any():
        raise Refusal("没有一条信号写有地点或坐标。请检查 --place 或 --lon、--lat。")
    periods, cut = _periods(events.kept(usable), options, framing)
    index = cut[np.maximum(periods.index(events.occurred), -1)]
    usable &= (periods.index(events.occurred) >= 0) & (index >= 0)
    inside, index = events.kept(usable), index[usable]
    places, place = _places(inside, framing.grid_km)
    people, places, place = _people(population, places, place)
    count = int(cut.max()) + 1
    exposure = None
    if people is not None:
        days = np.bincount(cut[cut >= 0], periods.days[cut >= 0], minlength=count)
        exposure = people[:, None] * days[None, :]
    found = find_clusters(places, place, index, count, options, exposure)
    rows = [
        _row(found, number, places, inside, place, index, periods, cut) for number in range(len(found.found))
    ]
    summary = {
        "as_of": str(events.as_of),
        "model": options.model,
        "period": periods.unit,
        "first": str(periods.edges[0]),
        "last": str(events.as_of),
        "periods": count,
        "places": len(places.names),
        "cases": len(inside),
        "without_place": outside,
        "replications": len(found.null.maxima),
        "stopped_early": found.null.stopped,
        "seed": options.seed,
        "level": options.level,
        "clusters": len(rows),
        "alarms": sum(row["alarm"] for row in rows),
        "left_out": events.notes,
    }
    return rows, summary


def _placed(events: Events) -> NDArray[np.bool_]:
    usable = np.ones(len(events), dtype=bool)
    if events.place is not None:
        usable &= np.array([name is not None for name in events.place])
    if events.lon is not None and events.lat is not None:
        usable &= ~(np.isnan(events.lon) | np.isnan(events.lat))
        # What a program writes where it knows no place; in the sea, and nobody's address.
        usable &= ~((events.lon == 0) & (events.lat == 0))
    return usable


def _periods(events: Events, options: ClusterOptions, framing: Framing) -> tuple[Periods, NDArray[np.int64]]:
    """The calendar periods, and which scanned period each belongs to."""
    first = framing.since if framing.since is not None else events.occurred.min()
    if options.model != "past":
        periods = periods_between(first, events.as_of, framing.unit)
        together = options.model == "poisson" and not framing.over_time
        return periods, np.zeros(len(periods), dtype=np.int64) if together else np.arange(len(periods))
    if framing.current is None:
        raise Refusal("past 模型要写明从哪一天起算“现在”：请给 --current。")
    if not first < framing.current <= events.as_of:
        raise Refusal(
            f"--current {framing.current} 须晚于 {first}（最早的信号）、不晚于 {events.as_of}（截止日）。"
        )
    periods = periods_between(first, events.as_of, "day")
    return periods, (periods.edges[:-1] >= framing.current).astype(np.int64)


def _places(events: Events, grid_km: float | None) -> tuple[Places, NDArray[np.int64]]:
    if events.place is not None:
        return places_of_names(events.place.astype(str), events.lon, events.lat)
    assert events.lon is not None
    assert events.lat is not None
    return places_of_points(events.lon, events.lat, grid_km)


def _people(
    population: Population | None, places: Places, place: NDArray[np.int64]
) -> tuple[Floats | None, Places, NDArray[np.int64]]:
    """People of each place; places without a case come in from the table of places."""
    if population is None:
        return None, places, place
    table = population.table
    names = read.words(table, population.place)
    value = read.numbers(table, population.value)
    there = np.array([name is not None for name in names]) & ~np.isnan(value)
    if value[there].min(initial=0.0) < 0:
        raise Refusal(f"列“{population.value}”有负数。请改正后再算。")
    texts = names[there].astype(str)
    if len(set(texts.tolist())) < len(texts):
        raise Refusal(f"地点表的列“{population.place}”有重复的地点。请每个地点只写一行。")
    absent = sorted(set(places.names) - set(texts.tolist()))
    if absent:
        raise Refusal(
            f"地点表里没有这些地点：{'、'.join(absent[:8])}{' 等' if len(absent) > 8 else ''}。请补上。"
        )
    lon = lat = None
    if population.lon and population.lat:
        lon, lat = read.numbers(table, population.lon)[there], read.numbers(table, population.lat)[there]
        if np.isnan(lon).any() or np.isnan(lat).any():
            raise Refusal("地点表里有地点没有坐标。请补上，或不用坐标。")
    everywhere, row_place = places_of_names(texts, lon, lat)
    people = np.zeros(len(everywhere.names))
    people[row_place] = value[there]
    position = {name: index for index, name in enumerate(everywhere.names)}
    moved = np.array([position[name] for name in places.names], dtype=np.int64)
    return people, everywhere, moved[place]


def _row(
    found: Clusters,
    number: int,
    places: Places,
    events: Events,
    place: NDArray[np.int64],
    index: NDArray[np.int64],
    periods: Periods,
    cut: NDArray[np.int64],
) -> dict[str, Any]:
    one = found.found[number]
    members = np.isin(place, one.places) & (index >= one.first) & (index < one.past)
    covered = np.flatnonzero((cut >= one.first) & (cut < one.past))
    last = min(periods.edges[covered[-1] + 1] - np.timedelta64(1, "D"), events.as_of)
    row = one.row()
    for name in ("places", "first", "past", "centre"):
        del row[name]
    share, source = _largest_source(events.kept(members))
    return {
        "rank": row.pop("rank"),
        "centre": places.names[one.centre],
        "places": "、".join(places.names[member] for member in one.places),
        "place_count": len(one.places),
        "lon": None if places.lon is None else float(places.lon[one.centre]),
        "lat": None if places.lat is None else float(places.lat[one.centre]),
        "start": str(periods.edges[covered[0]]),
        "end": str(last),
        **row,
        "largest_source": source,
        "largest_source_share": share,
        "batch": bool(share is not None and share >= 0.5 and one.observed >= 3),
    }


def _largest_source(events: Events) -> tuple[float | None, str | None]:
    if events.reporter is None:
        return None, None
    named = [str(name) for name in events.reporter if name is not None]
    if not named:
        return None, None
    names, times = np.unique(named, return_counts=True)
    return float(times.max()) / len(events), str(names[times.argmax()])
