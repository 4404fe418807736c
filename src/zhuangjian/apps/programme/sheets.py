"""The list of a programme's tasks."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.programme.models import Task, TaskStatus
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.kernel.sheets import Column, Filter, Sheet, contains

TONES = {
    TaskStatus.PLANNED: "warn",
    TaskStatus.ASSIGNED: "wait",
    TaskStatus.UNDER_WAY: "wait",
    TaskStatus.DONE: "ok",
    TaskStatus.MERGED: "off",
    TaskStatus.CANCELLED: "off",
}


def status_view(row: Task) -> tuple[str, str]:
    """The status's word and tone."""
    status = TaskStatus(row.status)
    return status.label, TONES[status]


def _units(person: Any) -> list[tuple[int, str]]:
    rows = Task.objects.visible_to(person).exclude(assigned_to=None).order_by("assigned_to__name")
    return list(rows.values_list("assigned_to_id", "assigned_to__name").distinct())


TASKS = Sheet(
    "tasks",
    "检查任务",
    [
        Column(
            "party",
            "被检查对象",
            "party.name",
            sort=("party__pinyin", "party__name"),
            link=lambda r: r.get_absolute_url(),
        ),
        Column("type", "类型", "get_inspection_type_display", sort="inspection_type"),
        Column("from", "时间起", "window_from", sort="window_from"),
        Column("to", "时间止", "window_to", sort="window_to"),
        Column("unit", "承办单位", "assigned_to.short_name", sort="assigned_to__name"),
        Column("status", "状态", lambda r: status_view(r)[0], sort="status", status=status_view),
    ],
    [
        Filter("q", "被检查对象", contains("party__name", "party__credit_code")),
        Filter("type", "类型", "inspection_type", "choice", InspectionType.choices()),
        Filter("status", "状态", "status", "choice", TaskStatus.choices()),
        Filter("unit", "承办单位", "assigned_to_id", "choice", _units),
        Filter("from", "时间起不早于", "window_from__gte", "date"),
        Filter("to", "时间止不晚于", "window_to__lte", "date"),
    ],
    sort="from",
    empty="没有检查任务。",
    empty_hint="在计划中增加任务后会列在这里。",
    noted=exported,
)


def tasks_of(person: Any) -> Any:
    """Visible tasks with what the list shows."""
    return Task.objects.visible_to(person).select_related(
        "party", "assigned_to", "programme__authority", "merged_into"
    )
