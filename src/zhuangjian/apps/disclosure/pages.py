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
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.queries import published
from zhuangjian.apps.disclosure.sheets import OFFICIAL, PUBLIC, TYPES, region_name
from zhuangjian.apps.disclosure.snapshot import snapshot
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.reading import log_read
from zhuangjian.engines.rules.answer import Refusal

GONE = "找不到这一页，或您无权查看。"


@require_GET
def public_index(request: HttpRequest) -> HttpResponseBase:
    """Published results: search, filter, page, export of exactly the published columns."""
    view = PUBLIC.of(request, published().select_related("authority"))
    if view.export is not None:
        return view.export
    return render(request, "disclosure/public_index.html", {"listing": view})


@require_GET
def public_detail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One published result; a withdrawn one does not exist."""
    row = published().select_related("authority").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    return render(request, "disclosure/public_detail.html", {"row": row, "facts": facts_of(vars(row))})


@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """All publications, withdrawn ones too, for officials."""
    person: Any = request.user
    if not person.scope.official:
        raise Http404(GONE)
    rows = Publication.objects.visible_to(person).select_related("authority")
    view = OFFICIAL.of(request, rows)
    if view.export is not None:
        return view.export
    return render(request, "disclosure/index.html", {"listing": view})


@require_GET
def detail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One publication with who published it, and its withdrawal."""
    row = visible_or_404(Publication, request.user, key, "authority", "published_by", "inspection")
    sees = Inspection.objects.visible_to(request.user).filter(pk=row.inspection_id).exists()
    context = {"row": row, "facts": facts_of(vars(row)), "sees_inspection": sees}
    return render(request, "disclosure/detail.html", context)


@require_GET
def new(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Exactly what would be published, before it is."""
    person: Any = request.user
    inspection = visible_or_404(Inspection, person, key, "party", "organising_unit")
    if not person.scope.official:
        raise Http404(GONE)
    log_read(inspection, person, "拟公开内容")
    facts, refusal = [], None
    try:
        facts = facts_of(snapshot(inspection, timezone.localdate()))
    except Refusal as said:
        refusal = said
    standing = Publication.objects.visible_to(person).filter(inspection=inspection, withdrawn_at=None).first()
    context = {
        "inspection": inspection,
        "facts": facts,
        "refusal": refusal,
        "standing": standing,
        "mine": ORGANISER.yes(person, inspection),
    }
    return render(request, "disclosure/new.html", context)


def facts_of(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """(heading, value) of the published columns, in order; empty ones left out."""
    shown = {
        "inspection_type": TYPES.get(values.get("inspection_type", ""), ""),
        "region_code": region_name(values["region_code"]) if values.get("region_code") else "",
    }
    names = (
        "party_name",
        "credit_code",
        "party_address",
        "region_code",
        "inspection_type",
        "inspected_on",
        "legal_basis",
        "result",
        "handling",
    )
    heads = {
        name: Publication._meta.get_field(name).verbose_name if name != "region_code" else "地区"
        for name in names
    }
    found = [(heads[name], shown.get(name, values.get(name))) for name in names]
    return [(head, value) for head, value in found if value]
