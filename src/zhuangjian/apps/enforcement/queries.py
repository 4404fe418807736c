"""Who may see a bundle: one made here, who sees its inspection; one that was brought, the officials of who received it."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility, visible_ids


@visibility("enforcement.bundle")
def bundles(scope: Scope) -> Q:
    """Never for an enterprise: that a case was handed over, and what with, is a lead (CQ 22, 34)."""
    if not scope.official:
        return NOTHING
    made = Q(direction="made", inspection_id__in=visible_ids("inspections.inspection", scope))
    return made | Q(direction="received", authority_id__in=scope.authorities)


@visibility("enforcement.bundlefile")
def files(scope: Scope) -> Q:
    """Through the bundle."""
    return Q(bundle_id__in=visible_ids("enforcement.bundle", scope)) if scope.official else NOTHING


references("enforcement.bundle", "inspection")
