"""The parts that people have in co-governance, and when a step of it is due."""

from __future__ import annotations

from zhuangjian.apps.cogovernance.law import NONE_HERE, here
from zhuangjian.apps.cogovernance.models import EventStage, PieceStage
from zhuangjian.apps.standards.who import ANSWERERS, HEAD, PROPOSERS, AnotherThan
from zhuangjian.kernel.states import At, holds

__all__ = ["ANSWERERS", "HEAD", "HERE", "PROPOSERS", "AnotherThan", "event_at", "piece_at"]
HERE = holds("本地区有社会共治的安排", lambda _: here(), NONE_HERE)


def piece_at(*stages: PieceStage) -> At:
    """While a text stands there."""
    return At(stages, "这一版", lambda _, case: (PieceStage(case.stage), case.get_stage_display()))


def event_at(*stages: EventStage) -> At:
    """While an event stands there."""
    return At(stages, "这一活动", lambda _, case: (EventStage(case.stage), case.get_stage_display()))
