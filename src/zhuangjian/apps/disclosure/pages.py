"""What everybody may read without signing in, and the officials' side of publishing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.disclosure.actions.publish import ORGANISER
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.queries import published
from zhuangjian.apps.disclosure.sheets import OFFICIAL, PUBLIC, sees_inspection
from zhuangjian.apps.disclosure.snapshot import snapshot
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.reading import log_read
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


@require_GET
def public_index(request: HttpRequest) -> HttpResponseBase:
    """Published results: search, filter, page, export of exactly the published columns."""
    view = PUBLIC.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/public_index.html", {"listing": view})


@require_GET
def public_detail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One published result; a withdrawn one does not exist."""
    row = published().select_related("authority").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return render(request, "disclosure/public_detail.html", {"row": row, "sheet": PUBLIC})


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """All publications, withdrawn ones too, for officials."""
    person = request.person
    if not person.scope.official:
        raise Http404(GONE)
    view = OFFICIAL.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/index.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One publication with who published it, and its withdrawal."""
    row = visible_or_404(Publication, request.person, key, "authority", "published_by", "inspection")
    context = {"row": row, "sheet": OFFICIAL, "sees_inspection": sees_inspection(row, request.person)}
    return render(request, "disclosure/detail.html", context)


@require_GET
def new(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """Exactly what would be published, before it is."""
    person = request.person
    inspection = visible_or_404(Inspection, person, key, "party", "organising_unit")
    if not person.scope.official:
        raise Http404(GONE)
    log_read(inspection, person, "拟公开内容")
    row, refusal = None, None
    try:
        row = Publication(**snapshot(inspection, timezone.localdate()))
    except Refusal as said:
        refusal = said
    standing = Publication.objects.visible_to(person).filter(inspection=inspection, withdrawn_at=None).first()
    context = {
        "inspection": inspection,
        "row": row,
        "sheet": PUBLIC,
        "refusal": refusal,
        "standing": standing,
        "mine": ORGANISER.yes(person, inspection),
    }
    return render(request, "disclosure/new.html", context)
