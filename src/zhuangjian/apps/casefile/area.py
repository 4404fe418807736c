"""The check of case files: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.casefile.reviewing import reviews
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"file": "案卷评查：对一次检查的整本案卷逐条核对"}

AREA = Area(
    "案卷评查",
    places=(
        Place(
            530,
            "/file-review/",
            "案卷评查",
            "checklist",
            frozenset({"programme_officer", "head"}),
            only=reviews,
        ),
    ),
    pages=True,
    routes=True,
)
