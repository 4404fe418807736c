"""What the law of an inspection's day says of its review, asked of its rows."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.review.models import Review, ReviewStage
from zhuangjian.engines.rules import reviews


def day_of(inspection: Inspection) -> date:
    """The day whose rules the inspection is judged by."""
    return inspection.bound_on or timezone.localdate(inspection.created_at)


def needed(inspection: Inspection) -> bool:
    """Whether the inspection has to be reviewed."""
    kind = inspection.dispatching_unit.kind
    return reviews.review_needed(kind, day_of(inspection), region=settings.REGION)


def review_of(inspection: Inspection) -> Review | None:
    """Its review, finished or not."""
    return Review.objects.unrestricted().filter(inspection=inspection).first()


def done(inspection: Inspection) -> bool:
    """Whether it was reviewed."""
    review = review_of(inspection)
    return review is not None and review.stage == ReviewStage.DONE


def waits(inspection: Inspection, step: str) -> bool:
    """Whether ``step`` (transfer, publication) still has to wait for the review."""
    if not needed(inspection) or done(inspection):
        return False
    return reviews.waits_for_review(step, day_of(inspection), region=settings.REGION)


def lacks_report(inspection: Inspection) -> bool:
    """Whether the inspection was reviewed without a report, though its lead is now to be handed over."""
    review = review_of(inspection)
    wanted = reviews.report_needed(("hand_over",), day_of(inspection), region=settings.REGION)
    return (
        needed(inspection) and wanted and not (review and review.report and review.stage == ReviewStage.DONE)
    )


def asks_report(inspection: Inspection, *, suspected: bool, hand_over: bool) -> bool:
    """Whether a review that finds this issues a report; a suspicion of the record counts as well."""
    occasions = [
        name
        for name, there in (
            ("suspected_violation", suspected or inspection.suspected_violation),
            ("hand_over", hand_over),
        )
        if there
    ]
    return reviews.report_needed(occasions, day_of(inspection), region=settings.REGION)
