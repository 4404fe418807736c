"""Grades and what becomes of them; signals and what is made of them; the runs that both come from; the warning model."""

from zhuangjian.apps.risk.models.grade import (
    GradeChange,
    Move,
    Objection,
    ObjectionStage,
    Outcome,
    PartyGrade,
)
from zhuangjian.apps.risk.models.run import Run, RunKind
from zhuangjian.apps.risk.models.signal import (
    Dimension,
    SignalCase,
    SignalEvidence,
    SignalStage,
    SignalStep,
    StepKind,
)
from zhuangjian.apps.risk.models.warning import WarningRun, WarningScore, WarningStage

__all__ = [
    "Dimension",
    "GradeChange",
    "Move",
    "Objection",
    "ObjectionStage",
    "Outcome",
    "PartyGrade",
    "Run",
    "RunKind",
    "SignalCase",
    "SignalEvidence",
    "SignalStage",
    "SignalStep",
    "StepKind",
    "WarningRun",
    "WarningScore",
    "WarningStage",
]
