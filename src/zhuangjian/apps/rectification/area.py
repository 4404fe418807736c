"""Rectifications: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.inspections.reading import log_document
from zhuangjian.apps.rectification.hooks import after_delivery, after_end
from zhuangjian.apps.rectification.panel import context_of
from zhuangjian.apps.rectification.queries import parties_in_rectification
from zhuangjian.apps.rectification.sheets import RECTIFICATIONS
from zhuangjian.kernel.area import Area, Panel, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "整改",
    places=(Place(210, "/rectifications/", "整改", "tool", EVERY_DUTY),),
    sheets=(RECTIFICATIONS,),
    panels=(Panel("rectifications", "整改", 70, "rectification/panel.html", context_of),),
    reach=(parties_in_rectification,),
    on_read={"rectification.rectification": log_document},
    reads={"rectification.rectification": ("inspection_id", "inspection_id")},
    pages=True,
)

listens: Listens = {RecordDelivered: after_delivery, InspectionEnded: after_end}
