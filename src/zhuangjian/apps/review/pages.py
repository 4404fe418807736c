"""Reviews: the list, the review of one inspection, and a question with its answer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.review.law import needed
from zhuangjian.apps.review.models import Question, Review
from zhuangjian.apps.review.papers import REPORT
from zhuangjian.apps.review.sheets import REVIEWS, stage_view
from zhuangjian.apps.review.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

STEPS = ("review.conclude", "review.sign", "review.issue")


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The reviews that the person sees."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = REVIEWS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "review/index.html", {"listing": view})


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """The review of an inspection: who reviews, what is asked, what it came to, and the next step."""
    row, context = opened(request, key, "review")
    person = request.person
    review = Review.objects.visible_to(person).filter(inspection=row).first()
    context |= {"review": review, "needed": needed(row), "reviews": REVIEWS}
    if review is not None:
        today = timezone.localdate()
        questions = Question.objects.visible_to(person).filter(review=review)
        context |= {
            "review_stage": stage_view(review),
            "reviewers": review.reviewers.select_related("person"),
            "questions": questions.select_related("asked_by", "answered_by"),
            "lines": [line_of(duty, today) for duty in open_turns(review)],
            "acts": [name for name in STEPS if ACTIONS[name].allowed(person, review)],
            "papers": Document.objects.visible_to(person).filter(
                target_model=row._meta.label_lower, target_id=row.pk, kind=REPORT
            ),
        }
    return render(request, "review/of_inspection.html", context)


@require_GET
def question(request: PersonRequest, key: UUID) -> HttpResponse:
    """One question: for the team its answer, for the party its confirmation."""
    person = request.person
    row = visible_or_404(Question, person, key, "inspection__party", "inspection__dispatching_unit", "review")
    inspection = row.inspection
    if person.scope.official:
        log_rows([row.review], person, f"审核询问第{row.no}项", PAGE)
    acts = [name for name in ("review.answer", "review.confirm") if ACTIONS[name].allowed(person, row)]
    context = {"row": row, "inspection": inspection, "acts": acts, "official": person.scope.official}
    return render(request, "review/question.html", context)
