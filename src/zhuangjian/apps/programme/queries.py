"""Who may see programmes and tasks: the authority that made them and the one a task is assigned to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, Q, Value, When

from zhuangjian.apps.conduct.secret import secret
from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    veil,
    visibility,
    visible_ids,
)


@visibility("programme.programme")
def programmes(scope: Scope) -> Q:
    """The making authority's officials, and whoever sees a task that their unit got from it (CQ 34)."""
    if not scope.official:
        return NOTHING
    from zhuangjian.apps.programme.models import Task

    # Without the tasks' own rule a programme would show that a for-cause task is in it.
    assigned = Task._base_manager.filter(tasks(scope), assigned_to_id__in=scope.authorities).values(
        "programme_id"
    )
    return Q(authority_id__in=scope.authorities) | Q(pk__in=assigned)


@visibility("programme.task")
def tasks(scope: Scope) -> Q:
    """The making authority; the assigned one. For-cause tasks only heads and programme officers (CQ 34)."""
    if not scope.official:
        return NOTHING
    reach = Q(authority_id__in=scope.authorities) | Q(assigned_to_id__in=scope.authorities)
    return reach if scope.has("head", "programme_officer") else reach & ~Q(inspection_type="for_cause")


@visibility("programme.origin")
def origins(scope: Scope) -> Q:
    """As its task: why somebody is inspected tells that they are (CQ 34)."""
    return Q(task_id__in=visible_ids("programme.task", scope))


@visibility("programme.visit")
def visits(scope: Scope) -> Q:
    """Heads and programme officers of the authorities that take part and of the units that carry it out; the teams.

    Others of the same units may know of their own inspection, not with which other one it goes (CQ 34).
    """
    if not scope.official:
        return NOTHING
    from zhuangjian.apps.programme.models import VisitPart

    parts = VisitPart._base_manager
    team = parts.filter(
        visit__stage="agreed",
        task__inspection__team__person_id=scope.person_id,
        task__inspection__team__left_at=None,
    )
    found = Q(pk__in=team.values("visit_id"))
    if not scope.has("head", "programme_officer"):
        return found
    ours = parts.filter(authority_id__in=scope.authorities)
    sent = parts.filter(visit__stage="agreed", task__assigned_to_id__in=scope.authorities)
    return (
        found
        | Q(unit_id__in=scope.authorities)
        | Q(pk__in=ours.values("visit_id"))
        | Q(pk__in=sent.values("visit_id"))
    )


@visibility("programme.visitpart")
def visit_parts(scope: Scope) -> Q:
    """Through the visit."""
    return Q(visit_id__in=visible_ids("programme.visit", scope)) if scope.official else NOTHING


@visibility("programme.exchange")
def exchanges(scope: Scope) -> Q:
    """Heads and programme officers of who was told, and of whose task it is (CQ 22)."""
    if not (scope.official and scope.has("head", "programme_officer")):
        return NOTHING
    concerned = Q(unit_id__in=scope.authorities) | Q(task_id__in=visible_ids("programme.task", scope))
    return concerned & Q(party_id__in=visible_ids("registry.party", scope))


references("programme.visitpart", "task")
references("programme.exchange", "task")


def parties_told_of(scope: Scope) -> Any:
    """Whoever takes part in a visit may open the dossier of whom it goes to."""
    from zhuangjian.apps.programme.models import Visit

    return Visit._base_manager.filter(visits(scope)).values("party_id")


secret("programme.task", Q(inspection_type="for_cause"))
references("programme.task", "merged_into", "site")
references("programme.origin", "earlier")

# What stands as the reason of a task that went into another, for who may not know that one; also what is proposed as
# the reason of any cancelled task, so that the words tell nothing.
PLAIN_REASON = "年度计划调整"


@veil("programme.task")
def as_cancelled(scope: Scope) -> Mapping[str, Any]:
    """A task merged into one that the person may not know of (CQ 34) looks like any cancelled one."""
    hidden = Q(status="merged") & ~sees_target("programme.task", scope, "merged_into_id")
    return {
        "status": Case(When(hidden, then=Value("cancelled")), default=F("status")),
        "cancel_reason": Case(
            When(hidden & Q(cancel_reason=""), then=Value(PLAIN_REASON)), default=F("cancel_reason")
        ),
    }


def parties_of_assigned_tasks(scope: Scope) -> Any:
    """A task comes with the party's information (CQ 4), so its unit may open the party's dossier."""
    from zhuangjian.apps.programme.models import Task

    return Task._base_manager.filter(tasks(scope), assigned_to_id__in=scope.authorities).values("party_id")
