"""The demo's education of the public: an article, a case that waits for approval, an event before and one after its report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.cogovernance.law import occasions
from zhuangjian.apps.demo.course import moment
from zhuangjian.apps.ledger.action import ACTIONS, perform

ARTICLE = {
    "kind": "education",
    "title": "三步看懂化妆品标签",
    "text": "第一步看名称和注册证编号、备案编号，可以在官方网站查到；第二步看成分和使用期限；第三步看警示用语，儿童化妆品要有“小金盾”标志。",
    "source": "化妆品标签管理办法",
}
CASE = {
    "kind": "case",
    "title": "清洁记录齐全，灌装头却有残留",
    "text": "海棠日化的清洁记录逐日填写，2026年3月5日现场拆开灌装头，内有上一批产品（批号HT20260301）的残留。记录不能代替现场的事实，企业当场停产清洁，"
    "并核查了同期各批。",
    "source": "日常监督检查",
    "names": "海棠日化",
}
EVENT = {
    "title": "“爱肤日”科普进社区",
    "place": "社区文化广场",
    "partners": "行业协会",
    "text": "讲解化妆品标签和“小金盾”，现场答疑。",
    "materials": "《三步看懂化妆品标签》折页",
}


def told(cast: Any, day: date) -> None:
    """Nothing where the place has no such programme."""
    found = occasions(day)
    if not found:
        return

    def do(name: str, person: Any, target: Any, before: int, hour: int = 9, /, **data: Any) -> Any:
        at = min(moment(day, before, hour), timezone.now())
        made = perform(ACTIONS[f"cogovernance.{name}"], person, target, data, at=at).object
        return type(made)._base_manager.get(pk=made.pk)

    do("approve", cast.juzhang, do("write", cast.jihua, None, 40, **ARTICLE), 38)
    do("write", cast.jihua, None, 3, **CASE)
    held = moment(day, 30).date()
    row = do("arrange", cast.jihua, None, 45, occasion=found[0], on=held, **EVENT)
    do(
        "report",
        cast.jihua,
        row,
        28,
        participants=320,
        report="三百余人参加，发放折页五百份，解答标签问题四十余个。",
    )
    later = EVENT | {"title": "药品安全宣传周化妆品专场"}
    do("arrange", cast.jihua, None, 5, occasion=found[1], on=day + timedelta(days=20), **later)
