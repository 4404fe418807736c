"""Who may see a rectification: those who see its inspection, and the party's contacts."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility, visible_ids
from zhuangjian.apps.documents.queries import TARGETS

TARGETS.add("rectification.rectification")


@visibility("rectification.rectification")
def rectifications(scope: Scope) -> Q:
    """The party itself; officials of the local authority or with sight of the inspection."""
    if scope.official:
        return Q(authority_id__in=scope.authorities) | Q(
            inspection_id__in=visible_ids("inspections.inspection", scope)
        )
    return Q(party_id__in=scope.parties) if scope.parties else NOTHING


def _part(scope: Scope) -> Q:
    return Q(rectification_id__in=visible_ids("rectification.rectification", scope))


visibility("rectification.report")(_part)
visibility("rectification.return")(_part)
visibility("rectification.recheck")(_part)


@visibility("rectification.revocationopinion")
def revocation_opinions(scope: Scope) -> Q:
    """Internal between authorities until the licensing department decides: officials who see the inspection."""
    if not scope.official:
        return NOTHING
    return Q(inspection_id__in=visible_ids("inspections.inspection", scope))
