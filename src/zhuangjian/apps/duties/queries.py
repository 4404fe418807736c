"""Whose duties a person sees, and the lists their pages are made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility
from zhuangjian.apps.duties.models import Duty


@visibility("duties.duty")
def duties(scope: Scope) -> Q:
    """One's own; one's party's; one's unit's by role; a head sees all of the unit's and of the units below."""
    if scope.has("enterprise_contact"):
        return Q(holder_party_id__in=scope.parties)
    if not scope.official:
        return NOTHING
    return mine_q(scope) | (
        Q(authority_id__in=scope.authorities) | Q(person__authority_id__in=scope.authorities)
        if scope.has("head")
        else NOTHING
    )


def mine_q(scope: Scope) -> Q:
    """Duties this person can do themselves."""
    if scope.has("enterprise_contact"):
        return Q(holder_party_id__in=scope.parties)
    return Q(person_id=scope.person_id) | Q(
        person=None, authority_id=scope.authority_id, role__in=scope.roles
    )


def open_for(person: Any) -> Any:
    """Open duties the person can do, soonest first; those without a limit after, longest waiting first."""
    return (
        Duty.objects.visible_to(person)
        .filter(mine_q(person.scope), done_at=None)
        .select_related("party", "authority", "person")
        .order_by(F("due").asc(nulls_last=True), "event_on")
    )


def overdue_in_unit(person: Any, today: date) -> Any:
    """Open duties past their due date that the person can see (heads: their whole unit)."""
    return (
        Duty.objects.visible_to(person)
        .filter(done_at=None, due__lt=today)
        .select_related("party", "authority", "person")
        .order_by("due")
    )
