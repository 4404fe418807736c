"""Who has the next step of a review."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.review.models import Review


def open_turns(review: Review) -> Any:
    """The open duties on a review, told to everybody who sees the review."""
    rows = Duty.objects.unrestricted().filter(
        target_model=Review._meta.label_lower, target_id=review.pk, done_at=None
    )
    return rows.select_related("authority", "person")
