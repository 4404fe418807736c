"""Whether anything is left of an inspection that waited for what is decided about it (CQ 49, 51)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures.models import Measure, Obstruction, ObstructionStage


def unhandled(inspection: Inspection) -> bool:
    """Whether risk control is on record and nothing is decided yet, not even that nothing is to be done."""
    return (
        inspection.involves_risk_control
        and not Measure.objects.unrestricted()
        .filter(inspection=inspection)
        .exclude(stage="withdrawn")
        .exists()
    )


def obstruction_open(inspection: Inspection) -> bool:
    """Whether it was obstructed and how that is handled is not decided yet."""
    return (
        Obstruction.objects.unrestricted().filter(inspection=inspection, stage=ObstructionStage.OPEN).exists()
    )


def nothing_left(inspection: Inspection) -> bool:
    """Whether a delivered inspection has no deficiency, no lead and no decision to wait for."""
    return (
        inspection.stage == Stage.DELIVERED
        and not standing(inspection).exists()
        and not inspection.suspected_violation
        and not inspection.leads.exists()  # type: ignore[attr-defined]
        and not unhandled(inspection)
        and not obstruction_open(inspection)
    )


def end_when_settled(step: Any, pk: int, about: str) -> None:
    """End the inspection when what was just decided was the last that it waited for."""
    inspection = Inspection.objects.unrestricted().get(pk=pk)
    if nothing_left(inspection):
        settle(step, inspection, Stage.CLOSED)
        also(step, inspection, measure=about)
