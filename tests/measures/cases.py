"""Measures after inspections, by the real acts; noon of the day is when they are done."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.rectification.cases import PARTS, delivered
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.measures.models import Lifting, Measure

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Thursday; the Dragon Boat Festival of 2026 is on Friday the 19th of June.
DAY = date(2026, 6, 4)
FACTS = "两批产品检出禁用物质，可能危害人体健康"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def do(name: str, person: Any, target: Any, on: date = DAY, **data: Any) -> Any:
    full = name if "." in name else f"measures.{name}"
    found = perform(ACTIONS[full], person, target, data, at=noon(on)).object
    return type(found)._base_manager.get(pk=found.pk)


def inspected(w: Any, **more: Any) -> Inspection:
    """Delivered with deficiencies, concluded."""
    return delivered(w, **{"deficiencies": 2} | more)


def suspended(w: Any, row: Any = None, on: date = DAY, **more: Any) -> Measure:
    data = {"ground": "result", "facts": FACTS, "scope": "暂停生产膏霜乳液单元"} | more
    return do("suspend", w.district_officer, row or inspected(w), on, **data)


def applied(w: Any, row: Any = None, on: date = DAY) -> Lifting:
    return do("apply_lifting", w.contact, row or suspended(w), on, **PARTS)


def assessed(w: Any, passed: bool = True, row: Any = None, on: date = DAY) -> Lifting:
    data = {"way": "on_site", "passed": passed, "text": "现场核实，隐患已排除"}
    return do("assess_lifting", w.district_officer, row or applied(w), on, **data)


def lifted(w: Any, row: Any = None, on: date = DAY, **more: Any) -> Lifting:
    return do("decide_lifting", w.district_officer, row or assessed(w), on, lifted=True, **more)


def owed(case: Any) -> dict[str, Duty]:
    """The open duties of a case by kind."""
    rows = Duty.objects.filter(target_model=case._meta.label_lower, target_id=case.pk, done_at=None)
    return {row.kind.partition(".")[2]: row for row in rows}
