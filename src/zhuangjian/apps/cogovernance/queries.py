"""Who sees texts for the public and events."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.cogovernance.models import Event, EventStage, Piece, PieceStage
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility
from zhuangjian.apps.standards.queries import of_office


@visibility("cogovernance.piece")
def pieces(scope: Scope) -> Q:
    """Every official what was approved, with the versions it replaced; drafts those who write and approve them."""
    return (~Q(stage=PieceStage.DRAFT) | of_office(scope)) if scope.official else NOTHING


@visibility("cogovernance.event")
def events(scope: Scope) -> Q:
    """Every official."""
    return Q() if scope.official else NOTHING


references("cogovernance.piece", "replaces")


def published_pieces() -> Any:
    """What everybody may read without signing in."""
    return Piece.objects.unrestricted().filter(stage=PieceStage.PUBLISHED)


def public_events() -> Any:
    """The events that everybody may know of."""
    return Event.objects.unrestricted().exclude(stage=EventStage.CANCELLED)
