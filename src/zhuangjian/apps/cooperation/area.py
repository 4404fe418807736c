"""Letters between bodies: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.cooperation.panel import assisted_of
from zhuangjian.apps.cooperation.queries import parties_assisted, parties_in_letters
from zhuangjian.apps.cooperation.sheets import COPIES, LETTERS
from zhuangjian.apps.cooperation.steps import STEPS
from zhuangjian.apps.inspections.reading import log_document
from zhuangjian.kernel.area import Area, Panel, Place

COMMANDS = {"letter": "函件：发出、接收"}

AREA = Area(
    "函件与协作",
    places=(Place(260, "/letters/", "函件", "mail", OFFICIALS),),
    sheets=(LETTERS, COPIES),
    panels=(
        Panel("assisted", "协助日常监管", 74, "cooperation/assisted.html", assisted_of, for_party=False),
    ),
    reach=(parties_in_letters, parties_assisted),
    on_read={"cooperation.letter": log_document},
    reads={
        "cooperation.letter": ("inspection_id", "inspection_id"),
        "cooperation.publiccopy": ("inspection_id", "inspection_id"),
    },
    offers=(*STEPS, "cooperation.notify_label"),
    pages=True,
)
