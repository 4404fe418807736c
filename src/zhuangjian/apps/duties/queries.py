"""Whose duties a person sees, and the lists their pages are made of."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from zhuangjian.apps.conduct.sight import KEPT
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility
from zhuangjian.apps.duties.house import KINDS
from zhuangjian.apps.duties.models import Duty
from zhuangjian.kernel.area import with_papers


@visibility("duties.duty")
def duties(scope: Scope) -> Q:
    """One's own; one's party's; one's unit's by role; a head sees all of the unit's and of the units below. Auditors
    and administrators see the house's own duties, which tell of no case.

    Who sees a case also sees whose turn it is in it; an enterprise sees only what it has to do itself.
    """
    seen = NOTHING
    for label in with_papers():
        seen |= Q(target_model=label) & sees_target(label, scope, "target_id")
    elsewhere = ~Q(target_model__in={*with_papers(), "programme.task"})
    if scope.has("enterprise_contact"):
        return Q(holder_party_id__in=scope.parties) & (seen | elsewhere)
    if not scope.official:
        return Q(kind__in=KINDS) & mine_q(scope) if scope.authority_id else NOTHING
    of_unit = mine_q(scope)
    if scope.has("head"):
        of_unit |= Q(authority_id__in=scope.authorities) | Q(person__authority_id__in=scope.authorities)
    # A duty in a case would give away a case that is hidden from its holder (CQ 34), who could not do it either.
    of_task = Q(target_model="programme.task") & sees_target("programme.task", scope, "target_id")
    return seen | (Q(person_id=scope.person_id) | of_unit) & (of_task | elsewhere)


references("duties.duty", "party", "holder_party")


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
        .select_related("party", "authority", "person", "holder_party")
        .order_by(F("due").asc(nulls_last=True), "event_on", "pk")
    )


def open_count(person: Any) -> int:
    """How many :func:`open_for` finds. Every page's frame asks, so the question is written once for what a person is."""
    if not person.is_active:
        return 0
    sql, params = _open_keys(person.scope, settings.REGION, connection.vendor)
    if not sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS owed", params)
        return int(cursor.fetchone()[0])


@lru_cache(KEPT)
def _open_keys(scope: Scope, region: str, vendor: str) -> tuple[str, tuple[Any, ...]]:
    rows = open_for(SimpleNamespace(scope=scope, is_active=True)).select_related(None).order_by()
    try:
        sql, params = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:  # whoever is nothing here is owed nothing
        return "", ()
    return sql, tuple(params)


def others_for(person: Any) -> Any:
    """Open duties of others in cases where this person did something or has something to do."""
    own = Duty._base_manager.filter(
        Q(done_by_id=person.pk) | (mine_q(person.scope) & Q(done_at=None)),
        target_model=OuterRef("target_model"),
        target_id=OuterRef("target_id"),
    )
    if not person.scope.official:
        return Duty.objects.none()
    return (
        Duty.objects.visible_to(person)
        .filter(Exists(own), done_at=None)
        .exclude(mine_q(person.scope))
        .select_related("party", "authority", "person", "holder_party")
        .order_by(F("due").asc(nulls_last=True), "event_on", "pk")
    )


def done_by(person: Any) -> Any:
    """Duties this person did, and those of theirs that somebody else did or that fell away."""
    return (
        Duty.objects.visible_to(person)
        .filter(Q(done_by_id=person.pk) | mine_q(person.scope), done_at__isnull=False)
        .select_related("party", "authority", "person", "holder_party", "done_by")
    )


def overdue_in_unit(person: Any, today: date) -> Any:
    """Open duties past their due date that the person can see (heads: their whole unit)."""
    return (
        Duty.objects.visible_to(person)
        .filter(done_at=None, due__lt=today)
        .select_related("party", "authority", "person", "holder_party")
        .order_by("due", "pk")
    )
