"""Following a programme through its year: how far it has come, its months, and the reports made on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.planning.months import month_of, working_days
from zhuangjian.apps.planning.progress import MONTHS, Count, Item, by_month, seen_items, tables, total
from zhuangjian.apps.planning.yearend import KIND
from zhuangjian.apps.programme.models import Programme
from zhuangjian.apps.programme.sheets import TASKS, programme_status
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest

HEADS = ["分类", "名称", "计划", "已完成", "逾期", "到了时间", "未到时间", "已合并", "已取消"]
FIGURES = {"csv": csv_response, "xlsx": xlsx_response}


@require_GET
def progress(request: PersonRequest, key: UUID) -> HttpResponse | HttpResponseBase:
    """One programme: progress in figures, a month as calendar, and the tasks of that month."""
    person, today = request.person, timezone.localdate()
    row = visible_or_404(Programme, person, key, "authority")
    items = seen_items(row, person)
    number = _month(request.GET.get("month", ""), row, today)
    view = TASKS.of(request, TASKS.seen(person).filter(_due(row, number), programme=row))
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    if make := FIGURES.get(request.GET.get("figures", "")):
        return make(f"{row.title}进度", HEADS, _lines(items, row, today))
    worked = working_days(row.year)
    context = {
        "row": row,
        "state": programme_status(row),
        "sum": total(items, today),
        "months": [(no, count, worked[no]) for no, count in by_month(items, row.year, today)],
        "month": month_of(row, number, items, person, today),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < MONTHS else None,
        "tables": tables(items, today),
        "week_days": "一二三四五六日",
        "listing": view,
        "reports": Document.objects.visible_to(person).filter(
            target_model=row._meta.label_lower, target_id=row.pk, kind=KIND
        ),
    }
    return render(request, "planning/progress.html", context)


def _month(text: str, row: Programme, today: Any) -> int:
    """The month that the address names; else this month, the first of a year to come, the last of one that is over."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= MONTHS:
        return int(text[:3])
    if row.year == today.year:
        return int(today.month)
    return 1 if row.year > today.year else MONTHS


def _due(row: Programme, number: int) -> Q:
    """The tasks that have to be done in the month, as in the figures."""
    within = Q(window_to__year=row.year, window_to__month=number)
    return within | ~Q(window_to__year=row.year) if number == MONTHS else within


def _lines(items: Sequence[Item], row: Programme, today: Any) -> Iterator[list[Any]]:
    yield _line("全部", row.title, total(items, today))
    for number, count in by_month(items, row.year, today):
        yield _line("月份", f"{number}月", count)
    for table in tables(items, today):
        for name, count in table.lines:
            yield _line(table.title, name, count)


def _line(of: str, name: str, count: Count) -> list[Any]:
    left = [count.done, count.late, count.now, count.ahead, count.merged, count.cancelled]
    return [of, name, count.plan, *left]
