"""What is shown of programmes and their tasks."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from pydantic import BaseModel

from zhuangjian.apps.conduct.reads import exported, note
from zhuangjian.apps.programme.law import OPEN, describe, tasks_to_join
from zhuangjian.apps.programme.models import Programme, Task, TaskStatus
from zhuangjian.apps.programme.origins import TITLES as ORIGIN_TITLES
from zhuangjian.apps.programme.origins import OriginOut, lines, told
from zhuangjian.apps.programme.who import OFFICERS, OFFICERS_OF_TASK
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import InspectionType, OriginKind
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, nobody

TONES = {
    TaskStatus.PLANNED: "warn",
    TaskStatus.ASSIGNED: "wait",
    TaskStatus.UNDER_WAY: "wait",
    TaskStatus.DONE: "ok",
    TaskStatus.MERGED: "off",
    TaskStatus.CANCELLED: "off",
}


def _separately(row: Task, person: Any) -> str:
    # It can speak of an inspection that others may not know of.
    return row.separately if OFFICERS_OF_TASK.yes(person, row) else ""


def status_view(row: Task) -> tuple[str, str]:
    """The status's word and tone."""
    status = TaskStatus(row.status)
    return status.label, TONES[status]


def _units(person: Any) -> list[tuple[int, str]]:
    rows = Task.objects.visible_to(person).exclude(assigned_to=None).order_by("assigned_to__name")
    return list(rows.values_list("assigned_to_id", "assigned_to__name").distinct())


def near(row: Task, person: Any) -> list[tuple[Task, int, str]]:
    """Open tasks of the same party that CQ 8 joins to this one, as far as the person sees them, with the days between."""
    if row.status not in OPEN:
        return []
    seen = set(Task.objects.visible_to(person).values_list("pk", flat=True))
    try:
        return [(task, days, describe(task)) for task, days in tasks_to_join(row) if task.pk in seen]
    except Refusal:
        return []


def inspection_of(row: Task, person: Any) -> Any:
    """The inspection made of the task, for who may see it."""
    model: Any = Task._meta.get_field("inspection").related_model
    return model.objects.visible_to(person).filter(task=row).first()


def version_told(row: Programme, person: Any) -> int | None:
    """The version, for those who act on it; to others its jumps would tell of tasks they must not see (CQ 34)."""
    return row.version if OFFICERS.yes(person, row) else None


def mode_of(row: Any) -> str:
    """On site or not, with or without notice."""
    return f"{row.get_mode_display()}，{'预先告知' if row.announced else '不预先告知'}"


def place_of(row: Any) -> str:
    """Where it is inspected."""
    return (row.site.address if row.site else "") or row.party.address


def _stated(title: str, row: Task, person: Any) -> str:
    return dict(lines(row, person)).get(title, "")


class NearOut(BaseModel):
    """A task that is to be joined with another (CQ 8)."""

    id: UUID
    words: str
    programme: str
    status: str
    days: int


