"""How an inspection ends when its record is handed over: at once, or with something left to follow up."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections.models import Inspection


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
