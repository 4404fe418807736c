"""Who may see a letter: the officials of who wrote it, registered it or answers it, as far as they see what it is about."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility, visible_ids


@visibility("cooperation.letter")
def letters(scope: Scope) -> Q:
    """Never for an enterprise. A letter about what is hidden from somebody would give it away (CQ 22, 34)."""
    if not scope.official:
        return NOTHING
    ours = Q(authority_id__in=scope.authorities) | Q(handler_id__in=scope.authorities)
    return (
        ours
        & (Q(inspection=None) | Q(inspection_id__in=visible_ids("inspections.inspection", scope)))
        & (Q(lead=None) | Q(lead_id__in=visible_ids("enforcement.lead", scope)))
        & (Q(problem=None) | Q(problem_id__in=visible_ids("outside.outsideproblem", scope)))
        & (Q(task=None) | Q(task_id__in=visible_ids("programme.task", scope)))
    )


references("cooperation.letter", "inspection", "problem", "lead", "task", "paired", "earlier")


def _through(scope: Scope) -> Q:
    return Q(letter_id__in=visible_ids("cooperation.letter", scope)) if scope.official else NOTHING


for _part in ("addressee", "answer", "annex", "extension", "delegate"):
    visibility(f"cooperation.{_part}")(_through)


@visibility("cooperation.publiccopy")
def copies(scope: Scope) -> Q:
    """Those of one's unit, as far as one sees the inspection that they were made for."""
    if not scope.official:
        return NOTHING
    seen = Q(inspection=None) | Q(inspection_id__in=visible_ids("inspections.inspection", scope))
    return Q(authority_id__in=scope.authorities) & seen


references("cooperation.publiccopy", "inspection", "party")


@visibility("cooperation.assisted")
def assisted(scope: Scope) -> Q:
    """Who registered it, and who supervises here."""
    if not scope.official:
        return NOTHING
    return Q(authority_id__in=scope.authorities) | Q(supervisor_id__in=scope.authorities)


references("cooperation.assisted", "party", "letter")


@visibility("cooperation.assistedentry")
def entries(scope: Scope) -> Q:
    """Whoever sees the relation sees what was noted of it, day by day."""
    return Q(assisted_id__in=visible_ids("cooperation.assisted", scope)) if scope.official else NOTHING


references("cooperation.assistedentry", "assisted", "letter")


def parties_assisted(scope: Scope) -> Any:
    """Who supervises for an authority elsewhere may open the dossier of the party."""
    from zhuangjian.apps.cooperation.models import Assisted

    return Assisted._base_manager.filter(assisted(scope)).values("party_id")


def parties_in_letters(scope: Scope) -> Any:
    """Officials who see a letter may open the dossier of the party that it is about."""
    from zhuangjian.apps.cooperation.models import Letter

    return Letter._base_manager.filter(letters(scope), party__isnull=False).values("party_id")
