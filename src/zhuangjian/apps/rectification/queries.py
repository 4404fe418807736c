"""Who may see a rectification: those who see its inspection, and the party's contacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, Value, When

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, veil, visibility


@visibility("rectification.rectification")
def rectifications(scope: Scope) -> Q:
    """The party itself; officials of the local authority or with sight of the inspection."""
    if scope.official:
        return Q(authority_id__in=scope.authorities) | sees_target(
            "inspections.inspection", scope, "inspection_id"
        )
    return Q(party_id__in=scope.parties) if scope.parties else NOTHING


def parties_in_rectification(scope: Scope) -> Any:
    """Officials who see a rectification may open the dossier of the party it is about."""
    from zhuangjian.apps.rectification.models import Rectification

    return Rectification._base_manager.filter(rectifications(scope)).values("party_id")


references("rectification.rectification", "inspection")


@veil("rectification.rectification")
def told_the_party(scope: Scope) -> Mapping[str, Any]:
    """The party is told that its rectification ended; whether the case was handed on, and why, is a lead (CQ 22, 34)."""
    if scope.official:
        return {}
    return {
        "stage": Case(When(stage="escalated", then=Value("closed")), default=F("stage")),
        "ground": Value(""),
        "end_note": Value(""),
        "ended_by_id": Value(None, output_field=BigIntegerField()),
    }


def _part(scope: Scope) -> Q:
    return sees_target("rectification.rectification", scope, "rectification_id")


visibility("rectification.problem")(_part)
visibility("rectification.report")(_part)
visibility("rectification.return")(_part)
visibility("rectification.recheck")(_part)
references("rectification.problem", "deficiency")
for _label in ("return", "recheck"):
    references(f"rectification.{_label}", "report")


@visibility("rectification.revocationopinion")
def revocation_opinions(scope: Scope) -> Q:
    """Internal between authorities until the licensing department decides: officials who see the inspection."""
    if not scope.official:
        return NOTHING
    return sees_target("inspections.inspection", scope, "inspection_id")
