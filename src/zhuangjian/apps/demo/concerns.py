"""The demo's reports from the public: one answered, one being handled, one that waits for the district."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform

TOLD = (
    (
        "report",
        "小区门口的美容院",
        "打开的面霜没有标签，店员说是自己分装的，价格比专柜低一半。",
        "陈女士",
        "chen@example.com",
    ),
    ("advice", "检查结果公开", "建议公开检查结果时写明企业所在的街道，方便居民查找。", "", ""),
    ("report", "批发市场化妆品摊位", "摊位出售的儿童面霜没有“小金盾”标志，也查不到备案编号。", "", ""),
)


def told(cast: Any, day: date) -> None:
    """Three reports to the district, each one step behind the one before."""

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        found = perform(ACTIONS[f"concern.{name}"], person, target, data, at=at).object
        return type(found)._base_manager.get(pk=found.pk)

    district = cast.qujian.authority_id
    rows = [
        do("receive", None, None, 12 - 5 * n, 20, kind=kind, subject=subject, text=text, name=name,
           contact=contact, authority=district, code=f"DEMO-DEMO-DEMO-DEM{n + 2}")
        for n, (kind, subject, text, name, contact) in enumerate(TOLD)
    ]  # fmt: skip
    row = do("take", cast.qujian, rows[0], 11)
    do(
        "answer",
        cast.qujian,
        row,
        3,
        outcome="found",
        answer="经现场核查，该店分装的面霜没有标签，已责令停止销售，并按违法线索办理。感谢您的反映。",
        internal="现场查见自行分装的面霜六瓶，已登记违法线索。",
    )
    do("take", cast.qujian, rows[1], 6)
