"""The annual programme: years, one programme with its tasks, one task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.reads import note
from zhuangjian.apps.programme.actions.joint import ProposeJoint
from zhuangjian.apps.programme.actions.programmes import CreateProgramme
from zhuangjian.apps.programme.law import OPEN, joint_refused, merge_interval, must_join
from zhuangjian.apps.programme.models import Programme, Task, TaskStatus, Visit
from zhuangjian.apps.programme.origins import law_of
from zhuangjian.apps.programme.sheets import (
    PROGRAMMES,
    TASKS,
    inspection_of,
    near,
    programme_status,
    status_view,
)
from zhuangjian.apps.programme.sheets_joint import visit_status
from zhuangjian.apps.programme.who import OFFICERS, OFFICERS_OF_TASK
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Programmes by year, each with how far it has come."""
    person = request.person
    _officials_only(person)
    view = PROGRAMMES.of(request)
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    return render(
        request, "programme/index.html", {"listing": view, "makes": CreateProgramme.may(person, None)}
    )


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One programme: what it is for, its tasks, and which of them must be merged."""
    person = request.person
    row = visible_or_404(Programme, person, key, "authority", "author", "approved_by")
    mine = TASKS.seen(person).filter(programme=row)
    view = TASKS.of(request, mine)
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    context = {
        "row": row,
        "sheet": PROGRAMMES,
        "state": programme_status(row),
        "listing": view,
        "merges": proposals(person, row),
        "manages": OFFICERS.yes(person, row),
        "empty": not mine.exists(),
        "interval": merge_interval(),
    }
    return render(request, "programme/detail.html", context)


def proposals(person: Any, row: Programme) -> list[dict[str, Any]]:
    """Groups of this programme's open tasks that CQ 8 orders to be merged, and the days between their parts."""
    by_party: dict[int, list[Task]] = {}
    for task in TASKS.seen(person).filter(programme=row, status__in=OPEN):
        by_party.setdefault(task.party_id, []).append(task)
    return [group for tasks in by_party.values() if len(tasks) > 1 for group in _groups(tasks)]


def _groups(tasks: list[Task]) -> list[dict[str, Any]]:
    by_id = {str(t.pk): t for t in tasks}
    answer = must_join(tasks)
    groups = []
    for ids in answer.value.groups:
        members = [by_id[i] for i in ids]
        days = [p.days for p in answer.value.pairs if p.first in ids and p.second in ids]
        # The secret one has to be the one that stays (CQ 34).
        main = next((t for t in members if t.inspection_type == "for_cause"), members[0])
        groups.append({"main": main, "tasks": members, "days": max(days)})
    return groups


@require_GET
def tasks(request: PersonRequest) -> HttpResponse:
    """All tasks that the person may see, and the ways in for those that come from elsewhere than a programme."""
    person = request.person
    _officials_only(person)
    view = TASKS.of(request)
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    return render(request, "programme/tasks.html", {"listing": view})


@require_GET
def task(request: PersonRequest, key: UUID) -> HttpResponse:
    """One task: assign it, merge others into it, cancel it, or open its inspection."""
    person = request.person
    related = (
        "party",
        "site",
        "authority",
        "programme",
        "origin__stated_by",
        "assigned_to",
        "assigned_by",
        "merged_into",
    )
    row = visible_or_404(Task, person, key, *related)
    note(person, [row], "任务", "网页")
    others = near(row, person)
    begun = any(other.status == TaskStatus.UNDER_WAY for other, _, _ in others)
    context = {
        "row": row,
        "sheet": TASKS,
        "state": status_view(row),
        "near": others,
        "own_near": any(other.authority_id == row.authority_id for other, _, _ in others),
        "partners": ProposeJoint.allowed(person, row) and ProposeJoint.choices(person, row)["unit"],
        "joint": [
            (one, *visit_status(one))
            for one in Visit.objects.visible_to(person).filter(parts__task=row).select_related("unit")
        ],
        "alone": begun or joint_refused(row) or row.inspection_type == InspectionType.FOR_CAUSE,
        "interval": merge_interval(),
        "origin_law": law_of(row),
        "inspection": inspection_of(row, person),
        "manages": OFFICERS_OF_TASK.yes(person, row),
    }
    return render(request, "programme/task.html", context)


def _officials_only(person: Any) -> None:
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
