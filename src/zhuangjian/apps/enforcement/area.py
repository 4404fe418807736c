"""Leads and bundles: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.enforcement.hooks import (
    after_case_wanted,
    after_delivery,
    after_end,
    after_rest,
    after_review,
)
from zhuangjian.apps.enforcement.queries import parties_in_leads, parties_in_penalties
from zhuangjian.apps.enforcement.sheets import BUNDLES
from zhuangjian.apps.enforcement.sheets_leads import LEADS
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.measures.events import CaseWanted, OnlyLeadsLeft
from zhuangjian.apps.review.events import Reviewed
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

COMMANDS = {"bundle": "移送包：制作、核对、接收、回执"}

AREA = Area(
    "线索与移送",
    places=(
        Place(240, "/leads/", "违法线索", "gavel", OFFICIALS),
        Place(250, "/bundles/", "移送包", "package", OFFICIALS),
    ),
    sheets=(LEADS, BUNDLES),
    reach=(parties_in_leads, parties_in_penalties),
    reads={
        "enforcement.bundle": ("inspection_id", "inspection_id"),
        "enforcement.lead": ("inspection_id", "inspection_id"),
        "enforcement.penalty": ("inspection_id", "inspection_id"),
    },
    pages=True,
)

listens: Listens = {
    RecordDelivered: after_delivery,
    InspectionEnded: after_end,
    Reviewed: after_review,
    CaseWanted: after_case_wanted,
    OnlyLeadsLeft: after_rest,
}
