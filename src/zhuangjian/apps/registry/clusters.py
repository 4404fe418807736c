"""Sites for the map, gathered on a grid in the database so that a million of them are a few hundred circles."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, FloatField, QuerySet
from django.db.models.functions import Cast, Floor

from zhuangjian.apps.registry.models import Site
from zhuangjian.apps.registry.places import centres

SINGLE_LIMIT = 80
# Degrees of a grid cell by map zoom; beyond the last, single sites are drawn.
GRID = {6: 0.5, 7: 0.5, 8: 0.25, 9: 0.12, 10: 0.06, 11: 0.03, 12: 0.015, 13: 0.008}
FINEST = 0.004


def cell_size(zoom: int) -> float:
    """Degrees of a grid cell at a zoom."""
    return GRID.get(zoom, 1.0 if zoom < 6 else FINEST)


def within(rows: QuerySet[Site], box: tuple[float, float, float, float] | None) -> QuerySet[Site]:
    """Sites with coordinates inside west, south, east, north."""
    placed = rows.filter(longitude__isnull=False, latitude__isnull=False)
    if box is None:
        return placed
    west, south, east, north = box
    return placed.filter(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)


def clusters(
    rows: QuerySet[Site], zoom: int, box: tuple[float, float, float, float] | None = None
) -> list[dict[str, Any]]:
    """Circles with a count, single sites with their party; sites without coordinates gather at their division's middle."""
    placed = within(rows, box)
    if placed.count() <= SINGLE_LIMIT:
        found = [_single(site) for site in placed.select_related("party")]
    else:
        found = _grid(placed, cell_size(zoom))
    return found + _by_division(rows, box)


def _grid(placed: QuerySet[Site], size: float) -> list[dict[str, Any]]:
    cells = (
        placed.order_by()
        .annotate(
            x=Floor(Cast("longitude", FloatField()) / size), y=Floor(Cast("latitude", FloatField()) / size)
        )
        .values("x", "y")
        .annotate(n=Count("pk"))
    )
    return [
        {
            "lon": round((cell["x"] + 0.5) * size, 5),
            "lat": round((cell["y"] + 0.5) * size, 5),
            "n": cell["n"],
            "label": f"{cell['n']} 处场所",
            "exact": True,
        }
        for cell in cells
    ]


def _single(site: Site) -> dict[str, Any]:
    return {
        "lon": site.longitude,
        "lat": site.latitude,
        "n": 1,
        "label": f"{site.party.name}（{site.get_kind_display()}）",
        "url": site.party.get_absolute_url(),
        "exact": True,
    }


def _by_division(rows: QuerySet[Site], box: tuple[float, float, float, float] | None) -> list[dict[str, Any]]:
    counted: Counter[str] = Counter()
    bare = rows.order_by().filter(longitude__isnull=True).values("region_code").annotate(n=Count("pk"))
    for row in bare:
        counted[row["region_code"]] += row["n"]
    found = []
    for code, n in counted.items():
        centre = centres().get(code)
        if centre is None or code.endswith("0000") or not _inside(centre, box):
            continue
        found.append(
            {
                "lon": centre[0],
                "lat": centre[1],
                "n": n,
                "label": f"{centre[2]}：{n} 处场所只知道所在区划",
                "url": f"/parties/?region={code}",
                "exact": False,
            }
        )
    return found


def _inside(centre: tuple[float, float, str], box: tuple[float, float, float, float] | None) -> bool:
    return box is None or (box[0] <= centre[0] <= box[2] and box[1] <= centre[1] <= box[3])
