"""How an inspection ends when its record is handed over: at once, or with something left to follow up."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.inspections.course import refuse_astray
from zhuangjian.apps.inspections.events import InspectionEnded
from zhuangjian.apps.inspections.models import Inspection, Stage


def standing(inspection: Inspection) -> Any:
    """Deficiencies that still stand after the party was heard."""
    return inspection.deficiencies.exclude(status="withdrawn")


def needs_follow_up(inspection: Inspection) -> bool:
    """Whether something remains to be put right or handled after the record was handed over."""
    return (
        standing(inspection).exists()
        or inspection.obstruction
        or inspection.suspected_violation
        or inspection.involves_risk_control
    )


def settle(step: Any, inspection: Inspection, stage: Stage) -> None:
    """Set the last stage, close what is still open, and tell those who wait for the end."""
    refuse_astray(inspection, step.name, stage)
    inspection.stage = stage
    inspection.closed_at = step.at
    inspection.save()
    end_all(step, inspection)
    step.tells(InspectionEnded(step, inspection))
