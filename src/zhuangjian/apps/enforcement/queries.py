"""Who may see a bundle: one made here, who sees its inspection; one that was brought, the officials of who received it."""

from __future__ import annotations

from typing import Any

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
references("enforcement.lead", "inspection", "bundle", "received_bundle")
references("enforcement.penalty", "inspection", "replaces")


@visibility("enforcement.lead")
def leads(scope: Scope) -> Q:
    """Officials who see the inspection, and those of the unit that the lead went to; never an enterprise (CQ 22, 34)."""
    if not scope.official:
        return NOTHING
    return Q(inspection_id__in=visible_ids("inspections.inspection", scope)) | Q(
        receiver_id__in=scope.authorities
    )


@visibility("enforcement.leadsample")
@visibility("enforcement.penalty")
@visibility("enforcement.feedback")
def feedback(scope: Scope) -> Q:
    """Through the lead."""
    return Q(lead_id__in=visible_ids("enforcement.lead", scope)) if scope.official else NOTHING


def parties_in_leads(scope: Scope) -> Any:
    """Officials who see a lead may open the dossier of the party that it is about."""
    from zhuangjian.apps.enforcement.models import Lead

    return Lead._base_manager.filter(leads(scope)).values("party_id")


def parties_in_penalties(scope: Scope) -> Any:
    """The same of a penalty."""
    from zhuangjian.apps.enforcement.models import Penalty

    return Penalty._base_manager.filter(feedback(scope)).values("party_id")
