"""Inspections: what this area shows through the doors."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import EVERY_DUTY, OFFICIALS
from zhuangjian.apps.inspections.panel import context_of
from zhuangjian.apps.inspections.queries import HANDED_OVER, parties_asked, parties_under_inspection
from zhuangjian.apps.inspections.reading import fold, log_document
from zhuangjian.apps.inspections.retention import DUE
from zhuangjian.apps.inspections.sheets import DEFICIENCIES, FINDINGS, INSPECTIONS
from zhuangjian.apps.inspections.sheets_off_site import MATERIALS, SESSIONS
from zhuangjian.apps.inspections.sheets_seconding import SECONDINGS
from zhuangjian.kernel.area import Area, Panel, Place

AREA = Area(
    "检查",
    places=(
        Place(110, "/inspections/", "检查", "clipboard-check", EVERY_DUTY),
        Place(130, "/materials/", "材料要求", "file-upload", EVERY_DUTY),
        Place(140, "/assistants/", "协助人员", "users-plus", OFFICIALS),
    ),
    sheets=(INSPECTIONS, FINDINGS, DEFICIENCIES, MATERIALS, SESSIONS, SECONDINGS, DUE),
    panels=(Panel("inspections", "检查", 60, "inspections/panel.html", context_of),),
    reach=(parties_under_inspection, parties_asked),
    chores=(fold,),
    # A record can be withdrawn and made anew until it is handed over; the party sees what it was given.
    for_party={"inspections.inspection": Q(stage__in=HANDED_OVER)},
    on_read={"inspections.inspection": log_document, "inspections.materialrequest": log_document},
    reads={
        "inspections.inspection": ("inspection_id", "pk"),
        "inspections.materialrequest": ("inspection_id", "inspection_id"),
        "inspections.seconding": ("inspection_id", "inspection_id"),
        "programme.task": ("task_id", "pk"),
    },
    pages=True,
    offers=("inspections.obstruction",),
)
