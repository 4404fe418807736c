"""Who may see an inspection and its parts (CQ 22, 34)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility, visible_ids
from zhuangjian.apps.documents.queries import FOR_PARTY, TARGETS
from zhuangjian.apps.inspections.models import Inspection, TeamMember
from zhuangjian.apps.inspections.models.inspection import BEGUN, Stage
from zhuangjian.apps.registry.queries import PARTY_REACH

TARGETS.add("inspections.inspection")

# A party learns of an announced inspection when its plan stands, of any other when the team has arrived.
TOLD = (Stage.PLAN_APPROVED, *BEGUN)
HANDED_OVER = (Stage.DELIVERED, Stage.CLOSED, Stage.ESCALATED)
# A record can be withdrawn and made anew until it is handed over; the party sees what it was given.
FOR_PARTY["inspections.inspection"] = Q(stage__in=HANDED_OVER)


@visibility("inspections.inspection")
def inspections(scope: Scope) -> Q:
    """Officials: the team; the dispatching and organising units; the local authority once it has begun.

    A for-cause inspection before it begins: the team, and heads and programme officers of the two units.
    The party's contacts: announced ones once planned, others once begun, for-cause ones once handed over.
    """
    if scope.official:
        return _on_team(scope) | _of_unit(scope) | _local(scope)
    return _told(scope) if scope.parties else NOTHING


def _on_team(scope: Scope) -> Q:
    mine = TeamMember._base_manager.filter(person_id=scope.person_id)
    # Who left keeps sight of what they took part in, not of what is still hidden from everybody outside the team.
    current = Q(pk__in=mine.filter(left_at=None).values("inspection_id"))
    return current | Q(pk__in=mine.values("inspection_id"), stage__in=BEGUN)


def _of_unit(scope: Scope) -> Q:
    unit = Q(dispatching_unit_id__in=scope.authorities) | Q(organising_unit_id__in=scope.authorities)
    if scope.has("head", "programme_officer"):
        return unit
    return unit & (~Q(inspection_type="for_cause") | Q(stage__in=BEGUN))


def _local(scope: Scope) -> Q:
    return Q(local_authority_id__in=scope.authorities, stage__in=BEGUN)


def _told(scope: Scope) -> Q:
    return Q(party_id__in=scope.parties) & (
        Q(announced=True, stage__in=TOLD) & ~Q(inspection_type="for_cause")
        | Q(stage__in=BEGUN) & ~Q(inspection_type="for_cause")
        | Q(stage__in=HANDED_OVER)
    )


def _part_for_officials(scope: Scope) -> Q:
    if not scope.official:
        return NOTHING
    return Q(inspection_id__in=visible_ids("inspections.inspection", scope))


for _label in (
    "teammember",
    "planversion",
    "planchange",
    "credentialshown",
    "meeting",
    "finding",
    "readlog",
    "deficiencyversion",
):
    visibility(f"inspections.{_label}")(_part_for_officials)


def _part_handed_over(scope: Scope) -> Q:
    """What the party's copy of the record holds: visible to it once the record was handed over."""
    reach = Q(inspection_id__in=visible_ids("inspections.inspection", scope))
    return reach if scope.official else reach & Q(inspection__stage__in=HANDED_OVER)


for _label in ("deficiency", "statement", "signature"):
    visibility(f"inspections.{_label}")(_part_handed_over)


def parties_under_inspection(scope: Scope) -> Any:
    """Whoever is on a team, dispatches it or has to see to its results may open the party's dossier."""
    reach = _on_team(scope) | _of_unit(scope) | _local(scope)
    return Inspection._base_manager.filter(reach).values("party_id")


PARTY_REACH.append(parties_under_inspection)
