"""Finding parties over the API; their lists and dossiers are told by the sheets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.sheets import PAGE, PARTIES, TAG
from zhuangjian.kernel.paging import counted, paged

PREFIX = "parties"
router = Router(tags=[TAG])


class Found(Schema):
    """A page of the parties found; ``count`` is how many there are, as far as they are counted."""

    items: list[dict[str, Any]]
    count: int
    next: str
    previous: str


@router.get("/search", response=Found, summary="查找企业", operation_id="party_search")
def find(request: HttpRequest, q: str = "", after: str = "", before: str = "") -> Any:
    """By any name ever, pinyin or initials, credit code, licence, registration or filing number; best first."""
    found = search.find(PARTIES.seen(request.user), q)
    page = paged(found, PAGE, {"after": after, "before": before}, f"search.{q}")
    return {
        "items": PARTIES.records(page.rows, request.user),
        "count": counted(found),
        "next": page.next,
        "previous": page.previous,
    }
