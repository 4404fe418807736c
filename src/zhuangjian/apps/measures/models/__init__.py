"""What is decided after an inspection, its lifting, and what becomes of an obstruction."""

from zhuangjian.apps.measures.models.lifting import Assessment, Lifting, LiftingStage
from zhuangjian.apps.measures.models.measure import (
    LIFTABLE,
    OPEN,
    SERVED,
    Ground,
    Interview,
    Kind,
    Measure,
    Progress,
    ProgressKind,
    Stage,
)
from zhuangjian.apps.measures.models.obstruction import Handling, Obstruction, ObstructionStage

__all__ = [
    "LIFTABLE",
    "OPEN",
    "SERVED",
    "Assessment",
    "Ground",
    "Handling",
    "Interview",
    "Kind",
    "Lifting",
    "LiftingStage",
    "Measure",
    "Obstruction",
    "ObstructionStage",
    "Progress",
    "ProgressKind",
    "Stage",
]
