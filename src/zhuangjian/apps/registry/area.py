"""The registry: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"party": "企业档案"}

AREA = Area(
    "企业登记",
    places=(
        Place(20, "/parties/", "企业档案", "building-factory-2", OFFICIALS),
        Place(30, "/my-party/", "本企业", "building-factory-2", frozenset({"enterprise_contact"})),
        Place(80, "/map/", "地图", "map-2", OFFICIALS),
    ),
    pages=True,
    routes=True,
)
