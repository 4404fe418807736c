"""Inspections: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.inspections.retention import DUE
from zhuangjian.apps.inspections.sheets import DEFICIENCIES, FINDINGS, INSPECTIONS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "检查",
    places=(Place(40, "/inspections/", "检查", "clipboard-check", EVERY_DUTY),),
    sheets=(INSPECTIONS, FINDINGS, DEFICIENCIES, DUE),
    pages=True,
    offers=("inspections.obstruction",),
)
