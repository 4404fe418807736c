"""Who may see an urgent report: officials who see the inspection. Never the enterprise (CQ 34)."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility


def _of_inspection(scope: Scope) -> Q:
    if not scope.official:
        return NOTHING
    return sees_target("inspections.inspection", scope, "inspection_id")


visibility("urgent.urgentreport")(_of_inspection)
visibility("urgent.direction")(_of_inspection)
references("urgent.urgentreport", "inspection")
references("urgent.direction", "inspection", "report")
