"""Reviews: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.inspections.events import CopiesGiven, InspectionEnded
from zhuangjian.apps.review.hooks import after_copies, after_end
from zhuangjian.apps.review.sheets import REVIEWS
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "检查审核",
    places=(Place(120, "/reviews/", "检查审核", "checklist", OFFICIALS),),
    sheets=(REVIEWS,),
    reads={"review.review": ("inspection_id", "inspection_id")},
    pages=True,
)

listens: Listens = {CopiesGiven: after_copies, InspectionEnded: after_end}
