"""Who may see a problem outside the task: officials who see the inspection, and who tells the provinces."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    visibility,
    visible_ids,
)


@visibility("outside.outsideproblem")
def problems(scope: Scope) -> Q:
    """Never for the enterprise: what is suspected of it is the authorities' until they act (CQ 22)."""
    if not scope.official:
        return NOTHING
    through = sees_target("inspections.inspection", scope, "inspection_id")
    return through | Q(provincial_id__in=scope.authorities)


def _through(scope: Scope) -> Q:
    return Q(problem_id__in=visible_ids("outside.outsideproblem", scope)) if scope.official else NOTHING


visibility("outside.problemevidence")(_through)
visibility("outside.handling")(_through)
references("outside.outsideproblem", "inspection")
references("outside.problemevidence", "evidence")


def parties_in_problems(scope: Scope) -> Any:
    """Who has to tell the provinces may open the dossier of the party."""
    from zhuangjian.apps.outside.models import OutsideProblem

    return OutsideProblem._base_manager.filter(problems(scope)).values("party_id")
