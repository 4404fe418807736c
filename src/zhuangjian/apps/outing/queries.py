"""Who sees what is out, and what came home."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.secret import secret
from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    visibility,
    visible_ids,
)
from zhuangjian.apps.inspections.models.inspection import BEGUN


@visibility("outing.outing")
def outings(scope: Scope) -> Q:
    """Officials who see the inspection; never the party."""
    return sees_target("inspections.inspection", scope, "inspection_id") if scope.official else NOTHING


@visibility("outing.handed")
def handed(scope: Scope) -> Q:
    """Through what was out."""
    return Q(outing_id__in=visible_ids("outing.outing", scope)) if scope.official else NOTHING


references("outing.outing", "inspection")
references("outing.handed", "outing")
# Where the inspection may not be known of, what is out for it names it: a read of the one is a read of the other.
secret("outing.outing", Q(inspection__inspection_type="for_cause") & ~Q(inspection__stage__in=BEGUN))
