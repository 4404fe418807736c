"""Guidance of enterprises, the ledger of it, and the committee of experts (LN 2(2))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.guidance.law import moments_here, pairs
from zhuangjian.apps.guidance.models import (
    Expert,
    ExpertConflict,
    Guidance,
    GuidanceVisit,
    Pairing,
    PairingList,
)
from zhuangjian.apps.guidance.sheets import (
    EXPERTS,
    GUIDANCES,
    PAIRING_LISTS,
    PAIRINGS,
    VISITS,
    expert_view,
    guidance_view,
    list_view,
    pairing_view,
    visit_view,
)
from zhuangjian.apps.warning.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


def _list(request: PersonRequest, sheet: Any, tab: str) -> HttpResponseBase:
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    here = bool(moments_here(timezone.localdate()))
    context = {"listing": listing, "tab": tab, "title": sheet.title, "here": here}
    context["pairs"] = pairs(timezone.localdate())
    return render(request, "guidance/list.html", context)


def _lines(row: Any) -> list[Any]:
    today = timezone.localdate()
    return [line_of(duty, today) for duty in open_turns(row)]


@require_GET
def guidances(request: PersonRequest) -> HttpResponseBase:
    """The enterprises that are guided."""
    return _list(request, GUIDANCES, "guidances")


@require_GET
def visits(request: PersonRequest) -> HttpResponseBase:
    """The ledger of guidance."""
    return _list(request, VISITS, "visits")


@require_GET
def experts(request: PersonRequest) -> HttpResponseBase:
    """The committee."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return _list(request, EXPERTS, "experts")


@require_GET
def expert(request: PersonRequest, key: UUID) -> HttpResponse:
    """One member, with the enterprises to stay away from as far as the person sees them."""
    row = visible_or_404(Expert, request.person, key, "authority", "account")
    found = ExpertConflict.objects.visible_to(request.person).filter(expert=row).select_related("party")
    context = {"row": row, "sheet": EXPERTS, "stage": expert_view(row), "conflicts": found}
    return render(request, "guidance/expert.html", context)


@require_GET
def guidance(request: PersonRequest, key: UUID) -> HttpResponse:
    """One enterprise: why in which group, the plan, the entries of the ledger, the figures before and after."""
    row = visible_or_404(Guidance, request.person, key, "party", "authority", "expert", "second_expert")
    found = GuidanceVisit.objects.visible_to(request.person).filter(guidance=row)
    context = {
        "row": row,
        "sheet": GUIDANCES,
        "stage": guidance_view(row),
        "lines": _lines(row),
        "visits": [(one, visit_view(one)) for one in found],
        "figures": _compared(row),
        "same": bool(row.after) and dict(row.after).get("最近一次检查") == "没有",
        "official": request.person.scope.official,
        "pairing": Pairing.objects.visible_to(request.person)
        .filter(guidance=row)
        .select_related("supporter", "party")
        .first(),
    }
    return render(request, "guidance/guidance.html", context)


@require_GET
def visit(request: PersonRequest, key: UUID) -> HttpResponse:
    """One entry of the ledger."""
    row = visible_or_404(GuidanceVisit, request.person, key, "party", "guidance")
    context = {"row": row, "sheet": VISITS, "stage": visit_view(row), "lines": _lines(row)}
    return render(request, "guidance/visit.html", context)


@require_GET
def pairing_lists(request: PersonRequest) -> HttpResponseBase:
    """The lists of the years."""
    return _list(request, PAIRING_LISTS, "pairing_lists")


@require_GET
def pairings(request: PersonRequest) -> HttpResponseBase:
    """The enterprises of all years."""
    return _list(request, PAIRINGS, "pairings")


@require_GET
def pairing_list(request: PersonRequest, key: UUID) -> HttpResponse:
    """One year: who is listed with visits and the figures before and after, and who is still to be decided."""
    row = visible_or_404(PairingList, request.person, key, "authority")
    found = (
        Pairing.objects.visible_to(request.person)
        .filter(year=row.year)
        .select_related("party", "supporter", "guidance")
        .annotate(held=Count("guidance__visits"))
        .order_by(F("wished_at").asc(nulls_last=True), "-weak", "party__pinyin")
    )
    helped = [
        (one, _compared(one.guidance) if one.guidance else []) for one in found if one.stage == "listed"
    ]
    others = [one for one in found if one.stage != "listed"]
    context = {
        "row": row,
        "sheet": PAIRING_LISTS,
        "stage": list_view(row),
        "lines": _lines(row),
        "helped": helped,
        "waiting": [(one, pairing_view(one)) for one in others if one.stage == "candidate"],
        "left_out": [one for one in others if one.stage == "left_out"],
        "official": request.person.scope.official,
    }
    return render(request, "guidance/pairing_list.html", context)


def _compared(row: Guidance) -> list[tuple[str, str, str]]:
    after = dict(row.after)
    return [(title, before, after.get(title, "")) for title, before in row.before]


@require_GET
def pairing(request: PersonRequest, key: UUID) -> HttpResponse:
    """One enterprise of a year: its grounds, its wish, the decision."""
    row = visible_or_404(Pairing, request.person, key, "party", "listing", "supporter", "guidance")
    context = {
        "row": row,
        "sheet": PAIRINGS,
        "stage": pairing_view(row),
        "official": request.person.scope.official,
    }
    return render(request, "guidance/pairing.html", context)
