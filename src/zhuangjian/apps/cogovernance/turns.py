"""Whose turn it can be: approving a text for the public, reporting on an event."""

from __future__ import annotations

from datetime import timedelta

from zhuangjian.apps.cogovernance.law import report_days
from zhuangjian.apps.cogovernance.models import Event, EventStage, Piece, PieceStage
from zhuangjian.apps.cogovernance.who import event_at, piece_at
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.kernel.turns import Holder, Limit, turn

APPROVE = turn(
    "cogovernance.approve",
    "审定科普文章、典型案例",
    on=Piece,
    shown="审定{case.get_kind_display}：{case}",
    cites="public_education",
    event="起草",
    whose=lambda case: Holder(authority=case.authority, role="head"),
    party=lambda case: None,
    while_=piece_at(PieceStage.DRAFT),
    practice=True,
)
REPORT = turn(
    "cogovernance.report",
    "总结科普活动",
    on=Event,
    shown="总结活动：{case}",
    cites="public_education",
    event="安排活动",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, OFFICE)),
    limit=lambda case, moment: Limit(case.on + timedelta(days=report_days(case.on)), basis="house"),
    party=lambda case: None,
    while_=event_at(EventStage.PLANNED),
    practice=True,
)
