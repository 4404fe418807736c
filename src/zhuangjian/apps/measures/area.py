"""Measures, liftings and obstructions: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY, OFFICIALS
from zhuangjian.apps.inspections.events import InspectionEnded, ObstructionRecorded, RecordDelivered
from zhuangjian.apps.inspections.reading import log_document
from zhuangjian.apps.measures.hooks import after_delivery, after_end, after_obstruction
from zhuangjian.apps.measures.panel import context_of
from zhuangjian.apps.measures.queries import parties_in_liftings, parties_in_measures, parties_in_obstructions
from zhuangjian.apps.measures.sheets import LIFTINGS, MEASURES
from zhuangjian.apps.measures.sheets_obstructions import OBSTRUCTIONS
from zhuangjian.kernel.area import Area, Panel, Place
from zhuangjian.kernel.events import Listens

OF_INSPECTION = ("inspection_id", "inspection_id")

AREA = Area(
    "处理措施",
    places=(
        Place(220, "/measures/", "处理措施", "shield", EVERY_DUTY),
        Place(230, "/obstructions/", "阻碍检查", "ban", OFFICIALS),
    ),
    sheets=(MEASURES, LIFTINGS, OBSTRUCTIONS),
    panels=(Panel("measures", "处理措施和信用档案", 72, "measures/panel.html", context_of),),
    reach=(parties_in_measures, parties_in_liftings, parties_in_obstructions),
    on_read={
        "measures.measure": log_document,
        "measures.lifting": log_document,
        "measures.obstruction": log_document,
    },
    reads={
        "measures.measure": OF_INSPECTION,
        "measures.lifting": OF_INSPECTION,
        "measures.obstruction": OF_INSPECTION,
    },
    pages=True,
    offers=("measures.urgent",),
)

listens: Listens = {
    RecordDelivered: after_delivery,
    InspectionEnded: after_end,
    ObstructionRecorded: after_obstruction,
}
