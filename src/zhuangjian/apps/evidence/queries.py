"""Evidence is for officials who see its inspection."""

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


@visibility("evidence.evidence")
def evidence(scope: Scope) -> Q:
    """Through the inspection; never for the party (it gets copies with the record)."""
    if not scope.official:
        return NOTHING
    return sees_target("inspections.inspection", scope, "inspection_id")


references("evidence.evidence", "finding")


@visibility("evidence.tradesecret")
def trade_secrets(scope: Scope) -> Q:
    """Officials who see the inspection in which it came to be known; the party has it anyway."""
    return sees_target("inspections.inspection", scope, "inspection_id") if scope.official else NOTHING


@visibility("evidence.secretpiece")
@visibility("evidence.secretpermit")
def of_trade_secrets(scope: Scope) -> Q:
    """Through the trade secret."""
    return Q(secret_id__in=visible_ids("evidence.tradesecret", scope)) if scope.official else NOTHING


references("evidence.tradesecret", "inspection", "party")
references("evidence.secretpiece", "evidence")
