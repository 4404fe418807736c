"""What an inspection's delivery and end start here: a suspicion becomes a lead, or is said to be none (CQ 37)."""

from __future__ import annotations

from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.enforcement.turns import REPORT
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.review.events import Reviewed


def after_delivery(told: RecordDelivered) -> None:
    """A record with a suspicion of a violation, or an obstruction: the local authority passes it on."""
    if _suspicious(told.inspection):
        told.step.owe(REPORT, told.inspection)


def after_end(told: InspectionEnded) -> None:
    """Handed on after a rectification that failed, or ended otherwise with the suspicion still standing."""
    escalated = told.inspection.stage == Stage.ESCALATED and not has_lead(told.inspection)
    if escalated or _suspicious(told.inspection):
        told.step.owe(REPORT, told.inspection)


def after_review(told: Reviewed) -> None:
    """The review may find the suspicion that the team did not see."""
    inspection = told.review.inspection
    if (told.review.suspected or told.review.hand_over) and not has_lead(inspection):
        told.step.owe(REPORT, inspection)


def _suspicious(inspection: Inspection) -> bool:
    begun = inspection.stage != Stage.CANCELLED
    return begun and (inspection.suspected_violation or inspection.obstruction) and not has_lead(inspection)


def has_lead(inspection: Inspection) -> bool:
    """Whether the suspicion was passed on already."""
    return Lead.objects.unrestricted().filter(inspection=inspection).exists()


def only_lead_left(inspection: Inspection) -> bool:
    """Whether nothing but the lead keeps a delivered inspection open."""
    return inspection.stage == Stage.DELIVERED and not standing(inspection).exists()
