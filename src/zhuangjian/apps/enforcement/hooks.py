"""What an inspection's delivery and end start here: a suspicion becomes a lead, or is said to be none (CQ 37)."""

from __future__ import annotations

from typing import Any, cast

from zhuangjian.apps.duties.turns import end_one
from zhuangjian.apps.enforcement.models import Lead, LeadOutcome, LeadStage
from zhuangjian.apps.enforcement.turns import ASSESS, REPORT
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.models.series import take
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures.events import CaseWanted, OnlyLeadsLeft
from zhuangjian.apps.review.events import Reviewed


def after_delivery(told: RecordDelivered) -> None:
    """A record with a suspicion of a violation: the local authority passes it on. An obstruction is handled by itself."""
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


def after_rest(told: OnlyLeadsLeft) -> None:
    """Leads that were decided on before the record was handed over: nobody else would end the inspection."""
    inspection = told.inspection
    leads = list(Lead.objects.unrestricted().filter(inspection=inspection))
    if any(lead.stage in (LeadStage.REPORTED, LeadStage.ASSESSED) for lead in leads):
        return
    handed_on = any(lead.outcome in (LeadOutcome.TRANSFER, LeadOutcome.SELF) for lead in leads)
    stage, by = (
        (Stage.ESCALATED, "enforcement.transfer") if handed_on else (Stage.CLOSED, "enforcement.assess")
    )
    settle(told.step, inspection, stage, by=by)
    step = cast("Act[Any, Any]", told.step)
    if step.case != inspection:
        also(step, inspection, leads=[str(lead.public_id) for lead in leads])


def after_case_wanted(told: CaseWanted) -> None:
    """A case is to be filed: what was found is a lead, unless the inspection has one already."""
    if not has_lead(told.inspection):
        lead = open_lead(told.step, told.inspection, told.facts, told.advice)
        end_one(told.step, told.inspection, REPORT)
        also(cast("Act[Any, Any]", told.step), lead, inspection=told.inspection.public_id)


def open_lead(step: Any, inspection: Inspection, facts: str, advice: str) -> Lead:
    """The lead, and the local authority's turn to judge its risk; an open duty to report it is done with it."""
    unit = inspection.local_authority
    stem = f"{unit.short_name}线索〔{step.today.year}〕"
    lead = Lead.objects.create(
        number=f"{stem}{take(stem)}号",
        inspection=inspection,
        party=inspection.party,
        local_authority=unit,
        facts=facts,
        advice=advice,
        reported_at=step.at,
        reported_by=step.person,
    )
    step.owe(ASSESS, lead)
    return lead


def _suspicious(inspection: Inspection) -> bool:
    begun = inspection.stage != Stage.CANCELLED
    return begun and inspection.suspected_violation and not has_lead(inspection)


def has_lead(inspection: Inspection) -> bool:
    """Whether the suspicion was passed on already."""
    return Lead.objects.unrestricted().filter(inspection=inspection).exists()


def only_lead_left(inspection: Inspection) -> bool:
    """Whether nothing but the lead keeps a delivered inspection open."""
    return inspection.stage == Stage.DELIVERED and not standing(inspection).exists()
