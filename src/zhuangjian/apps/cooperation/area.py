"""Letters between bodies: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.cooperation.queries import parties_in_letters
from zhuangjian.apps.cooperation.sheets import COPIES, LETTERS
from zhuangjian.apps.cooperation.steps import STEPS
from zhuangjian.apps.inspections.reading import log_document
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"letter": "函件：发出、接收"}

AREA = Area(
    "函件与协作",
    places=(Place(58, "/letters/", "函件", "mail", OFFICIALS),),
    sheets=(LETTERS, COPIES),
    reach=(parties_in_letters,),
    on_read={"cooperation.letter": log_document},
    reads={
        "cooperation.letter": ("inspection_id", "inspection_id"),
        "cooperation.publiccopy": ("inspection_id", "inspection_id"),
    },
    offers=(*STEPS, "cooperation.notify_label"),
    pages=True,
)
