"""Problems outside the task: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.outside.queries import parties_in_problems
from zhuangjian.apps.outside.sheets import PROBLEMS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "任务外问题",
    places=(Place(150, "/outside/", "任务外问题", "alert-triangle", OFFICIALS),),
    sheets=(PROBLEMS,),
    reach=(parties_in_problems,),
    reads={"outside.outsideproblem": ("inspection_id", "inspection_id")},
    pages=True,
    offers=("outside.measure", "outside.extend", "outside.reinspect"),
)
