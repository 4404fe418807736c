"""Drafts of programmes: one's own side by side, and one with its items, what is left out, and what capacity costs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.planning.kept import drafts, told, told_of
from zhuangjian.apps.programme.models import Programme
from zhuangjian.engines.planner.plan import gap_percent
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest

NOT_THERE = "找不到这一页，或您无权查看。"
COMPARED, SHOWN = 8, 300
HEADS = ["企业", "地区", "检查单位", "计划日期", "理由", "风险分"]
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Have a programme drafted, and the drafts one had made, with what their settings came to."""
    if not ACTIONS["planning.draft"].may(request.person, None):
        raise Http404(NOT_THERE)
    jobs = list(drafts(request.person)[:COMPARED])
    made = [(job, summed(found) if (found := told(job)) else None) for job in jobs]
    return render(request, "planning/index.html", {"made": made})


@require_GET
def detail(request: PersonRequest, code: UUID, digest: str) -> HttpResponseBase:
    """One draft of one's own."""
    found = told_of(request.person, code)
    if found is None:
        raise Http404(NOT_THERE)
    if make := EXPORTS.get(request.GET.get("export", "")):
        lines = (
            [one["party"], one["region"], one["unit"], one["day"], "；".join(one["reasons"]), one["risk"]]
            for one in found["items"]
        )
        return make(f"{found['title']}草案", HEADS, lines)
    programme = Programme.objects.visible_to(request.person).filter(public_id=found["programme"]).first()
    context = {
        "told": found,
        "code": code,
        "sum": summed(found),
        "programme": programme,
        "items": list(enumerate(found["items"][:SHOWN])),
        "more": max(0, len(found["items"]) - SHOWN),
        "unmet": found["unmet"][:SHOWN],
    }
    return render(request, "planning/detail.html", context)


def summed(found: dict[str, Any]) -> dict[str, Any]:
    """A draft in a few figures: how much of the risk it covers, how near it is to the best, what one officer more brings."""
    units = [unit for unit in found["units"] if "bound" in unit]
    risk, covered = (sum(unit[name] for unit in units) for name in ("risk", "covered"))
    bound, objective = (sum(unit[name] for unit in units) for name in ("bound", "objective"))
    gains = [unit["more"] for unit in units if unit["more"] is not None]
    return {
        "parties": sum(unit["parties"] for unit in found["units"]),
        "officers": sum(unit["officers"] for unit in found["units"]),
        "visits": len(found["items"]),
        "left": len(found["unmet"]),
        "covered": 100 * covered / risk if risk else 100.0,
        "gap": gap_percent(objective, bound),
        "unplanned": sum(unit["parties"] for unit in found["units"] if not unit["officers"]),
        "units": units,
        "gain": 100 * max(gains) / risk if gains and risk else None,
    }
