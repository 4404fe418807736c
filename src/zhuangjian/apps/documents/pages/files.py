"""Handing out documents: to whoever may see them, whole and unchanged, never run by the browser."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.file_names import safe_name
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.reading import was_read
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def download(request: PersonRequest, key: UUID) -> HttpResponse:
    """The file as an attachment, after its digest was checked."""
    row = visible_or_404(Document, request.person, key)
    try:
        content = store.get("documents", row.digest)
    except Refusal as refusal:
        return render(request, "web/refusal_page.html", {"refusal": refusal}, status=409)
    was_read(request.person, row)
    return attachment(content, f"{row.number} {row.title}".strip(), row.media_type, row.digest)


def attachment(content: bytes, name: str, media_type: str, digest: str) -> HttpResponse:
    """A response that a browser saves, under a safe name, and never opens as a page of this site."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(safe_name(name, media_type), safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-SHA256"] = digest
    return response
