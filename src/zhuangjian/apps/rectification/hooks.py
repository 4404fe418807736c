"""What delivery of a record starts here, and what the end of a rectification starts in the apps above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.findings import DeficiencyStatus
from zhuangjian.apps.rectification.revocation import open_revocation_duty
from zhuangjian.apps.rectification.steps import ask_to_issue

# Called inside the action that closes or escalates: (step, inspection).
ENDED: list[Callable[[Any, Inspection], None]] = []


def standing_deficiencies(inspection: Inspection) -> Any:
    """Deficiencies that still stand after the party was heard (CQ 15)."""
    return inspection.deficiencies.exclude(status=DeficiencyStatus.WITHDRAWN)


def after_delivery(step: Any, inspection: Inspection) -> None:
    """With deficiencies the local authority has to set a date for putting them right (CQ 19)."""
    if standing_deficiencies(inspection).exists():
        ask_to_issue(step, inspection)
    open_revocation_duty(step, inspection)
