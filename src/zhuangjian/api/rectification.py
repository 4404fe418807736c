"""Rectifications over the API: the same rows as the pages."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate

from zhuangjian.api.named import Named, Noted
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.inspections.reading import API, log_rows
from zhuangjian.apps.rectification.listings import listing_for, with_limit
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.timeline import events_of, stage_words

PREFIX = "rectifications"
router = Router(tags=["整改"])


class RectificationOut(Named):
    """One rectification. ``limit`` is the due date, or the later day a plan or a return moved it to."""

    number: str
    party_id: int
    party: str
    inspection_id: UUID | None
    authority: str
    stage: str
    stage_words: str
    issued_at: datetime
    due_on: date
    limit: date
    with_party: bool
    version: int

    @staticmethod
    def resolve_inspection_id(row: Rectification) -> UUID | None:
        """The inspection's public id, for whoever sees it."""
        return row.inspection.public_id if row.inspection_id is not None else None

    @staticmethod
    def resolve_party(row: Rectification) -> str:
        """The enterprise's name."""
        return row.party.name

    @staticmethod
    def resolve_authority(row: Rectification) -> str:
        """The local authority's name."""
        return row.authority.name

    @staticmethod
    def resolve_stage(row: Rectification, context: Any) -> str:
        """The code; an enterprise is told ``ended`` of every one that ended."""
        return row.stage if context["request"].user.scope.official or not row.ended else "ended"

    @staticmethod
    def resolve_stage_words(row: Rectification, context: Any) -> str:
        """The stage in Chinese."""
        return stage_words(row, context["request"].user)[0]


class EventOut(Schema):
    """One thing that happened."""

    at: datetime
    title: str
    who: str
    note: str
    texts: list[tuple[str, str]]
    files: list[str]


class RectificationDetail(RectificationOut):
    """With the requirement and the course."""

    requirement: str
    events: list[EventOut]

    @staticmethod
    def resolve_events(row: Rectification, context: Any) -> list[Any]:
        """What happened, oldest first, as this person may read it."""
        return events_of(row, context["request"].user)


@router.get("", response=list[RectificationOut], summary="整改列表")
@paginate(Noted, page_size=50)
def rectifications(
    request: HttpRequest,
    q: str = "",
    stage: str = "",
    authority: str = "",
    due_from: str = "",
    due_to: str = "",
    overdue: bool = False,
    sort: str = "",
) -> Any:
    """Those the person may see; ``overdue`` only those whose report is outstanding after the limit."""
    listing = listing_for(request.user)
    given = {
        "q": q,
        "stage": stage,
        "authority": authority,
        "due_from": due_from,
        "due_to": due_to,
        "overdue": "1" if overdue else "",
    }
    rows = with_limit(Rectification.objects.visible_to(request.user))
    return listing.sorted(listing.narrowed(rows, given, request.user)[0], sort)[0]


@router.get("/{uuid:rectification}", response=RectificationDetail, summary="一项整改")
def one(request: HttpRequest, rectification: UUID) -> Any:
    """One rectification with its course."""
    row = visible_or_404(Rectification, request.user, rectification, "party", "authority", "inspection")
    log_rows([row], request.user, f"整改 {row.number}", API)
    return row
