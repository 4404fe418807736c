"""Candidacies with their marks, and what is made of the titles."""

from zhuangjian.apps.benchmark.models.candidacy import (
    OPEN,
    Candidacy,
    CandidacyStage,
    Mark,
    National,
    Origin,
)
from zhuangjian.apps.benchmark.models.sharing import (
    Attendance,
    Event,
    EventKind,
    EventStage,
    Practice,
    PracticeStage,
    Support,
    SupportKind,
)

__all__ = [
    "OPEN",
    "Attendance",
    "Candidacy",
    "CandidacyStage",
    "Event",
    "EventKind",
    "EventStage",
    "Mark",
    "National",
    "Origin",
    "Practice",
    "PracticeStage",
    "Support",
    "SupportKind",
]
