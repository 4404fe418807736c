"""What the record's handing over, and the end of an inspection, start here."""

from __future__ import annotations

from zhuangjian.apps.inspections.events import CopiesGiven, InspectionEnded
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.review.law import needed, review_of
from zhuangjian.apps.review.turns import APPOINT
from zhuangjian.kernel.turns import Owing


def after_copies(told: CopiesGiven) -> None:
    """The institution's head has the record reviewed; no article says within how many days."""
    _owe(told.step, told.inspection)


def after_end(told: InspectionEnded) -> None:
    """An inspection may end with its record handed over: the review is still to be made."""
    if told.inspection.stage != Stage.CANCELLED:
        _owe(told.step, told.inspection)


def _owe(step: Owing, inspection: Inspection) -> None:
    if needed(inspection) and review_of(inspection) is None:
        step.owe(APPOINT, inspection)
