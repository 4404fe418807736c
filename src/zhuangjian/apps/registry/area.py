"""The registry: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.registry.panels import documents_of, nothing_yet
from zhuangjian.apps.registry.sheets import LICENCES, PARTIES, SIGNALS
from zhuangjian.kernel.area import Area, Panel, Place

COMMANDS = {"party": "企业档案"}

AREA = Area(
    "企业登记",
    places=(
        Place(20, "/parties/", "企业档案", "building-factory-2", OFFICIALS),
        Place(30, "/my-party/", "本企业", "building-factory-2", frozenset({"enterprise_contact"})),
        Place(40, "/map/", "地图", "map-2", OFFICIALS),
    ),
    sheets=(PARTIES, LICENCES, SIGNALS),
    panels=(
        Panel("measures", "风险控制措施", 80, "registry/panels/measures.html", nothing_yet),
        Panel("documents", "文书", 90, "registry/panels/documents.html", documents_of),
    ),
    pages=True,
    routes=True,
)
