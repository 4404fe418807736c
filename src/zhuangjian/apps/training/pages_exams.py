"""The bank, examinations, sittings and certificates as pages."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.training.actions.exams import bank_of, involved
from zhuangjian.apps.training.models import Exam, Item, ItemVersion, Question, Sitting, SittingStage
from zhuangjian.apps.training.queries import certificate_with
from zhuangjian.apps.training.sheets_exams import (
    CERTIFICATES,
    EXAMS,
    ITEMS,
    SITTINGS,
    certificate_state,
    exam_stage,
    sitting_stage,
    version_stage,
)
from zhuangjian.apps.training.statistics import behaviours, doubtful
from zhuangjian.apps.training.who import BANK, EXAMINEES, TRAINERS
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


@require_GET
def bank(request: PersonRequest) -> HttpResponseBase:
    """The questions of one's authority."""
    if not TRAINERS.yes(request.person, None):
        raise Http404(GONE)
    view = ITEMS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "training/bank.html", {"listing": view, "tab": "bank"})


@require_GET
def item(request: PersonRequest, key: UUID) -> HttpResponse:
    """One question: its versions, how each did, and what should be looked at."""
    row = visible_or_404(Item, request.person, key, "authority")
    versions = list(
        ItemVersion.objects.visible_to(request.person)
        .filter(item=row)
        .select_related("written_by", "approved_by")
    )
    did = behaviours(versions)
    context = {
        "row": row,
        "versions": [
            {
                "row": one,
                "stage": version_stage(one),
                "did": did[one.pk],
                "options": [
                    (at + 1, text, at in one.key, did[one.pk].chosen.get(at, 0))
                    for at, text in enumerate(one.options)
                ],
            }
            for one in versions
        ],
        "tab": "bank",
    }
    return render(request, "training/item.html", context)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """Examinations that one may sit or holds."""
    case_role_or_404(request.person)
    view = EXAMS.of(request)
    if view.export is not None:
        return view.export
    return render(
        request,
        "training/exams.html",
        {"listing": view, "trains": TRAINERS.yes(request.person, None), "tab": "exams"},
    )


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One examination: sitting it, who sat it, and how its questions did for who keeps the bank."""
    person = request.person
    row = visible_or_404(Exam, person, key, "authority")
    view = SITTINGS.of(request, SITTINGS.seen(person).filter(exam=row))
    if view.export is not None:
        return view.export
    keeps = BANK.yes(person, row)
    context = {
        "row": row,
        "sheet": EXAMS,
        "stage": exam_stage(row),
        "listing": view,
        "running": Sitting.objects.visible_to(person)
        .filter(exam=row, person=person, stage=SittingStage.RUNNING)
        .first(),
        "sits": EXAMINEES.yes(person, row) and not involved(person, row),
        "doubtful": doubtful(row) if keeps else [],
        "there": {topic: len(rows) for topic, rows in bank_of(row).items()} if keeps else {},
        "tab": "exams",
    }
    return render(request, "training/exam.html", context)


@never_cache
@require_GET
def sitting(request: PersonRequest, key: UUID) -> HttpResponse:
    """Answering, for who sits it; afterwards, and for the others, what came of it."""
    person = request.person
    row = visible_or_404(Sitting, person, key, "exam", "exam__authority", "person")
    questions = Question.objects.visible_to(person).filter(sitting=row).order_by("no")
    left = (row.ends_at - timezone.now()).total_seconds()
    context = {
        "row": row,
        "sheet": SITTINGS,
        "stage": sitting_stage(row),
        "running": row.stage == SittingStage.RUNNING and row.person_id == person.pk,
        "left": max(int(left), 0),
        "questions": [
            {
                "row": one,
                "many": one.kind in ("multiple", "mock"),
                "options": [
                    (at, text, one.chosen is not None and at in one.chosen)
                    for at, text in enumerate(one.options)
                ],
            }
            for one in questions
        ],
        "certificate": CERTIFICATES.seen(person).filter(sitting=row).first(),
        "tab": "exams",
    }
    return render(request, "training/sitting.html", context)


@require_GET
def certificates(request: PersonRequest) -> HttpResponseBase:
    """Certificates: one's own, of one's people, and issued by one's authority."""
    case_role_or_404(request.person)
    view = CERTIFICATES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "training/certificates.html", {"listing": view, "tab": "certificates"})


@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the certificate of this code holds; anybody who has the code may ask."""
    row = certificate_with(code)
    if row is None:
        raise Http404("没有这个编号的合格证，请核对编号。")
    context = {"row": row, "state": certificate_state(row), "withdraws": row}
    return render(request, "training/certificate.html", context)
