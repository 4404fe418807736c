"""Whose turn it can be in a draw."""

from __future__ import annotations

from zhuangjian.apps.draws.models import Draw, DrawStage
from zhuangjian.apps.draws.who import at
from zhuangjian.kernel.turns import Holder, turn


def _office(case: Draw) -> Holder:
    return Holder(authority=case.authority, role="programme_officer")


ANNOUNCE = turn(
    "draws.announce",
    "公布冻结摘要",
    on=Draw,
    shown="{title}：{case.title}",
    event="冻结名单",
    whose=_office,
    while_=at(DrawStage.FROZEN),
    practice=True,
)
RUN = turn(
    "draws.run",
    "登记种子并抽取",
    on=Draw,
    shown="{title}：{case.title}",
    event="公布冻结摘要",
    whose=_office,
    while_=at(DrawStage.ANNOUNCED),
    practice=True,
)
PLACE = turn(
    "draws.place",
    "把抽中的企业列入年度计划",
    on=Draw,
    shown="{title}：{case.title}",
    event="抽取",
    whose=_office,
    while_=at(DrawStage.DRAWN),
    practice=True,
)
