"""Experts, what they must stay away from, one guidance per enterprise and its visits."""

from zhuangjian.apps.guidance.models.expert import Expert, ExpertConflict, ExpertField
from zhuangjian.apps.guidance.models.guidance import (
    Guidance,
    GuidanceStage,
    GuidanceVisit,
    Moment,
    VisitKind,
)
from zhuangjian.apps.guidance.models.pairing import Pairing, PairingList, PairingListStage, PairingStage

__all__ = [
    "Expert",
    "ExpertConflict",
    "ExpertField",
    "Guidance",
    "GuidanceStage",
    "GuidanceVisit",
    "Moment",
    "Pairing",
    "PairingList",
    "PairingListStage",
    "PairingStage",
    "VisitKind",
]
