"""Whether anything is left of an inspection that waited for what is decided about it (CQ 49, 51)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures.events import OnlyLeadsLeft
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


def nothing_to_decide(inspection: Inspection) -> bool:
    """Whether a delivered inspection has no deficiency and no decision of this area to wait for."""
    return (
        inspection.stage == Stage.DELIVERED
        and not standing(inspection).exists()
        and not unhandled(inspection)
        and not obstruction_open(inspection)
    )


def end_if_settled(step: Any, inspection: Inspection, *, by: str = "") -> bool:
    """End a delivered inspection that waits for nothing; whether it ended here.

    Where it has leads, those who keep them end it, as soon as the last of them is decided on or if it is already: a
    lead may be passed on before the record is handed over (CQ 37).
    """
    if not nothing_to_decide(inspection):
        return False
    if inspection.leads.exists():  # type: ignore[attr-defined]
        step.tells(OnlyLeadsLeft(step, inspection))
        return False
    if inspection.suspected_violation:
        return False
    settle(step, inspection, Stage.CLOSED, by=by)
    return True


def end_when_settled(step: Any, pk: int, about: str) -> None:
    """End the inspection when what was just decided was the last that it waited for."""
    inspection = Inspection.objects.unrestricted().get(pk=pk)
    if end_if_settled(step, inspection):
        also(step, inspection, measure=about)
