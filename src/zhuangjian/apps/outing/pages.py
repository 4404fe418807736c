"""What is out with whom, and what came home from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.outing.home import rows_of, standing
from zhuangjian.apps.outing.models import Handed, Outcome, Outing
from zhuangjian.apps.outing.sheets import OUTINGS, view
from zhuangjian.engines.rules.vocabulary import ItemResult
from zhuangjian.kernel.requests import PersonRequest

TONES = {Outcome.DONE: "ok", Outcome.CLASH: "warn", Outcome.REFUSED: "bad", Outcome.DROPPED: "off"}


@require_GET
def outings(request: PersonRequest) -> HttpResponseBase:
    """The inspections that are out, and those that were."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    listing = OUTINGS.of(request)
    if listing.export is not None:
        return listing.export
    return render(request, "outing/list.html", {"listing": listing})


@require_GET
def outing(request: PersonRequest, key: UUID) -> HttpResponse:
    """One of them: every piece that came home, and of what was not taken over both sides."""
    row = visible_or_404(Outing, request.person, key, "inspection", "person")
    log_rows([row], request.person, "带出现场办理", PAGE)
    pieces = []
    for one in Handed.objects.visible_to(request.person).filter(outing=row):
        items = rows_of(one) if one.outcome != Outcome.DONE else []
        sides = [(_labelled(mine), standing(row.inspection, mine["item"])) for mine in items]
        pieces.append((one, TONES[Outcome(one.outcome)], sides))
    context = {"row": row, "sheet": OUTINGS, "stage": view(row), "pieces": pieces}
    context["mine"] = row.person_id == request.person.pk
    return render(request, "outing/outing.html", context)


def _labelled(mine: Mapping[str, Any]) -> dict[str, Any]:
    labels = dict(ItemResult.choices())
    return {**mine, "label": labels.get(mine["result"], "")}
