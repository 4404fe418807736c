"""The selection of benchmark enterprises for who takes part in it, and what everybody may read (LN 2(7))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.benchmark.actions.scoring import total_of
from zhuangjian.apps.benchmark.law import criteria_here, least_members
from zhuangjian.apps.benchmark.models import OPEN, Mark
from zhuangjian.apps.benchmark.models import Candidacy as Row
from zhuangjian.apps.benchmark.queries import objections, shown_to_all
from zhuangjian.apps.benchmark.record import grounds
from zhuangjian.apps.benchmark.sheets import (
    CANDIDACIES,
    MARKS,
    PUBLIC_BENCHMARKS,
    mark_view,
    public_view,
    view,
)
from zhuangjian.apps.benchmark.who import OFFICE, PARTY
from zhuangjian.apps.concern.models import Concern
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.warning.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


def listed(request: PersonRequest, sheet: Any, tab: str) -> HttpResponseBase:
    """One of the area's lists."""
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    here = bool(criteria_here(timezone.localdate()))
    context = {"listing": listing, "tab": tab, "title": sheet.title, "here": here}
    return render(request, "benchmark/list.html", context)


@require_GET
def candidacies(request: PersonRequest) -> HttpResponseBase:
    """The candidacies that the person sees."""
    return listed(request, CANDIDACIES, "candidacies")


@require_GET
def marks(request: PersonRequest) -> HttpResponseBase:
    """What the person scores; for the office, what the members said."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return listed(request, MARKS, "marks")


def _said(row: Row, mark: Mark) -> list[dict[str, Any]]:
    titles = [one["title"] for one in row.criteria]
    return [{"title": title, **said} for title, said in zip(titles, mark.points, strict=False)]


@require_GET
def candidacy(request: PersonRequest, key: UUID) -> HttpResponse:
    """One candidacy: criteria with evidence, the record, the committee as far as the person may know it, what comes next."""
    person = request.person
    row = visible_or_404(Row, person, key, "party", "authority", "nominated_by")
    today = timezone.localdate()
    office = OFFICE.yes(person, row)
    found = Mark.objects.visible_to(person).filter(candidacy=row).select_related("member")
    about = objections(row).values("pk")
    known = row.party_id is not None and (office or PARTY.yes(person, row))
    lines = [line_of(duty, today) for duty in open_turns(row)]
    counts = office and row.stage == "scoring" and criteria_here(today)
    context = {
        "row": row,
        "sheet": CANDIDACIES,
        "stage": view(row),
        # Each member's turn is said once, not by whom.
        "lines": list({(one.duty.title, one.words): one for one in lines}.values()),
        "criteria": [
            (
                one,
                row.evidence[n] if n < len(row.evidence) else "",
                row.means[n] if n < len(row.means) else "",
            )
            for n, one in enumerate(row.criteria)
        ],
        "against": grounds(row.party_id, today, whole=office) if known and row.stage in OPEN else None,
        "marks": [(one, mark_view(one), _said(row, one)) for one in found],
        "total": total_of(row, least_members(today)) if counts else None,
        "objections": Concern.objects.visible_to(person).filter(pk__in=about),
        "official": person.scope.official,
    }
    return render(request, "benchmark/candidacy.html", context)


@require_GET
def public_index(request: HttpRequest) -> HttpResponseBase:
    """Enterprises published for objections, and those with a title."""
    listing = PUBLIC_BENCHMARKS.of(request)
    if listing.export is not None:
        return listing.export
    here = bool(criteria_here(timezone.localdate()))
    return render(request, "benchmark/public_index.html", {"listing": listing, "here": here})


@require_GET
def public_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them, with the way to object while that is open."""
    row = shown_to_all().select_related("authority").filter(public_id=key).first()
    if row is None:
        raise Http404(GONE)
    runs = row.stage == "published" and row.objections_until >= timezone.localdate()
    context = {"row": row, "sheet": PUBLIC_BENCHMARKS, "open": runs, "stage": public_view(row)}
    return render(request, "benchmark/public_detail.html", context)
