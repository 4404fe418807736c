"""Answers, cases, guides and questions of checkpoints (LN 2(10))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.standards.models import Guide, Question
from zhuangjian.apps.standards.sheets import GUIDES, QUESTIONS, WORDINGS, view
from zhuangjian.apps.standards.suggesting import precision
from zhuangjian.apps.standards.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

FOR_PARTIES = ("guides", "opinions", "arrangements")
GONE = "找不到这一页，或您无权查看。"


def listed(request: PersonRequest, sheet: Any, tab: str, create: str = "", *, law: str) -> HttpResponseBase:
    """The page of one sheet under its tab."""
    if not request.person.scope.official and not (tab in FOR_PARTIES and request.person.scope.parties):
        raise Http404(GONE)
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    context = {"listing": listing, "tab": tab, "title": sheet.title, "create": create, "cites": law}
    return render(request, "standards/list.html", context)


def lines_of(row: Any) -> list[Any]:
    """The open duties on a row, told to everybody who sees the row."""
    today = timezone.localdate()
    return [line_of(one, today) for one in open_turns(row)]


@require_GET
def guides(request: PersonRequest) -> HttpResponseBase:
    """What is written about checkpoints, as far as the person sees it."""
    return listed(request, GUIDES, "guides", "standards.write", law="consistency")


@require_GET
def guide(request: PersonRequest, key: UUID) -> HttpResponse:
    """One version, with those before and after it."""
    row = visible_or_404(Guide, request.person, key, "authority", "written_by", "approved_by", "replaces")
    seen = Guide.objects.visible_to(request.person)
    context = {
        "row": row,
        "sheet": GUIDES,
        "stage": view(row),
        "lines": lines_of(row) if request.person.scope.official else [],
        "later": seen.filter(replaces=row).first(),
    }
    return render(request, "standards/guide.html", context)


@require_GET
def questions(request: PersonRequest) -> HttpResponseBase:
    """What the person asked or may answer."""
    return listed(request, QUESTIONS, "questions", "standards.ask", law="consistency")


@require_GET
def question(request: PersonRequest, key: UUID) -> HttpResponse:
    """One question with its answer."""
    row = visible_or_404(Question, request.person, key, "authority", "asked_by", "answer")
    context = {"row": row, "sheet": QUESTIONS, "stage": view(row), "lines": lines_of(row)}
    return render(request, "standards/question.html", context)


@require_GET
def wordings(request: PersonRequest) -> HttpResponseBase:
    """Published wordings, with how often suggestions made of them were right."""
    return listed(request, WORDINGS, "wordings", "standards.add_wordings", law="assisted_inspection")


@require_GET
def suggestions(request: PersonRequest) -> HttpResponse:
    """How often the checkpoint that was chosen was among those suggested, by version of the model."""
    if not request.person.scope.official:
        raise Http404(GONE)
    return render(request, "standards/precision.html", {"rows": precision(), "tab": "precision"})
