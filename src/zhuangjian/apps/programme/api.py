"""Programmes and tasks over the API: the same rows as the pages."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.conduct.named import Named, Noted
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.reads import note
from zhuangjian.apps.programme.models import Programme, Task
from zhuangjian.apps.programme.sheets import TASKS, tasks_of
from zhuangjian.apps.programme.who import OFFICERS

PREFIX = "programme"
router = Router(tags=["年度计划"])


class ProgrammeOut(Named):
    """One programme."""

    year: int
    title: str
    authority: str
    status: str
    scope: str
    focus: str
    requirements: str
    version: int | None

    @staticmethod
    def resolve_version(row: Programme, context: Any) -> int | None:
        """The version, for those who act on it; to others its jumps would tell of tasks they must not see (CQ 34)."""
        return row.version if OFFICERS.yes(context["request"].user, row) else None

    @staticmethod
    def resolve_authority(row: Programme) -> str:
        """The making authority's name."""
        return row.authority.name


class TaskOut(Named):
    """One task."""

    programme_id: UUID
    party_id: int
    party: str
    inspection_type: str
    mode: str
    announced: bool
    window_from: date
    window_to: date
    focus: str
    information: str
    requirements: str
    assigned_to: str | None
    assigned_at: datetime | None
    status: str
    merged_into_id: UUID | None
    version: int

    @staticmethod
    def resolve_programme_id(row: Task) -> UUID:
        """The programme's public id."""
        return row.programme.public_id

    @staticmethod
    def resolve_party(row: Task) -> str:
        """The party's name."""
        return row.party.name

    @staticmethod
    def resolve_merged_into_id(row: Task) -> UUID | None:
        """The id of the task that took this one in."""
        return row.merged_into.public_id if row.merged_into else None

    @staticmethod
    def resolve_assigned_to(row: Task) -> str | None:
        """The unit's name."""
        return row.assigned_to.name if row.assigned_to else None


@router.get("", response=list[ProgrammeOut], summary="年度计划列表")
@paginate(PageNumberPagination, page_size=50)
def programmes(request: HttpRequest, year: int | None = None) -> Any:
    """Programmes the person may see."""
    rows = Programme.objects.visible_to(request.user).select_related("authority")
    return rows.filter(year=year) if year is not None and 0 < year < 10_000 else rows


@router.get("/tasks", response=list[TaskOut], summary="检查任务列表")
@paginate(Noted, page_size=50)
def tasks(
    request: HttpRequest,
    q: str = "",
    type: str = "",
    status: str = "",
    unit: str = "",
    date_from: str = "",
    date_to: str = "",
    sort: str = "",
) -> Any:
    """Tasks the person may see, filtered and sorted as on the page."""
    given = {"q": q, "type": type, "status": status, "unit": unit, "from": date_from, "to": date_to}
    rows, _ = TASKS.narrowed(tasks_of(request.user), given, request.user)
    return TASKS.sorted(rows, sort, request.user)[0]


@router.get("/tasks/{uuid:task}", response=TaskOut, summary="一项检查任务")
def one_task(request: HttpRequest, task: UUID) -> Any:
    """One task."""
    row = visible_or_404(Task, request.user, task, "party", "assigned_to", "programme", "merged_into")
    note(request.user, [row], "任务", "接口")
    return row


@router.get("/{uuid:programme}", response=ProgrammeOut, summary="一个年度计划")
def one(request: HttpRequest, programme: UUID) -> Any:
    """One programme."""
    return visible_or_404(Programme, request.user, programme, "authority")
