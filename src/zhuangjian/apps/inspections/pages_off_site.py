"""Pages of inspections that are not made on the spot: what was asked for, sessions from afar, what follows (CQ 7, 31)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.inspections.models import MaterialRequest, OffSiteAssessment, RemoteSession, Submission
from zhuangjian.apps.inspections.models.off_site import AskStage
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.inspections.sheets_off_site import MATERIALS, stage_of
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """What the party was asked for and handed in, the sessions, and the assessment of the result."""
    row, context = opened(request, key, "offsite")
    person = request.person
    asked = MaterialRequest.objects.visible_to(person).filter(inspection=row).order_by("no")
    sessions = RemoteSession.objects.visible_to(person).filter(inspection=row)
    found = OffSiteAssessment.objects.visible_to(person).filter(inspection=row)
    context |= {
        "asked": [_line(one, person) for one in asked],
        "sessions": sessions.select_related("recorded_by"),
        "assessment": found.select_related("task", "decided_by").first(),
    }
    return render(request, "inspections/off_site.html", context)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """Everything that parties are asked for, as far as the person may see it."""
    case_role_or_404(request.person)
    view = MATERIALS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "inspections/materials.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One thing that was asked for, with every attempt."""
    person = request.person
    row = visible_or_404(MaterialRequest, person, key, "party", "inspection", "asked_by")
    log_rows([row], person, f"材料要求 {row.no}", PAGE)
    context = _line(row, person) | {"official": person.scope.official, "sheet": MATERIALS}
    return render(request, "inspections/material.html", context)


def _line(row: MaterialRequest, person: Any) -> dict[str, Any]:
    rows = Submission.objects.visible_to(person).filter(request=row).select_related("judged_by")
    papers = Document.objects.visible_to(person).filter(
        target_model="inspections.materialrequest", target_id=row.pk
    )
    by_digest = {paper.digest: paper for paper in papers}
    today = timezone.localdate()
    return {
        "row": row,
        "stage": stage_of(row),
        "until": until_of(row.due_on, today) if row.stage == AskStage.WAITING else None,
        "attempts": [
            {"row": one, "files": [(f["name"], by_digest.get(f["sha256"])) for f in one.files]}
            for one in rows
        ],
    }
