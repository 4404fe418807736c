"""When a result has to be published (CQ 52)."""

from __future__ import annotations

from zhuangjian.apps.disclosure.notices import standing as notice_of
from zhuangjian.apps.disclosure.queries import published_notices
from zhuangjian.apps.disclosure.snapshot import concluded
from zhuangjian.apps.disclosure.turns import (
    PUBLISH_LIFTING,
    TAKE_BACK,
    TAKE_DOWN,
    owe_obstruction,
    owe_penalty,
)
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.enforcement.events import PenaltyDecided, PenaltyFell
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.events import LiftingDecided, MeasureWithdrawn, ObstructionHandled
from zhuangjian.apps.measures.models import LiftingStage, Obstruction
from zhuangjian.kernel.turns import Holder, Owing, turn

# It is the organising unit's; no law says within how many days.
PUBLISH = turn(
    "disclosure.publish",
    "公开检查结果",
    on=Inspection,
    shown="公开对{case.party}的检查结果",
    page="/publications/new/{case.public_id}/",
    event="检查结果确定",
    cites="disclosure",
    whose=lambda case: Holder(authority=case.organising_unit, role=role_in(case.organising_unit, OFFICE)),
)


def after_delivery(told: RecordDelivered) -> None:
    """Without deficiencies there is no rectification to wait for, whatever else is to be handled (CQ 51)."""
    if not standing(told.inspection).exists():
        owe_publication(told.step, told.inspection)
    owe_obstruction(told.step, obstruction_of(told.inspection))


def after_end(told: InspectionEnded) -> None:
    """The result stands once the inspection has ended: it is to be published."""
    owe_publication(told.step, told.inspection)
    owe_obstruction(told.step, obstruction_of(told.inspection))


def after_handling(told: ObstructionHandled) -> None:
    """How an obstruction is handled is decided."""
    owe_obstruction(told.step, told.obstruction)


def after_lifting(told: LiftingDecided) -> None:
    """A lifting is published where the decision says so, and always where the measure itself is public."""
    row = told.lifting
    if row.stage == LiftingStage.LIFTED and (row.publish or notice_of(row.measure).exists()):
        told.step.owe(PUBLISH_LIFTING, row)


def after_withdrawal(told: MeasureWithdrawn) -> None:
    """What the public was told of a measure that was taken back is to be taken back."""
    for one in notice_of(told.measure):
        told.step.owe(TAKE_BACK, one)


def after_penalty(told: PenaltyDecided) -> None:
    """A penalty is decided: the public is to be told."""
    owe_penalty(told.step, told.penalty)


def after_fall(told: PenaltyFell) -> None:
    """A penalty no longer stands: what the public still reads of it is to be taken down."""
    for one in published_notices().filter(penalty=told.penalty):
        told.step.owe(TAKE_DOWN, one)


def obstruction_of(inspection: Inspection) -> Obstruction | None:
    """The matter of its obstruction, if any."""
    return Obstruction.objects.unrestricted().filter(inspection=inspection).first()


def owe_publication(step: Owing, inspection: Inspection) -> None:
    """Put it on the organising unit's list, unless there is nothing to publish or it is published."""
    if concluded(inspection) and not inspection.publications.filter(withdrawn_at=None).exists():
        step.owe(PUBLISH, inspection)
