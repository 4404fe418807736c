"""The annual programme: years, one programme with its tasks, one task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.reads import note
from zhuangjian.apps.programme.law import OPEN, describe, merge_interval, must_join, tasks_to_join
from zhuangjian.apps.programme.models import Programme, Task
from zhuangjian.apps.programme.sheets import TASKS, status_view, tasks_of
from zhuangjian.apps.programme.who import OFFICERS
from zhuangjian.engines.rules.answer import Refusal


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Programmes by year, each with how far it has come."""
    person: Any = request.user
    _officials_only(person)
    seen = Task.objects.visible_to(person).values("pk")
    within = Q(tasks__in=seen)
    live = within & ~Q(tasks__status__in=("merged", "cancelled"))
    rows = (
        Programme.objects.visible_to(person)
        .select_related("authority")
        .annotate(
            total=Count("tasks", filter=live),
            waiting=Count("tasks", filter=within & Q(tasks__status="planned")),
            done=Count("tasks", filter=within & Q(tasks__status="done")),
        )
        .order_by("-year", "authority__name")
    )
    return render(request, "programme/index.html", {"programmes": rows})


@require_GET
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One programme: what it is for, its tasks, and which of them must be merged."""
    person: Any = request.user
    row = visible_or_404(Programme, person, key, "authority", "author", "approved_by")
    view = TASKS.of(request, tasks_of(person).filter(programme=row))
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    context = {
        "row": row,
        "listing": view,
        "merges": proposals(person, row),
        "manages": OFFICERS.yes(person, row),
        "empty": not tasks_of(person).filter(programme=row).exists(),
        "interval": merge_interval(),
    }
    return render(request, "programme/detail.html", context)


def proposals(person: Any, row: Programme) -> list[dict[str, Any]]:
    """Groups of this programme's open tasks that CQ 8 orders to be merged, and the days between their parts."""
    by_party: dict[int, list[Task]] = {}
    for task in tasks_of(person).filter(programme=row, status__in=OPEN):
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
def task(request: HttpRequest, key: UUID) -> HttpResponse:
    """One task: assign it, merge others into it, cancel it, or open its inspection."""
    person: Any = request.user
    row = visible_or_404(
        Task,
        person,
        key,
        "party",
        "site",
        "programme__authority",
        "assigned_to",
        "assigned_by",
        "merged_into",
    )
    note(person, [row], "任务", "网页")
    near = []
    if row.status in OPEN:
        seen = set(Task.objects.visible_to(person).values_list("pk", flat=True))
        try:
            near = [(t, days, describe(t)) for t, days in tasks_to_join(row) if t.pk in seen]
        except Refusal:
            near = []
    context = {
        "row": row,
        "state": status_view(row),
        "near": near,
        "interval": merge_interval(),
        "inspection": _inspection(person, row),
        "manages": OFFICERS.yes(person, row.programme),
    }
    return render(request, "programme/task.html", context)


def _inspection(person: Any, row: Task) -> Any:
    model: Any = Task._meta.get_field("inspection").related_model
    return model.objects.visible_to(person).filter(task=row).first()


def _officials_only(person: Any) -> None:
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
