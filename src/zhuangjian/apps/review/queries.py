"""Who may see a review: officials who see the inspection; of its questions, the party those that are put to it."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    visibility,
    visible_ids,
)
from zhuangjian.apps.inspections.queries import HANDED_OVER


@visibility("review.review")
def reviews(scope: Scope) -> Q:
    """Never for an enterprise: what an authority thinks of an inspection before it decides is its own (CQ 22)."""
    return sees_target("inspections.inspection", scope, "inspection_id") if scope.official else NOTHING


@visibility("review.reviewer")
def reviewers(scope: Scope) -> Q:
    """Through the review."""
    return Q(review_id__in=visible_ids("review.review", scope)) if scope.official else NOTHING


@visibility("review.question")
def questions(scope: Scope) -> Q:
    """Officials through the review; the party what is put to it, which comes after it has its copy of the record."""
    if scope.official:
        return Q(review_id__in=visible_ids("review.review", scope))
    mine = sees_target("inspections.inspection", scope, "inspection_id")
    return mine & Q(addressee="party", inspection__stage__in=HANDED_OVER)


references("review.review", "inspection")
references("review.question", "review", "inspection")
