"""Letters through the real acts, as the cast of tests/world.py."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tests.inspections import course
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.ledger.action import ACTIONS, perform

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 6, 5)  # the Dragon Boat Festival is on Friday the 19th
ELSEWHERE = "邻省药品监督管理局"
ASKED = {
    "kind": "assistance",
    "subject": "请协助核实一批原料的流向",
    "reasons": "案件调查需要核实供货记录",
    "matters": "调取供货合同和出库单，询问仓库负责人",
    "contact_name": "李某",
    "contact_way": "023-60000000",
}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def do(name: str, person: Any, target: Any = None, /, on: date = FRIDAY, **data: Any) -> Any:
    found = perform(ACTIONS[f"cooperation.{name}"], person, target, data, at=noon(on)).object
    return type(found)._base_manager.get(pk=found.pk)


def written(w: Any, annex: bool = True, **more: Any) -> Letter:
    """A request of the bureau to another province, or as ``more`` says; with an annex."""
    data = {"to": ELSEWHERE} | ASKED | more
    row = do("write", w.enforcement_officer, **data)
    return (
        do("annex", w.enforcement_officer, row, file=course.photo(), title="供货记录照片") if annex else row
    )


def sent(w: Any, **more: Any) -> Letter:
    row = written(w, **more)
    return do("send", w.bureau_head if row.kind == "police" else w.enforcement_officer, row)


def registered(w: Any, person: Any = None, **more: Any) -> Letter:
    """A letter of another province that the municipal authority took in on Friday."""
    data = ASKED | {
        "body_name": ELSEWHERE,
        "body_kind": "province",
        "number": "邻药监函〔2026〕7号",
        "received_on": FRIDAY,
    }
    return do("register", person or w.programme_officer, **data | more)
