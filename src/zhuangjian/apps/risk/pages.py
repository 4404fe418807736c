"""Grades: the overview, the lists, a party's point sheet, a change, an objection, and the method for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk import overview
from zhuangjian.apps.risk.law import method_on, objection_days
from zhuangjian.apps.risk.models import GradeChange, Objection, PartyGrade
from zhuangjian.apps.risk.sheets import (
    CHANGES,
    GRADES,
    OBJECTIONS,
    change_view,
    grade_view,
    move_view,
    objection_view,
)
from zhuangjian.apps.risk.warning_scores import warning_of
from zhuangjian.engines.risk.pack_loading import grade_pack, grade_pack_names
from zhuangjian.engines.risk.pack_loading_tables import method_table
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}
SHEET_HEADS = ("组", "因素", "得分", "上限", "事实", "依据", "记录", "发生日期", "基本分", "留存比例", "计分")
SHOWN = 20


def officials_only(request: PersonRequest) -> None:
    """404 for everybody else."""
    if not request.person.scope.official:
        raise Http404(GONE)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """Grades by district with the move since the last run; also as a table."""
    officials_only(request)
    person = request.person
    found = overview.districts(person)
    if make := EXPORTS.get(request.GET.get("export", "")):
        return make("风险等级按地区", overview.HEADS, [one.row for one in found])
    run = overview.last_run()
    context = {
        "districts": found,
        "heads": overview.HEADS,
        "letters": overview.LETTERS,
        "totals": [sum(one.counts[g] for one in found) for g in overview.LETTERS],
        "chart": overview.chart(found),
        "run": run,
        "moves": overview.moves(person, run) if run else {},
        "reasons": overview.top_reasons(person),
        "open": overview.open_matters(person),
    }
    return render(request, "risk/index.html", context)


@require_GET
def grades(request: PersonRequest) -> HttpResponseBase:
    """The grades that the person sees."""
    return _listed(request, GRADES, "risk/grades.html")


@require_GET
def changes(request: PersonRequest) -> HttpResponseBase:
    """The changes that the person sees."""
    return _listed(request, CHANGES, "risk/changes.html")


@require_GET
def objections(request: PersonRequest) -> HttpResponseBase:
    """The objections that the person sees."""
    return _listed(request, OBJECTIONS, "risk/objections.html")


def _listed(request: PersonRequest, sheet: Any, template: str) -> HttpResponseBase:
    case_role_or_404(request.person)
    view = sheet.of(request)
    return view.export if view.export is not None else render(request, template, {"listing": view})


@require_GET
def grade(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The point sheet of one party, for officials and for the party itself."""
    person = request.person
    row = visible_or_404(PartyGrade, person, key, "party", "authority", "run", "manual_by")
    factors = _factors(row)
    if make := EXPORTS.get(request.GET.get("export", "")):
        return make(f"{row.party.name}风险计分表", SHEET_HEADS, _sheet_rows(factors))
    context = {
        "row": row,
        "official": person.scope.official,
        "warning": warning_of(person, row.party),
        "grade": grade_view(row),
        "move": move_view(row),
        "groups": [
            (title, [one for one in factors if one["group"] == group], points)
            for title, group, points in (
                ("静态因素", "static", row.static),
                ("动态因素", "dynamic", row.dynamic),
            )
        ],
        "sheet": GRADES,
        "facts": row.sheet,
        "changes": GradeChange.objects.visible_to(person).filter(of=row)[:SHOWN],
        "objections": Objection.objects.visible_to(person).filter(of=row)[:SHOWN],
        "sees_party": Party.objects.visible_to(person).filter(pk=row.party_id).exists(),
    }
    return render(request, "risk/grade.html", context)


def _factors(row: PartyGrade) -> list[dict[str, Any]]:
    """The lines of the sheet: officials read the single reports, the party their points together."""
    own = list(row.sheet.get("factors", ()))
    reports = row.internal.get("factors") if row.internal else None
    if reports is not None:
        return own + list(reports)
    together = row.sheet.get("together")
    if not together:
        return own
    return [
        *own,
        {
            "group": "dynamic",
            "title": together["title"],
            "points": together["points"],
            "fact": "单件信息不向被检查对象显示",
            "evidence": [],
        },
    ]


def _sheet_rows(factors: list[dict[str, Any]]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for one in factors:
        head = [
            {"static": "静态", "dynamic": "动态"}.get(one["group"], one["group"]),
            one["title"],
            one["points"],
            one.get("cap"),
            one.get("fact", ""),
            one.get("article", ""),
        ]
        rows.append([*head, "", "", "", "", ""])
        rows += [
            [*head[:2], "", "", "", "", e["title"], e["occurred_on"], e["base"], e["share"], e["points"]]
            for e in one["evidence"]
        ]
    return rows


@require_GET
def change(request: PersonRequest, key: UUID) -> HttpResponse:
    """One change of a grade."""
    row = visible_or_404(GradeChange, request.person, key, "party", "authority", "of", "noted_by")
    context = {
        "row": row,
        "stage": change_view(row),
        "sheet": CHANGES,
        "official": request.person.scope.official,
    }
    return render(request, "risk/change.html", context)


@require_GET
def objection(request: PersonRequest, key: UUID) -> HttpResponse:
    """One objection with its answer."""
    row = visible_or_404(
        Objection, request.person, key, "party", "authority", "of", "filed_by", "answered_by"
    )
    context = {
        "row": row,
        "stage": objection_view(row),
        "sheet": OBJECTIONS,
        "official": request.person.scope.official,
    }
    return render(request, "risk/objection.html", context)


@require_GET
def method(request: HttpRequest) -> HttpResponse:
    """The grading method as published: for everybody, signed in or not; officials find the example methods beside it."""
    today = timezone.localdate()
    current = method_on(today)
    official = request.user.is_authenticated and request.user.scope.official
    name = request.GET.get("example", "")
    examples = (
        [one for one in grade_pack_names() if not current.label.startswith(f"{one}@")] if official else []
    )
    shown = grade_pack(name).on(today, settings.REGION) if name in examples else current
    return render(
        request,
        "risk/method.html",
        {
            "table": method_table(shown),
            "method": shown,
            "example": shown is not current,
            "examples": [(one, grade_pack(one).title) for one in examples],
            "official": official,
            "objection_days": objection_days(today),
        },
    )
