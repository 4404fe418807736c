"""Intake: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.intake.queries import keeps
from zhuangjian.apps.intake.sheets import BATCHES, QUARANTINE, ROWS
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"intake": "数据导入与隔离区"}

AREA = Area(
    "数据导入",
    places=(
        Place(
            520,
            "/intake/",
            "数据导入",
            "database-import",
            frozenset({"programme_officer", "head"}),
            only=keeps,
        ),
    ),
    sheets=(BATCHES, ROWS, QUARANTINE),
    pages=True,
    offers=("intake.begin", "intake.finish", "intake.load"),
)
