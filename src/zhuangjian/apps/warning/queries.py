"""Who sees consultations, measures, letters, and what single enterprises answered."""

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


@visibility("warning.consultation")
def consultations(scope: Scope) -> Q:
    """The authority that holds it and those above: its agenda names what units below may not see of each other."""
    return Q(authority_id__in=scope.authorities) if scope.official else NOTHING


@visibility("warning.measure")
def measures(scope: Scope) -> Q:
    """Whoever sees the consultation, and the unit that has to carry it out."""
    if not scope.official:
        return NOTHING
    held = Q(consultation_id__in=visible_ids("warning.consultation", scope))
    return held | Q(unit_id__in=scope.authorities)


@visibility("warning.alert")
def alerts(scope: Scope) -> Q:
    """Officials of the authority that wrote it, above it, or in a unit below it; an enterprise sees what it received."""
    if not scope.official:
        return NOTHING
    from zhuangjian.apps.authorities.models import Authority

    above = Authority._base_manager.filter(children__in=[scope.authority_id]).values("pk")
    return Q(authority_id__in=scope.authorities) | Q(authority_id__in=above)


@visibility("warning.recipient")
def recipients(scope: Scope) -> Q:
    """Officials as far as they see letter and enterprise; each enterprise its own, once sent."""
    if scope.official:
        return sees_target("registry.party", scope, "party_id") & sees_target(
            "warning.alert", scope, "alert_id"
        )
    sent = ~Q(stage__in=("listed", "dropped"))
    return Q(party_id__in=scope.parties) & sent if scope.parties else NOTHING


references("warning.measure", "consultation")
references("warning.alert", "consultation")
references("warning.recipient", "alert")
