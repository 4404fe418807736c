"""Who may see an urgent report: officials who see the inspection. Never the enterprise (CQ 34)."""

from __future__ import annotations

from typing import Any

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


def parties_in_urgent_reports(scope: Scope) -> Any:
    """Officials who see an urgent report may open the dossier of the party that it is about."""
    from zhuangjian.apps.urgent.models import UrgentReport

    return UrgentReport._base_manager.filter(_of_inspection(scope)).values("party_id")
