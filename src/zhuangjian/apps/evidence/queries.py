"""Evidence is for officials who see its inspection."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility, visible_ids


@visibility("evidence.evidence")
def evidence(scope: Scope) -> Q:
    """Through the inspection; never for the party (it gets copies with the record)."""
    if not scope.official:
        return NOTHING
    return Q(inspection_id__in=visible_ids("inspections.inspection", scope))


references("evidence.evidence", "finding")
