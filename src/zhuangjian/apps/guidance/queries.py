"""Who sees the committee, guidance and its ledger."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    visibility,
)


@visibility("guidance.expert")
def experts(scope: Scope) -> Q:
    """Every official: the committee serves all units."""
    return Q() if scope.official else NOTHING


@visibility("guidance.expertconflict")
def expert_conflicts(scope: Scope) -> Q:
    """Officials who see the enterprise."""
    return sees_target("registry.party", scope, "party_id") if scope.official else NOTHING


@visibility("guidance.guidance")
def guidances(scope: Scope) -> Q:
    """Officials who see the enterprise; the enterprise its own, once there is a plan."""
    seen = sees_target("registry.party", scope, "party_id")
    return seen if scope.official else seen & ~Q(stage="draft")


@visibility("guidance.guidancevisit")
def guidance_visits(scope: Scope) -> Q:
    """Who sees the enterprise, and the enterprise itself."""
    return sees_target("registry.party", scope, "party_id")


@visibility("guidance.pairinglist")
def pairing_lists(scope: Scope) -> Q:
    """Every official, and every enterprise: it may ask to be on it."""
    return Q() if scope.official or scope.parties else NOTHING


@visibility("guidance.pairing")
def pairings(scope: Scope) -> Q:
    """Officials who see the enterprise; the enterprise its own, once it asked or is on the list."""
    seen = sees_target("registry.party", scope, "party_id")
    return seen if scope.official else seen & (Q(wished_at__isnull=False) | Q(stage="listed"))


references("guidance.expertconflict", "expert")
references("guidance.guidance", "expert", "second_expert")
references("guidance.guidancevisit", "guidance")
references("guidance.pairing", "listing", "guidance")
