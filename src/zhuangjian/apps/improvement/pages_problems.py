"""Common problems: the list with both ways of closing apart, one of them, an analysis, surveys (LN 2(1))."""

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
from zhuangjian.apps.improvement.actions.problems import after
from zhuangjian.apps.improvement.law import confidence, least_inspections
from zhuangjian.apps.improvement.models import (
    Analysis,
    Problem,
    ProblemStage,
    ProblemStep,
    Survey,
    SurveyAnswer,
)
from zhuangjian.apps.improvement.sheets_problems import (
    ANALYSES,
    OPEN,
    PROBLEMS,
    SURVEYS,
    counted,
    problem_view,
    rows_for,
    survey_view,
)
from zhuangjian.apps.improvement.waiting import open_turns
from zhuangjian.apps.jobs.models import OVER, Job
from zhuangjian.engines.improvement.shares import Share, change
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"
# Most checkpoints of an analysis that a page shows; the API tells them all.
SHOWN = 40


@require_GET
def problems(request: PersonRequest) -> HttpResponseBase:
    """The list, with how many were closed by figures and how many by reasons."""
    if not request.person.scope.official:
        raise Http404(GONE)
    view = PROBLEMS.of(request)
    if view.export is not None:
        return view.export
    rows = Problem.objects.visible_to(request.person)
    jobs = Job.objects.visible_to(request.person).filter(action="improvement.analyse")
    context = {
        "listing": view,
        "counts": [
            ("化解中", rows.filter(stage__in=OPEN).count()),
            ("按数据销号", rows.filter(stage=ProblemStage.FIGURES).count()),
            ("按理由销号", rows.filter(stage=ProblemStage.REASONS).count()),
        ],
        "analyses": Analysis.objects.visible_to(request.person)[:3],
        "running": jobs.exclude(state__in=OVER).first(),
    }
    return render(request, "improvement/problems.html", context)


@require_GET
def problem(request: PersonRequest, key: UUID) -> HttpResponse:
    """One problem: before and now, the measures, how it went."""
    row = visible_or_404(
        Problem, request.person, key, "plan", "plan__authority", "unit", "analysis", "closed_by"
    )
    today = timezone.localdate()
    now = after(row, today) if row.after_n is None else Share(row.after_hits or 0, row.after_n)
    context = {
        "row": row,
        "sheet": PROBLEMS,
        "stage": problem_view(row),
        "lines": [line_of(duty, today) for duty in open_turns(row)],
        "before": row.before,
        "now": now,
        "least": least_inspections(today),
        "change": change(row.before, now, confidence(today)),
        "steps": ProblemStep.objects.visible_to(request.person)
        .filter(problem=row)
        .select_related("entered_by"),
    }
    return render(request, "improvement/problem.html", context)


@require_GET
def analyses(request: PersonRequest) -> HttpResponseBase:
    """The analyses that the person sees."""
    if not request.person.scope.official:
        raise Http404(GONE)
    view = ANALYSES.of(request)
    if view.export is not None:
        return view.export
    words = "从近几年的检查、抽检、投诉举报和行政处罚中逐个要点计数"
    context = {"listing": view, "title": "共性问题分析", "words": words, "law": "improvement_problems"}
    return render(request, "improvement/list.html", context)


@require_GET
def analysis(request: PersonRequest, key: UUID) -> HttpResponse:
    """One analysis: the checkpoints by how certain they are frequent, and what other sources tell by theme."""
    row = visible_or_404(Analysis, request.person, key, "plan", "plan__authority")
    rows = rows_for(row, request.person)
    themes: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        themes.setdefault(one["theme_title"], []).append(one)
    context = {
        "row": row,
        "sheet": ANALYSES,
        "rows": [_shown(one) for one in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "themes": [(title, len(found), sum(one["hits"] for one in found)) for title, found in themes.items()],
    }
    return render(request, "improvement/analysis.html", context)


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    return one | {
        "percent": Share(one["hits"], one["n"]).percent,
        "between": f"{100 * one['low']:.1f}—{100 * one['high']:.1f}",
        "fair": "" if one["adjusted"] is None else f"{100 * one['adjusted']:.1f}",
        "years": [Share(*pair).percent or "—" for pair in one["windows"]],
        "course": {"up": ("上升", "bad"), "down": ("下降", "ok")}.get(one["trend"]),
    }


@require_GET
def surveys(request: PersonRequest) -> HttpResponseBase:
    """The surveys; an enterprise finds here what it is asked."""
    view = SURVEYS.of(request)
    if view.export is not None:
        return view.export
    words = "向企业了解质量体系运行中的困难和问题，网上填写，自动汇总"
    context = {"listing": view, "title": "企业调研", "words": words, "law": "improvement_problems"}
    return render(request, "improvement/surveys.html", context)


@require_GET
def survey(request: PersonRequest, key: UUID) -> HttpResponse:
    """One survey: for an enterprise the questions and its answer, for officials what was answered."""
    row = visible_or_404(Survey, request.person, key, "plan")
    official = request.person.scope.official
    context = {
        "row": row,
        "sheet": SURVEYS,
        "stage": survey_view(row),
        "questions": list(enumerate(row.questions, 1)),
        "counts": counted(row, request.person) if official else None,
        "answers": SurveyAnswer.objects.visible_to(request.person).filter(survey=row).select_related("party"),
    }
    return render(request, "improvement/survey.html", context)
