"""Programmes, tasks and their origins; what several authorities inspect together, and what they tell each other."""

from zhuangjian.apps.programme.models.joint import Exchange, ExchangeGround, Visit, VisitPart, VisitStage
from zhuangjian.apps.programme.models.programme import (
    Origin,
    Programme,
    ProgrammeStatus,
    Task,
    TaskStatus,
    origin_of,
)

__all__ = [
    "Exchange",
    "ExchangeGround",
    "Origin",
    "Programme",
    "ProgrammeStatus",
    "Task",
    "TaskStatus",
    "Visit",
    "VisitPart",
    "VisitStage",
    "origin_of",
]
