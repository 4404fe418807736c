"""Evidence: the gallery of an inspection, a thumbnail, the file itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.pages.files import attachment
from zhuangjian.apps.documents.sniff import thumbnail
from zhuangjian.apps.evidence.actions.add import FOLDER
from zhuangjian.apps.evidence.models import Evidence, TradeSecret
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import FILE, log_read
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest

APART = timedelta(minutes=10)


@require_GET
def gallery(request: PersonRequest, key: UUID) -> HttpResponse:
    """All evidence of an inspection, with digests and the three times."""
    row, context = opened(request, key, "evidence")
    rows = (
        Evidence.objects.visible_to(request.person)
        .filter(inspection=row)
        .select_related("taken_by", "finding", "inspection")
        .order_by("captured_at", "pk")
    )
    context["pieces"] = [
        {"row": e, "differs": e.exif_at is not None and abs(e.exif_at - e.captured_at) > APART} for e in rows
    ]
    context["secrets"] = (
        TradeSecret.objects.visible_to(request.person)
        .filter(inspection=row)
        .prefetch_related("permits", "pieces__evidence")
    )
    context["adds"] = ACTIONS["evidence.add"].allowed(request.person, row)
    return render(request, "evidence/gallery.html", context)


@require_GET
def thumb(request: PersonRequest, key: UUID) -> HttpResponse:
    """A small picture without metadata; 404 for what cannot be drawn."""
    row = visible_or_404(Evidence, request.person, key, "inspection")
    if row.kind != "photo":
        raise Http404("没有缩略图。")
    try:
        small = thumbnail(store.get(FOLDER, row.sha256))
    except Refusal:
        small = None
    if small is None:
        raise Http404("没有缩略图。")
    log_read(row.inspection, request.person, f"缩略图 {row.file_name}", FILE)
    response = HttpResponse(small, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def download(request: PersonRequest, key: UUID) -> HttpResponse:
    """The file as it was received, checked against its digest; the read is logged."""
    row = visible_or_404(Evidence, request.person, key, "inspection")
    try:
        content = store.get(FOLDER, row.sha256)
    except Refusal as refusal:
        return render(request, "web/refusal_page.html", {"refusal": refusal}, status=409)
    log_read(row.inspection, request.person, f"证据 {row.file_name}", FILE)
    return attachment(content, row.file_name, row.media_type, row.sha256)
