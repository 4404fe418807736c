"""Urgent reports: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.urgent.queries import parties_in_urgent_reports
from zhuangjian.apps.urgent.sheets import REPORTS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "紧急报告",
    places=(Place(160, "/urgent/", "紧急报告", "alarm", OFFICIALS),),
    sheets=(REPORTS,),
    reach=(parties_in_urgent_reports,),
    reads={
        "urgent.urgentreport": ("inspection_id", "inspection_id"),
        "urgent.direction": ("inspection_id", "inspection_id"),
    },
    pages=True,
)
