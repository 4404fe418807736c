"""Risk: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.risk.panel import context_of
from zhuangjian.apps.risk.queries import grades_of, monitored
from zhuangjian.apps.risk.sheets import CHANGES, GRADES, OBJECTIONS
from zhuangjian.apps.risk.sheets_signals import CASES
from zhuangjian.apps.risk.sheets_warning import WARNINGS
from zhuangjian.kernel.area import Area, Panel, Place

AREA = Area(
    "风险分级",
    places=(
        Place(330, "/risk/", "风险分级", "gauge", OFFICIALS),
        Place(340, "/risk/signals/", "风险信号", "radar-2", OFFICIALS),
    ),
    sheets=(GRADES, CHANGES, OBJECTIONS, CASES, WARNINGS),
    panels=(Panel("risk", "风险等级", 78, "risk/panel.html", context_of),),
    grades=(grades_of,),
    monitors=(monitored,),
    pages=True,
    offers=(
        "risk.finish_grading",
        "risk.take_signal",
        "risk.assess_signal",
        "risk.note_step",
        "risk.close_signal",
    ),
)
