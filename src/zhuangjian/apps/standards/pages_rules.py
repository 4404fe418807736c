"""Opinions and what was said of them, mock cases with how far people agree, proposals to change a rule."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.standards.agreement import marked_by, of_cases, people_in, shown
from zhuangjian.apps.standards.law import law_key
from zhuangjian.apps.standards.models import Comment, MockCase, MockStage, Opinion, Proposal
from zhuangjian.apps.standards.models.guides import point_words
from zhuangjian.apps.standards.pages import lines_of, listed
from zhuangjian.apps.standards.sheets_rules import (
    ARRANGEMENTS,
    MOCKS,
    OPINIONS,
    PROPOSALS,
    comment_view,
    document_view,
    view,
)
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def opinions(request: PersonRequest) -> HttpResponseBase:
    """Opinions that the person sees."""
    return listed(request, OPINIONS, "opinions", "standards.draft_opinion", law="production_rules")


@require_GET
def opinion(request: PersonRequest, key: UUID) -> HttpResponse:
    """One opinion: text, requirements, versions, comments with answers."""
    row = visible_or_404(Opinion, request.person, key, "authority", "written_by", "issued_by", "replaces")
    seen = Opinion.objects.visible_to(request.person)
    said = Comment.objects.visible_to(request.person).filter(opinion=row).select_related("party", "unit")
    official = request.person.scope.official
    context = {
        "row": row,
        "sheet": OPINIONS,
        "stage": document_view(row),
        "cites": law_key(row.kind),
        "versions": [*seen.filter(replaces=row), *([row.replaces] if row.replaces else [])],
        "lines": lines_of(row) if official else [],
        "asked": [(point_words(one["edition"], one["item"]), one["text"]) for one in row.lines],
        "texts": [{**one, "at": datetime.fromisoformat(one["at"])} for one in reversed(row.texts)],
        "comments": [(one, comment_view(one)) for one in said],
        "official": official,
    }
    return render(request, "standards/opinion.html", context)


@require_GET
def arrangements(request: PersonRequest) -> HttpResponseBase:
    """Arrangements of the enterprises that the person sees."""
    return listed(request, ARRANGEMENTS, "arrangements", law="production_rules")


@require_GET
def mocks(request: PersonRequest) -> HttpResponseBase:
    """Mock cases."""
    return listed(request, MOCKS, "mocks", "standards.open_mock", law="consistency")


@require_GET
def mock(request: PersonRequest, key: UUID) -> HttpResponse:
    """One mock case; how far people agree is shown once nobody can be led by it any more."""
    row = visible_or_404(MockCase, request.person, key, "authority", "opened_by")
    closed = row.stage == MockStage.CLOSED
    context = {
        "row": row,
        "sheet": MOCKS,
        "stage": view(row),
        "lines": lines_of(row),
        "points": [point_words(row.edition, no) for no in row.items],
        "mine": marked_by(request.person, row),
        "people": people_in(row),
        "found": shown(row.edition, of_cases([row])) if closed else [],
        "closed": closed,
    }
    return render(request, "standards/mock.html", context)


@require_GET
def proposals(request: PersonRequest) -> HttpResponseBase:
    """Proposals to change a rule."""
    return listed(request, PROPOSALS, "proposals", "standards.propose", law="consistency")


@require_GET
def proposal(request: PersonRequest, key: UUID) -> HttpResponse:
    """One proposal with its evidence and decision."""
    row = visible_or_404(Proposal, request.person, key, "authority", "unit", "opened_by", "decided_by")
    parts = [("现在的规定", row.now), ("建议改成", row.wanted), ("依据的情况和数据", row.evidence)]
    context = {"row": row, "sheet": PROPOSALS, "stage": view(row), "lines": lines_of(row), "parts": parts}
    return render(request, "standards/proposal.html", context)
