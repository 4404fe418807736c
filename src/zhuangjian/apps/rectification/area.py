"""Rectifications: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.rectification.hooks import after_delivery, after_end
from zhuangjian.apps.rectification.sheets import RECTIFICATIONS
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "整改",
    places=(Place(50, "/rectifications/", "整改", "tool", EVERY_DUTY),),
    sheets=(RECTIFICATIONS,),
    pages=True,
)

listens: Listens = {RecordDelivered: after_delivery, InspectionEnded: after_end}
