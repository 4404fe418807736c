"""The last stage of an inspection."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.inspections.course import refuse_astray
from zhuangjian.apps.inspections.events import InspectionEnded
from zhuangjian.apps.inspections.models import Inspection, Stage


def settle(step: Any, inspection: Inspection, stage: Stage, *, by: str = "") -> None:
    """Set the last stage, close what is still open, and tell those who wait for the end.

    ``by`` is the act by which the course ends it, where that was done before and this step only completes it.
    """
    refuse_astray(inspection, by or step.name, stage)
    inspection.stage = stage
    inspection.closed_at = step.at
    inspection.save()
    end_all(step, inspection)
    step.tells(InspectionEnded(step, inspection))
