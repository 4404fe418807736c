"""Reports from the public: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.concern.sheets import CONCERNS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "公众反映",
    places=(
        Place(
            245,
            "/concerns/",
            "公众反映",
            "message-report",
            frozenset({"programme_officer", "head", "district_officer", "enforcement_officer"}),
        ),
    ),
    sheets=(CONCERNS,),
    pages=True,
    offers=("concern.receive",),
)
