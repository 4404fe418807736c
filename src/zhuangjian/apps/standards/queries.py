"""Who sees what is written and asked about checkpoints."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility
from zhuangjian.apps.standards.models import Comment, Guide, GuideStage, Opinion, OpinionStage

OFFICE = ("programme_officer", "head")
COUNTED = (GuideStage.PUBLISHED, GuideStage.REPLACED, GuideStage.WITHDRAWN)


def of_office(scope: Scope, column: str = "authority_id") -> Q:
    """What the scope's own unit keeps, for those who keep it."""
    if not scope.official or not scope.has(*OFFICE):
        return NOTHING
    return Q(**{column: scope.authority_id})


def of_region(scope: Scope) -> Q:
    """What the scope's own authority, those below it and the one above it keep."""
    above = Authority._base_manager.filter(children__in=[scope.authority_id]).values("pk")
    return Q(authority_id__in=scope.authorities) | Q(authority_id__in=above)


@visibility("standards.guide")
def guides(scope: Scope) -> Q:
    """Every official sees what was published, with the versions it replaced; enterprises what is open to them."""
    if scope.official:
        return (Q(stage__in=COUNTED) & of_region(scope)) | of_office(scope)
    return Q(stage=GuideStage.PUBLISHED, for_parties=True) if scope.parties else NOTHING


@visibility("standards.question")
def questions(scope: Scope) -> Q:
    """Who asked, and those who answer."""
    if not scope.official:
        return NOTHING
    return Q(asked_by_id=scope.person_id) | of_office(scope)


@visibility("standards.suggestion")
def suggestions(scope: Scope) -> Q:
    """Whoever asked: the words are of an inspection that others may not know of. Counts tell nothing of either."""
    return Q(person_id=scope.person_id) if scope.official else NOTHING


@visibility("standards.wording")
def wordings(scope: Scope) -> Q:
    """Every official: they were published, and name nobody."""
    return Q() if scope.official else NOTHING


@visibility("standards.opinion")
def opinions(scope: Scope) -> Q:
    """Everybody from when opinions on it are asked; before, those who draft it."""
    if scope.official:
        return (~Q(stage=OpinionStage.DRAFTING) & of_region(scope)) | of_office(scope)
    return ~Q(stage=OpinionStage.DRAFTING) if scope.parties else NOTHING


def published_documents() -> Any:
    """What everybody may read without signing in: drafts that are or were consulted on, what was issued, also out of use."""
    shown = (OpinionStage.CONSULTING, OpinionStage.SETTLING, OpinionStage.ISSUED)
    out = Q(stage=OpinionStage.WITHDRAWN, issued_on__isnull=False)
    return Opinion.objects.unrestricted().filter(Q(stage__in=shown) | out)


def comments_on(row: Opinion) -> Any:
    """What was said of a document, for counting."""
    return Comment.objects.unrestricted().filter(opinion=row)


def listed_on(row: Opinion) -> Any:
    """What was said of a document and answered that everybody may read."""
    return comments_on(row).filter(listed=True).exclude(outcome="").order_by("made_at", "pk")


def published_guides() -> Any:
    """Answers, cases and guides that were approved for everybody to read."""
    return Guide.objects.unrestricted().filter(stage=GuideStage.PUBLISHED, for_public=True)


@visibility("standards.comment")
def comments(scope: Scope) -> Q:
    """Whoever said it, for an enterprise all who speak for it, and those who answer."""
    if scope.official:
        return Q(made_by_id=scope.person_id) | of_office(scope, "opinion__authority_id")
    return Q(party_id__in=scope.parties) if scope.parties else NOTHING


@visibility("standards.arrangement")
def arrangements(scope: Scope) -> Q:
    """Whoever sees the enterprise."""
    return sees_target("registry.party", scope, "party_id")


@visibility("standards.mockcase")
@visibility("standards.proposal")
def for_officials(scope: Scope) -> Q:
    """Every official of the region: neither names an enterprise."""
    return of_region(scope) if scope.official else NOTHING


@visibility("standards.marking")
def markings(scope: Scope) -> Q:
    """One's own: how anybody else judged is nobody's to see, not even those who asked."""
    return Q(person_id=scope.person_id) if scope.official else NOTHING


references("standards.arrangement", "site")
references("standards.comment", "opinion", "party")
references("standards.marking", "case")
references("standards.suggestion", "inspection")
references("standards.question", "answer")
references("standards.guide", "replaces")
references("standards.opinion", "replaces")
