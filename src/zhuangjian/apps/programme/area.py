"""The annual programme: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.programme.queries import parties_of_assigned_tasks, parties_told_of
from zhuangjian.apps.programme.sheets import PROGRAMMES, TASKS
from zhuangjian.apps.programme.sheets_joint import EXCHANGES, VISITS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "年度检查计划",
    places=(Place(310, "/programme/", "年度计划", "calendar-event", OFFICIALS),),
    sheets=(PROGRAMMES, TASKS, VISITS, EXCHANGES),
    reach=(parties_of_assigned_tasks, parties_told_of),
    pages=True,
)
