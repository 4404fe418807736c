"""What the delivery of a record, and the end of an inspection, start here."""

from __future__ import annotations

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.rectification.revocation import owe_revocation
from zhuangjian.apps.rectification.turns import ISSUE


def after_delivery(told: RecordDelivered) -> None:
    """With deficiencies the local authority has to set a date for putting them right (CQ 19)."""
    if standing(told.inspection).exists():
        told.step.owe(ISSUE, told.inspection)
    owe_revocation(told.step, told.inspection)


def after_end(told: InspectionEnded) -> None:
    """An inspection may end in one of the cases in which the licence should be revoked (CQ 16)."""
    owe_revocation(told.step, told.inspection)
