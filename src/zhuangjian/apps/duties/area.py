"""Duties: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.authorities.events import PeopleChanged
from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.duties.altered import call_examiners
from zhuangjian.apps.duties.house import after_people_changed
from zhuangjian.apps.duties.panel import context_of
from zhuangjian.apps.duties.sheets import DUTIES
from zhuangjian.apps.duties.turns import settle
from zhuangjian.apps.ledger.action import Performed
from zhuangjian.apps.ledger.marks import FoundAltered
from zhuangjian.kernel.area import Area, Panel, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "待办",
    places=(Place(10, "/", "待办", "checklist", EVERY_DUTY | {"administrator", "auditor"}),),
    sheets=(DUTIES,),
    panels=(Panel("duties", "待办与期限", 95, "duties/panel.html", context_of),),
    pages=True,
)

listens: Listens = {
    Performed: settle,
    PeopleChanged: after_people_changed,
    FoundAltered: call_examiners,
}
