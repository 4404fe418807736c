"""What an inspection's record starts here: a decision on its result, the handling of an obstruction (CQ 49, 51)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections.events import InspectionEnded, ObstructionRecorded, RecordDelivered
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.course import Obstruction as Form
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures.ending import end_if_settled, unhandled
from zhuangjian.apps.measures.models import Obstruction
from zhuangjian.apps.measures.turns import HANDLE, OBSTRUCTED


def after_obstruction(told: ObstructionRecorded) -> None:
    """It is to be handled, whatever else becomes of the inspection."""
    open_matter(told.step, told.inspection, told.form)


def after_delivery(told: RecordDelivered) -> None:
    """Where risk control is on record something is to be decided; where all is decided already nothing is left."""
    opened_late(told.step, told.inspection)
    if unhandled(told.inspection):
        told.step.owe(HANDLE, told.inspection)
    else:
        end_if_settled(told.step, told.inspection, by="measures.handle_obstruction")


def after_end(told: InspectionEnded) -> None:
    """What is not decided yet stays to be decided after the inspection has ended otherwise."""
    if told.inspection.stage == Stage.CANCELLED:
        return
    opened_late(told.step, told.inspection)
    if unhandled(told.inspection):
        told.step.owe(HANDLE, told.inspection)


def opened_late(step: Any, inspection: Inspection) -> None:
    """An obstruction that was recorded before there were matters for it gets its own now."""
    known = Obstruction.objects.unrestricted().filter(inspection=inspection).exists()
    if inspection.obstruction and not known:
        open_matter(step, inspection, None)


def open_matter(step: Any, inspection: Inspection, form: Form | None) -> Obstruction:
    """The matter of this inspection's obstruction, with one form more; the local authority's turn."""
    row = Obstruction.objects.unrestricted().filter(inspection=inspection).first() or Obstruction(
        inspection=inspection,
        party=inspection.party,
        authority=inspection.local_authority,
        recorded_at=step.at,
        recorded_by=step.person,
    )
    told = [form] if form else forms_told(inspection)
    known = {one["form"] for one in row.forms}
    row.forms = [*row.forms, *({"form": str(f), "label": f.label} for f in told if str(f) not in known)]
    row.save()
    also(step, row, inspection=inspection.public_id)
    if row.stage == "open":
        step.owe(OBSTRUCTED, row)
    return row


def forms_told(inspection: Inspection) -> list[Form]:
    """The forms that the record's words begin with."""
    return [form for form in Form if form.label in inspection.obstruction_note]
