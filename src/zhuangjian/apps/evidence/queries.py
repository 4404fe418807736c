"""Evidence is for officials who see its inspection."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility


@visibility("evidence.evidence")
def evidence(scope: Scope) -> Q:
    """Through the inspection; never for the party (it gets copies with the record)."""
    if not scope.official:
        return NOTHING
    return sees_target("inspections.inspection", scope, "inspection_id")


references("evidence.evidence", "finding")
