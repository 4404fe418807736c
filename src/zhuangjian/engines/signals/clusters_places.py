"""Places and the windows around each: circles of nearest neighbours, or the levels of a division code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal

Floats = NDArray[np.float64]
EARTH_KM = 6371.0088
MOST_PLACES = 3000
DECIMALS = 5
CODE = re.compile(r"\d{6}(\d{3}|\d{6})?")


@dataclass(frozen=True)
class Places:
    """``names`` in a fixed order; ``lon`` and ``lat`` in degrees, or None where only names or codes are known."""

    names: list[str]
    lon: Floats | None = None
    lat: Floats | None = None


@dataclass(frozen=True)
class Windows:
    """``order[z]``: places by growing distance from place z (itself first); ``length[z]``: how many of them a window may
    take in; ``ends[z, k]``: a window may end after the k-th (no place at the same distance is cut off);
    ``radius[z, k]``: kilometres to the k-th (NaN without coordinates)."""

    order: NDArray[np.int32]
    length: NDArray[np.int64]
    ends: NDArray[np.bool_]
    radius: Floats


def places_of_points(
    lon: Floats, lat: Floats, grid_km: float | None = None
) -> tuple[Places, NDArray[np.int64]]:
    """The distinct points (to 5 decimals, or the cells of a grid of ``grid_km``) and the place of each event.

    Refused: degrees out of range, more than 3,000 distinct points without a grid.
    """
    check_degrees(lon, lat)
    if grid_km is not None:
        if not 0 < grid_km < np.inf:
            raise Refusal(f"网格边长须为正数（公里），给出的是 {grid_km:g}。")
        step = np.degrees(grid_km / EARTH_KM)
        lat = (np.floor(lat / step) + 0.5) * step
        wide = step / np.cos(np.radians(np.minimum(np.abs(lat), 89.0)))
        lon = (np.floor(lon / wide) + 0.5) * wide
    points = np.column_stack([np.round(lon, DECIMALS), np.round(lat, DECIMALS)])
    distinct, index = np.unique(points, axis=0, return_inverse=True)
    _refuse_many(len(distinct))
    names = [f"{x:.{DECIMALS}f},{y:.{DECIMALS}f}" for x, y in distinct]
    return Places(names, distinct[:, 0], distinct[:, 1]), np.asarray(index, dtype=np.int64).ravel()


def places_of_names(
    names: NDArray[np.str_], lon: Floats | None = None, lat: Floats | None = None
) -> tuple[Places, NDArray[np.int64]]:
    """The distinct names and the place of each event; with coordinates a place lies at the mean of its events and
    places are ordered by where they lie, so that other names change nothing."""
    distinct, index = np.unique(names, return_inverse=True)
    index = np.asarray(index, dtype=np.int64).ravel()
    _refuse_many(len(distinct))
    if lon is None or lat is None:
        return Places([str(name) for name in distinct]), index
    check_degrees(lon, lat)
    times = np.bincount(index)
    x = np.round(np.bincount(index, lon) / times, DECIMALS)
    y = np.round(np.bincount(index, lat) / times, DECIMALS)
    order = np.lexsort((distinct, y, x))
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return Places([str(distinct[i]) for i in order], x[order], y[order]), back[index]


def check_degrees(lon: Floats, lat: Floats) -> None:
    """Nothing when every value is a degree; else a refusal (longitude and latitude exchanged are named as such)."""
    if np.abs(lat).max() > 90 and np.abs(lat).max() <= 180 and np.abs(lon).max() <= 90:
        raise Refusal("纬度超出 ±90 度：经度和纬度像是写反了。请交换 --lon 和 --lat。")
    if np.abs(lat).max() > 90 or np.abs(lon).max() > 180:
        raise Refusal("经度须在 ±180、纬度须在 ±90 度之内。请检查所选的列和坐标的单位。")


def windows(places: Places, weight: Floats, max_share: float = 0.5) -> Windows:
    """The windows that hold at most ``max_share`` of the total ``weight`` (a single place always may be one).

    With coordinates: circles by great-circle distance. Else division codes (6, 9 or 12 digits) give the place, its
    city (4 digits) and its province (2 digits); other names stand alone.
    """
    if places.lon is not None and places.lat is not None:
        distance = _distances(places.lon, places.lat)
    else:
        distance = _levels(places.names)
    order = np.argsort(distance, axis=1, kind="stable")
    sorted_distance = np.take_along_axis(distance, order, axis=1)
    ends = _ends(sorted_distance)
    inside = np.cumsum(weight[order], axis=1) <= max_share * weight.sum() + 1e-9
    inside &= np.isfinite(sorted_distance)
    length = np.maximum(inside.cumprod(axis=1).sum(axis=1), 1)
    ends[np.arange(len(ends)), 0] |= length == 1
    widest = int(length.max())
    radius = sorted_distance if places.lon is not None else np.full(sorted_distance.shape, np.nan)
    return Windows(
        np.ascontiguousarray(order[:, :widest], dtype=np.int32),
        length.astype(np.int64),
        np.ascontiguousarray(ends[:, :widest]),
        np.ascontiguousarray(radius[:, :widest]),
    )


def _ends(sorted_distance: Floats) -> NDArray[np.bool_]:
    ends = np.ones(sorted_distance.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        ends[:, :-1] = ~(sorted_distance[:, 1:] - sorted_distance[:, :-1] <= 1e-6)
    return ends


def _distances(lon: Floats, lat: Floats) -> Floats:
    x, y = np.radians(lon), np.radians(lat)
    unit = np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
    chord = np.sqrt(np.maximum(0.0, 2 - 2 * np.clip(unit @ unit.T, -1, 1)))
    kilometres = np.round(2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0)), 5)
    np.fill_diagonal(kilometres, 0.0)
    return np.asarray(np.minimum(kilometres, kilometres.T))


def _levels(names: list[str]) -> Floats:
    """0: the place itself, 1: same city, 2: same province, infinite: nothing in common."""
    out = np.full((len(names), len(names)), np.inf)
    np.fill_diagonal(out, 0.0)
    if not all(CODE.fullmatch(name) for name in names):
        return out
    for digits, level in ((2, 2.0), (4, 1.0)):
        _, group = np.unique([name[:digits] for name in names], return_inverse=True)
        same = group[:, None] == group[None, :]
        out[same] = np.minimum(out[same], level)
    np.fill_diagonal(out, 0.0)
    return out


def _refuse_many(count: int) -> None:
    if count > MOST_PLACES:
        raise Refusal(
            f"不同的地点有 {count} 个，多于 {MOST_PLACES} 个。请用 --grid 公里数 并成网格，或用 --place 按区划汇总。"
        )
