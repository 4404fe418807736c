"""Who sees a candidacy and what the members say of it. No enterprise ever sees a mark, nor another's candidacy."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.benchmark.models import (
    Candidacy,
    CandidacyStage,
    Mark,
    Practice,
    PracticeStage,
)
from zhuangjian.apps.concern.models import Concern, ConcernKind, ConcernStage
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility


@visibility("benchmark.candidacy")
def candidacies(scope: Scope) -> Q:
    """Officials who see the enterprise, and the members who score it, unless an interest keeps them away; the enterprise."""
    seen = sees_target("registry.party", scope, "party_id")
    if not scope.official:
        return seen
    mine = Mark._base_manager.filter(member_id=scope.person_id).exclude(interest=True)
    return seen | Q(pk__in=mine.values("candidacy_id"))


@visibility("benchmark.mark")
def marks(scope: Scope) -> Q:
    """The member; the office that selects."""
    if not scope.official:
        return NOTHING
    own = Q(member_id=scope.person_id)
    office = scope.has("programme_officer", "head")
    return own | Q(candidacy__authority_id=scope.authority_id) if office else own


references("benchmark.candidacy", "party")
references("benchmark.mark", "candidacy")


def shown_to_all() -> Any:
    """What everybody may read without signing in: what is published for objections, and titles that stand."""
    today = timezone.localdate()
    published = Q(stage=CandidacyStage.PUBLISHED)
    titled = Q(stage=CandidacyStage.TITLED, since__lte=today, until__gte=today)
    return Candidacy.objects.unrestricted().filter(published | titled)


def objections(row: Candidacy) -> Any:
    """The public's objections to what was published."""
    rows = Concern.objects.unrestricted().filter(about=row.public_id)
    return rows.filter(kind=ConcernKind.OBJECTION)


def unanswered(row: Candidacy) -> int:
    """How many objections nobody has answered yet."""
    return int(objections(row).exclude(stage=ConcernStage.ANSWERED).count())


@visibility("benchmark.practice")
def practices(scope: Scope) -> Q:
    """Who sees the enterprise, and the enterprise itself; everybody once it is public, through :func:`public_practices`."""
    return sees_target("registry.party", scope, "party_id")


@visibility("benchmark.event")
def events(scope: Scope) -> Q:
    """Officials and enterprises alike: all are invited."""
    return Q() if scope.official or scope.parties else NOTHING


@visibility("benchmark.attendance")
def attendances(scope: Scope) -> Q:
    """The office that holds the event; the enterprise its own."""
    if not scope.official:
        return Q(party_id__in=scope.parties)
    return Q(event__authority_id=scope.authority_id)


@visibility("benchmark.support")
def supports(scope: Scope) -> Q:
    """Officials of the unit that owns it and of those above."""
    return Q(owner_id__in=scope.authorities) if scope.official else NOTHING


references("benchmark.practice", "candidacy")
references("benchmark.attendance", "party")


def public_practices() -> Any:
    """Practices that everybody may read without signing in."""
    return Practice.objects.unrestricted().filter(stage=PracticeStage.PUBLIC)
