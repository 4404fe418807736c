"""Rectifications: the list, one of them with its course and next step, the notice's form, the opinion to revoke."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.inspections.models import Deficiency, Inspection
from zhuangjian.apps.inspections.reading import PAGE, log_read, log_rows
from zhuangjian.apps.rectification.models import Problem, ProblemState, Rectification, RevocationOpinion
from zhuangjian.apps.rectification.notice import item_of
from zhuangjian.apps.rectification.revocation import revocation_ground
from zhuangjian.apps.rectification.sheets import RECTIFICATIONS, dossier_party, opinion_of
from zhuangjian.apps.rectification.timeline import events_of, stage_words
from zhuangjian.apps.rectification.who import LOCAL, LOCAL_OF_INSPECTION, PARTY
from zhuangjian.engines.calendar import is_working_day
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The list of rectifications that the person sees."""
    case_role_or_404(request.person)
    view = RECTIFICATIONS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "rectification/index.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One rectification: whose turn it is, what was asked, what happened."""
    person = request.person
    row = visible_or_404(
        Rectification, person, key, "party", "authority", "inspection", "issued_by", "ended_by"
    )
    log_rows([row], person, f"整改 {row.number}", PAGE)
    words, tone = stage_words(row, person)
    today = timezone.localdate()
    events = events_of(row, person)
    seen = row.inspection_id is not None
    ground = revocation_ground(row.inspection, today) if seen and person.scope.official else None
    context = {
        "row": row,
        "stage_words": words,
        "stage_tone": tone,
        "until": until_of(row.limit, today) if row.with_party else None,
        "rest_day": row.limit if row.with_party and not is_working_day(row.limit) else None,
        "deficiencies": _with_state(row, deficiencies_of(row.inspection, person), person) if seen else [],
        "waiting": set(row.problems.values_list("state", flat=True)),
        "events": events,
        "latest": next((e for e in reversed(events) if e.title.startswith("报送")), None),
        "documents": _documents(row, person),
        "mine": LOCAL.yes(person, row),
        "party_side": PARTY.yes(person, row),
        "sees_inspection": seen,
        "sheet": RECTIFICATIONS,
        "dossier": dossier_party(row, person) is not None,
        "ground": ground,
        "opinion": opinion_of(row, person),
    }
    return render(request, "rectification/detail.html", context)


@require_GET
def new(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The notice's form for an inspection; the rectification itself once it exists."""
    person = request.person
    inspection = visible_or_404(Inspection, person, key, "party", "local_authority")
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    standing = Rectification.objects.visible_to(person).filter(inspection=inspection).first()
    if standing:
        return HttpResponseRedirect(standing.get_absolute_url())
    log_read(inspection, person, "发出整改通知")
    context = {
        "inspection": inspection,
        "deficiencies": deficiencies_of(inspection, person),
        "mine": LOCAL_OF_INSPECTION.yes(person, inspection),
    }
    return render(request, "rectification/new.html", context)


@require_GET
def revocation(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The opinion that a licence be revoked, or its form (CQ 16)."""
    person = request.person
    inspection = visible_or_404(Inspection, person, key, "party", "organising_unit")
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    log_read(inspection, person, "撤销许可意见")
    context = {
        "inspection": inspection,
        "ground": revocation_ground(inspection, timezone.localdate()),
        "opinion": _opinion(inspection, person),
        "rectification": Rectification.objects.visible_to(person).filter(inspection=inspection).first(),
    }
    return render(request, "rectification/revocation.html", context)


def deficiencies_of(inspection: Inspection, person: Any) -> list[dict[str, Any]]:
    """Standing deficiencies the person may see, each with its checkpoint."""
    rows = (
        Deficiency.objects.visible_to(person)
        .filter(inspection=inspection)
        .exclude(status="withdrawn")
        .select_related("finding")
    )
    return [
        {"row": row, "item": item_of(inspection, row.finding.item), "no": row.finding.item} for row in rows
    ]


TONES = {
    ProblemState.PASSED: "ok",
    ProblemState.FAILED: "bad",
    ProblemState.PLANNED: "warn",
    ProblemState.DEFERRED: "warn",
}


def _with_state(row: Rectification, found: list[dict[str, Any]], person: Any) -> list[dict[str, Any]]:
    """The same with how far each is put right."""
    known = {p.deficiency_id: p for p in Problem.objects.visible_to(person).filter(rectification=row)}
    for one in found:
        if problem := known.get(one["row"].pk):
            one["problem"], one["tone"] = problem, TONES.get(ProblemState(problem.state), "wait")
    return found


def _documents(row: Rectification, person: Any) -> Any:
    return Document.objects.visible_to(person).filter(
        target_model="rectification.rectification", target_id=row.pk
    )


def _opinion(inspection: Inspection, person: Any) -> Any:
    return RevocationOpinion.objects.visible_to(person).filter(inspection=inspection).first()
