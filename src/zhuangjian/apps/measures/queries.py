"""Who may see measures, liftings and obstructions: who sees the inspection, and the party what it was served with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, Q, Value, When

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    veil,
    visibility,
    visible_ids,
)
from zhuangjian.apps.measures.models.measure import SERVED

SERVED_ON_PARTY = [str(kind) for kind in SERVED]


@visibility("measures.measure")
def measures(scope: Scope) -> Q:
    """Officials of who decided or with sight of the inspection; the party what was served on it, never a lead (CQ 22)."""
    if scope.official:
        return Q(authority_id__in=scope.authorities) | sees_target(
            "inspections.inspection", scope, "inspection_id"
        )
    if not scope.parties:
        return NOTHING
    return Q(party_id__in=scope.parties, kind__in=SERVED_ON_PARTY)


@visibility("measures.progress")
@visibility("measures.interview")
def parts(scope: Scope) -> Q:
    """Through the measure."""
    return Q(measure_id__in=visible_ids("measures.measure", scope))


@visibility("measures.lifting")
def liftings(scope: Scope) -> Q:
    """Through the measure; for an enterprise its own."""
    reach = Q(measure_id__in=visible_ids("measures.measure", scope))
    return reach if scope.official else reach & Q(party_id__in=scope.parties)


@visibility("measures.assessment")
def assessments(scope: Scope) -> Q:
    """Between officials: the party is told the decision."""
    return Q(lifting_id__in=visible_ids("measures.lifting", scope)) if scope.official else NOTHING


@visibility("measures.obstruction")
def obstructions(scope: Scope) -> Q:
    """Never for the party: what is done about it, and that it was handed over, is a lead (CQ 22, 34)."""
    if not scope.official:
        return NOTHING
    return Q(authority_id__in=scope.authorities) | sees_target(
        "inspections.inspection", scope, "inspection_id"
    )


references("measures.measure", "inspection", "problem")
references("measures.lifting", "inspection", "measure")
references("measures.obstruction", "inspection", "measure")


@veil("measures.lifting")
def told_the_party(scope: Scope) -> Mapping[str, Any]:
    """That it was assessed is internal until it is decided."""
    if scope.official:
        return {}
    return {"stage": Case(When(stage="assessed", then=Value("received")), default=F("stage"))}


def parties_in_measures(scope: Scope) -> Any:
    """Officials who see a measure may open the dossier of the party that it is about."""
    from zhuangjian.apps.measures.models import Measure

    return Measure._base_manager.filter(measures(scope)).values("party_id")


def parties_in_liftings(scope: Scope) -> Any:
    """Of a lifting alike."""
    from zhuangjian.apps.measures.models import Lifting

    return Lifting._base_manager.filter(liftings(scope)).values("party_id")


def parties_in_obstructions(scope: Scope) -> Any:
    """Of an obstruction alike."""
    from zhuangjian.apps.measures.models import Obstruction

    return Obstruction._base_manager.filter(obstructions(scope)).values("party_id")
