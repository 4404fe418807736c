"""The demo's random draws: one from the frozen list to its public file, and one whose seed is still to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.demo.course import BUREAU1, moment
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.words import chinese_date

BEFORE, WAITED, COUNT = 25, 3, 4
SEED = "3345.67"


def told(teller: Any) -> None:
    """What the programme's officer did three weeks ago, and today."""
    cast = teller.cast
    done = teller.course(BUREAU1, teller.own, BEFORE)
    draw = _announced(done, teller, announced=True)
    done.now = moment(teller.day, BEFORE - WAITED)
    draw = done.do("draws.run", cast.jihua, draw, seed=SEED)
    draw = done.do("draws.place", cast.jihua, draw)
    for row in draw.drawn.select_related("task").order_by("pk")[: COUNT - 1]:
        done.do("programme.approve_task", cast.juzhang, row.task, hours=0.2)
    draw = done.do("draws.open", cast.jihua, draw)
    _replaced(done, draw)
    _announced(teller.course(BUREAU1, teller.own, 1), teller)


def _announced(course: Any, teller: Any, **more: Any) -> Any:
    unit = Authority.objects.unrestricted().get(pk=teller.cast.people[BUREAU1.head].authority_id)
    today = course.now.date()
    seed_on = today + timedelta(days=WAITED)
    draw = course.do(
        "draws.freeze",
        teller.cast.jihua,
        teller.programme_on(course.now),
        unit=unit.pk,
        count=COUNT,
        source=f"{chinese_date(seed_on)}（当日休市的，其后第一个交易日）上证综合指数收盘值",
        seed_on=seed_on,
        window_from=today + timedelta(days=28),
        window_to=today + timedelta(days=58),
        focus="关键项目和其他重点项目",
        **more,
    )
    return course.do("draws.announce", teller.cast.jihua, draw)


def _replaced(course: Any, draw: Any) -> None:
    """Somebody fell ill, where the unit has another officer who may go."""
    row = draw.drawn.order_by("pk").first()
    officer = row.officers.order_by("leads", "pk").first()
    if officer is None:
        return
    given = {"officer": officer.public_id, "reason": "住院治疗"}
    try:
        course.do("draws.replace_officer", course.cast.jihua, draw, **given)
    except Refusal:
        return
