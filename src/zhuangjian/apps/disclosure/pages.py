"""What everybody may read without signing in, and the officials' side of publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.disclosure.actions.publish import ORGANISER
from zhuangjian.apps.disclosure.models import Notice, Publication
from zhuangjian.apps.disclosure.notices import projection, publishable, standing, until
from zhuangjian.apps.disclosure.queries import published, published_notices, taken_down
from zhuangjian.apps.disclosure.sheets import OFFICIAL, PUBLIC, sees_inspection
from zhuangjian.apps.disclosure.sheets_notices import NOTICES, PUBLIC_NOTICES, TAKEN_DOWN
from zhuangjian.apps.disclosure.snapshot import snapshot
from zhuangjian.apps.enforcement.models import Penalty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.reading import PAGE, log_read, log_rows
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.area import for_everybody
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


@require_GET
def public_index(request: HttpRequest) -> HttpResponseBase:
    """Published results: search, filter, page, export of exactly the published columns."""
    view = PUBLIC.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/public_index.html", {"listing": view, "links": for_everybody()})


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
    shown = Publication.objects.visible_to(person).filter(inspection=inspection, withdrawn_at=None).first()
    context = {
        "inspection": inspection,
        "row": row,
        "sheet": PUBLIC,
        "refusal": refusal,
        "standing": shown,
        "mine": ORGANISER.yes(person, inspection),
    }
    return render(request, "disclosure/new.html", context)


@require_GET
def public_measures(request: HttpRequest) -> HttpResponseBase:
    """Published measures, liftings, obstructions and penalties: search, filter, page, export of exactly the published columns."""
    view = PUBLIC_NOTICES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/public_measures.html", {"listing": view})


@require_GET
def public_measure(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One published notice; a withdrawn one does not exist, but of a penalty its page says that and why."""
    row = published_notices().select_related("authority", "replaces").filter(public_id=key).first()
    if row is None:
        gone = taken_down().select_related("authority", "penalty").filter(public_id=key).first()
        if gone is None:
            raise Http404(GONE)
        return render(
            request, "disclosure/public_taken_down.html", {"row": gone, "sheet": TAKEN_DOWN}, status=410
        )
    return render(request, "disclosure/public_measure.html", {"row": row, "sheet": PUBLIC_NOTICES})


@require_GET
def public_taken_down(request: HttpRequest) -> HttpResponseBase:
    """Penalties that were taken down before their time, with the reason and nothing else of them."""
    view = TAKEN_DOWN.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/public_taken_downs.html", {"listing": view})


@require_GET
def notices(request: PersonRequest) -> HttpResponseBase:
    """All notices, withdrawn ones too, for officials."""
    if not request.person.scope.official:
        raise Http404(GONE)
    view = NOTICES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/notices.html", {"listing": view})


@require_GET
def notice(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One notice with who published it, what it corrects, and its withdrawal."""
    row = visible_or_404(Notice, request.person, key, "authority", "published_by", "inspection", "replaces")
    return render(request, "disclosure/notice.html", {"row": row, "sheet": NOTICES, "again": again_url(row)})


SOURCES: dict[str, Any] = {
    "measure": Measure,
    "lifting": Lifting,
    "obstruction": Obstruction,
    "penalty": Penalty,
}


def again_url(row: Notice) -> str:
    """Where what was taken back is published anew; empty where its source is not seen."""
    source = row.measure or row.lifting or row.obstruction or row.penalty
    return f"/notices/new/{row.kind}/{source.public_id}/" if source else ""


@require_GET
def new_notice(request: PersonRequest, kind: str, key: UUID) -> HttpResponseBase:
    """Exactly what would be published of a measure, a lifting, an obstruction or a penalty, before it is."""
    person = request.person
    model = SOURCES.get(kind)
    if model is None or not person.scope.official:
        raise Http404(GONE)
    source: Any = visible_or_404(model, person, key, "party", "authority", "inspection")
    log_rows([source], person, "拟公开内容", PAGE)
    row, refusal = None, None
    try:
        today = timezone.localdate()
        row = Notice(kind=kind, **projection(source, today))
        if isinstance(source, Penalty):
            row.authority, row.until = source.authority, until(source, False, today)
    except Refusal as said:
        refusal = said
    context = {
        "source": source,
        "row": row,
        "sheet": PUBLIC_NOTICES,
        "refusal": refusal,
        "act": f"disclosure.publish_{kind}",
        "ready": publishable(source),
        "standing": standing(source).first(),
    }
    return render(request, "disclosure/new_notice.html", context)
