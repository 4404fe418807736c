"""Documents and guides on the public site, and what the public says of a draft (LN 2(8))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhuangjian.apps.concern.door import form_of, handed_in
from zhuangjian.apps.standards.actions.comments import CommentPublicly
from zhuangjian.apps.standards.law import law_key
from zhuangjian.apps.standards.models import Opinion, OpinionStage
from zhuangjian.apps.standards.pages import GONE
from zhuangjian.apps.standards.queries import comments_on, listed_on, published_documents, published_guides
from zhuangjian.apps.standards.sheets_public import PUBLIC_DOCUMENTS, PUBLIC_GUIDES
from zhuangjian.apps.standards.sheets_rules import comment_view, document_view
from zhuangjian.engines.rules.answer import Refusal

FIELDS = ("name", "text")


def _list(request: HttpRequest, sheet: Any, tab: str) -> HttpResponseBase:
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    return render(
        request, "standards/public_list.html", {"listing": listing, "title": sheet.title, "tab": tab}
    )


@require_GET
def documents(request: HttpRequest) -> HttpResponseBase:
    """Documents that are consulted on or were issued."""
    return _list(request, PUBLIC_DOCUMENTS, "documents")


@require_GET
def guides(request: HttpRequest) -> HttpResponseBase:
    """Answers, cases and guides that everybody may read."""
    return _list(request, PUBLIC_GUIDES, "guides")


@require_GET
def guide(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One answer, case or guide."""
    row = published_guides().select_related("authority").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return render(request, "standards/public_guide.html", {"row": row, "sheet": PUBLIC_GUIDES})


@never_cache
@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One document: text, versions, what was said of it and answered; while it is consulted on, a form for everybody."""
    row = published_documents().select_related("authority", "replaces").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            handed_in(request, CommentPublicly, row, {name: value for name, value in given.items() if value})
            return redirect(f"{request.path}?sent=1")
        except Refusal as said:
            refused = said
    open_ = row.stage == OpinionStage.CONSULTING and timezone.localdate() <= (
        row.closes_on or timezone.localdate()
    )
    context = {
        "row": row,
        "sheet": PUBLIC_DOCUMENTS,
        "state": document_view(row),
        "cites": law_key(row.kind),
        "versions": _versions(row),
        "comments": [(one, comment_view(one)) for one in listed_on(row)],
        "counted": comments_on(row).count(),
        "answered": comments_on(row).exclude(outcome="").count(),
        "open": open_,
        "sent": request.GET.get("sent") == "1",
        **form_of(request, refused),
        "given": given,
    }
    return render(request, "standards/public_document.html", context, status=422 if refused else 200)


def _versions(row: Opinion) -> list[Opinion]:
    """The version before and the one after, as far as everybody may read them."""
    shown = published_documents()
    before = shown.filter(pk=row.replaces_id) if row.replaces_id else shown.none()
    return [*shown.filter(replaces=row), *before]