TASKS = Sheet(
    "tasks",
    "检查任务",
    (
        Column(
            "party",
            "被检查对象",
            "party.name",
            sort=("party__pinyin", "party__name"),
            link=lambda r: r.get_absolute_url(),
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        Column(
            "type",
            "类型",
            "get_inspection_type_display",
            sort="inspection_type",
            api={
                "inspection_type": Datum(str, "inspection_type"),
                "type_words": Datum(str, "get_inspection_type_display"),
            },
        ),
        Column(
            "from",
            "时间起",
            "window_from",
            sort="window_from",
            api={"window_from": Datum(date, "window_from")},
        ),
        Column("to", "时间止", "window_to", sort="window_to", api={"window_to": Datum(date, "window_to")}),
        Column(
            "unit",
            "承办单位",
            "assigned_to.short_name",
            sort="assigned_to__name",
            api={"assigned_to": Datum(str | None, "assigned_to.name")},
        ),
        Column(
            "status",
            "状态",
            lambda r: status_view(r)[0],
            sort="status",
            status=status_view,
            api={"status": Datum(str, "status"), "status_words": Datum(str, lambda r: status_view(r)[0])},
        ),
        fact(
            "inspected",
            "被检查对象",
            "party.name",
            link=lambda r: r.party.get_absolute_url(),
            covered="party",
        ),
        fact(
            "credit_code",
            "信用代码",
            "party.credit_code",
            css="zj-mono",
            api={"credit_code": Datum(str | None, "party.credit_code")},
        ),
        fact("place", "检查地址", place_of, api={"address": Datum(str, place_of)}),
        Column(
            "mode",
            "检查方式",
            mode_of,
            listed=nobody,
            fact=True,
            api={"mode": Datum(str, "mode"), "announced": Datum(bool, "announced")},
        ),
        Column("focus", "检查重点", "focus", listed=nobody, fact=True, api=str),
        fact("expertise", "所需专长", "expertise", api=str),
        fact(
            "assigned",
            "承办单位",
            lambda r: r.assigned_to.name if r.assigned_to else "尚未交办",
            covered="unit",
        ),
        Column(
            "assigned_at",
            "交办",
            lambda r: f"{said_time(r.assigned_at)} {r.assigned_by}" if r.assigned_at else "",
            listed=nobody,
            fact=True,
            left_out=True,
            api={"assigned_at": Datum(datetime | None, "assigned_at")},
        ),
        fact("assigned_by", "交办人", "assigned_by.name", drawn=False, api=str | None),
        Column(
            "information", "对象信息", "information", listed=nobody, fact=True, part="assignment", api=str
        ),
        Column(
            "requirements", "检查要求", "requirements", listed=nobody, fact=True, part="assignment", api=str
        ),
        Column(
            "origin",
            "来源",
            Task.called,
            sort="origin__kind",
            api={"origin_kind": Datum(str | None, "origin.kind")},
        ),
        *(
            fact(
                f"origin_{name}",
                title,
                ToldTo(partial(_stated, title)),
                part="origin",
                left_out=True,
                covered="origin_told",
            )
            for name, title in ORIGIN_TITLES.items()
        ),
        fact(
            "origin_told",
            "检查来源",
            ToldTo(told),
            drawn=False,
            api={"origin": Datum(OriginOut | None, ToldTo(told))},
        ),
        fact("separately", "单独派出的理由", ToldTo(_separately), drawn=False, api=str),
        fact("cancel_reason", "取消原因", "cancel_reason", drawn=False, api=str),
        fact(
            "inspection",
            "检查",
            ToldTo(inspection_of),
            drawn=False,
            api={
                "inspection_id": Datum(
                    UUID | None,
                    ToldTo(lambda row, person: getattr(inspection_of(row, person), "public_id", None)),
                )
            },
        ),
        fact(
            "near",
            "应当合并的任务",
            ToldTo(near),
            drawn=False,
            api={
                "to_merge": Datum(
                    list[NearOut],
                    ToldTo(
                        lambda row, person: [
                            {
                                "id": task.public_id,
                                "words": words,
                                "programme": task.called(),
                                "status": task.get_status_display(),
                                "days": days,
                            }
                            for task, days, words in near(row, person)
                        ]
                    ),
                )
            },
        ),
    ),
    (
        Filter("q", "被检查对象", contains("party__name", "party__credit_code")),
        Filter("type", "类型", "inspection_type", "choice", InspectionType.choices()),
        Filter("origin", "来源", "origin__kind", "choice", OriginKind.choices()),
        Filter("status", "状态", "status", "choice", TaskStatus.choices()),
        Filter("unit", "承办单位", "assigned_to_id", "choice", _units),
        Filter("from", "时间起不早于", "window_from__gte", "date", called="date_from"),
        Filter("to", "时间止不晚于", "window_to__lte", "date", called="date_to"),
    ),
    sort="from",
    model=Task,
    empty="没有检查任务。",
    empty_hint="在计划中增加任务后会列在这里。",
    noted=exported,
    rows=lambda person: Task.objects.visible_to(person).select_related(
        "party",
        "site",
        "assigned_to",
        "assigned_by",
        "authority",
        "programme",
        "merged_into",
        "origin__stated_by",
    ),
    also={
        "id": Datum(UUID, "public_id"),
        "programme_id": Datum(UUID | None, "programme.public_id"),
        "programme": Datum(str | None, "programme.title"),
        "authority": Datum(str, "authority.name"),
        "merged_into_id": Datum(UUID | None, "merged_into.public_id"),
        "version": Datum(int, "version"),
    },
    reading=Reading(
        "programme/tasks",
        "年度计划",
        "TaskOut",
        "检查任务列表",
        "一项检查任务",
        ("zhuangjian_api_programme_tasks", "zhuangjian_api_programme_one_task"),
        one_schema="TaskDetail",
        words="Tasks the person may see, filtered and sorted as on the page.",
        one_words="One task, with what it is to be merged with.",
        noted=True,
        opened=lambda person, row, door, part: note(person, [row], "任务", door),
    ),
)


def programmes(person: Any) -> Any:
    """Visible programmes, each with how far it has come."""
    within = Q(tasks__in=Task.objects.visible_to(person).values("pk"))
    live = within & ~Q(tasks__status__in=("merged", "cancelled"))
    return (
        Programme.objects.visible_to(person)
        .select_related("authority", "author", "approved_by")
        .annotate(
            total=Count("tasks", filter=live),
            waiting=Count("tasks", filter=within & Q(tasks__status="planned")),
            done=Count("tasks", filter=within & Q(tasks__status="done")),
        )
        .order_by("-year", "authority__name", "pk")
    )


def programme_status(row: Programme) -> tuple[str, str]:
    """The status's word and tone."""
    return row.get_status_display(), "ok" if row.status == "approved" else "warn"


def _in_year(rows: Any, text: str) -> Any:
    return rows.filter(year=int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else rows


PROGRAMMES = Sheet(
    "programmes",
    "年度检查计划",
    (
        Column("year", "年度", "year", sort="year", api=int),
        Column("title", "名称", "title", sort="title", link=lambda r: r.get_absolute_url(), api=str),
        Column("authority", "制定单位", "authority.name", sort="authority__name", api=str),
        Column(
            "status",
            "状态",
            lambda r: programme_status(r)[0],
            sort="status",
            status=programme_status,
            api={"status": Datum(str, "status")},
        ),
        Column("total", "任务", "total", sort="total", api=int),
        Column("waiting", "待交办", "waiting", sort="waiting", api=int),
        Column("done", "已完成", "done", sort="done", api=int),
        Column("scope", "对象范围", "scope", listed=nobody, fact=True, api=str),
        Column("focus", "检查重点", "focus", listed=nobody, fact=True, api=str),
        Column("requirements", "检查要求", "requirements", listed=nobody, fact=True, api=str),
        fact("author", "编制人", "author.name", drawn=False, api=str),
        fact("approved_by", "批准人", "approved_by.name", drawn=False, api=str | None),
        fact("approved_at", "批准时间", "approved_at", drawn=False, api=datetime | None),
    ),
    (Filter("year", "年度", _in_year, typed=int | None),),
    sort="-year",
    model=Programme,
    empty="还没有年度检查计划。",
    empty_hint="由组织检查的监管部门的计划管理员、负责人编制。",
    rows=programmes,
    also={"id": Datum(UUID, "public_id"), "version": Datum(int | None, ToldTo(version_told))},
    reading=Reading(
        "programme",
        "年度计划",
        "ProgrammeOut",
        "年度计划列表",
        "一个年度计划",
        ("zhuangjian_api_programme_programmes", "zhuangjian_api_programme_one"),
        one_schema="ProgrammeDetail",
        words="Programmes the person may see, with how far each has come.",
        one_words="One programme.",
    ),
)
