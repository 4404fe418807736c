"""Publications: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.disclosure.hooks import (
    after_delivery,
    after_end,
    after_fall,
    after_handling,
    after_lifting,
    after_penalty,
    after_withdrawal,
)
from zhuangjian.apps.disclosure.sheets import OFFICIAL, PUBLIC
from zhuangjian.apps.disclosure.sheets_notices import NOTICES, PUBLIC_NOTICES, TAKEN_DOWN
from zhuangjian.apps.enforcement.events import PenaltyDecided, PenaltyFell
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.measures.events import LiftingDecided, MeasureWithdrawn, ObstructionHandled
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "公开",
    places=(
        Place(270, "/publications/", "信息公开", "speakerphone", frozenset({"programme_officer", "head"})),
    ),
    sheets=(OFFICIAL, PUBLIC, NOTICES, PUBLIC_NOTICES, TAKEN_DOWN),
    pages=True,
    offers=("disclosure.publish_measure",),
)

listens: Listens = {
    RecordDelivered: after_delivery,
    InspectionEnded: after_end,
    ObstructionHandled: after_handling,
    LiftingDecided: after_lifting,
    MeasureWithdrawn: after_withdrawal,
    PenaltyDecided: after_penalty,
    PenaltyFell: after_fall,
}
