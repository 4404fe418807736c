"""The plan as a leader reads it in a minute: goals then and now, tasks, the year's deliverables, what is late."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from zhuangjian.apps.improvement.actions.plans import YEAR
from zhuangjian.apps.improvement.figures import FIGURES, Measured, measured
from zhuangjian.apps.improvement.law import confidence
from zhuangjian.apps.improvement.models import (
    ActionPlan,
    Budget,
    Item,
    ItemKind,
    ItemStage,
    Meeting,
    Report,
    ReportStage,
    Spending,
)
from zhuangjian.apps.improvement.sheets import item_view, report_view
from zhuangjian.engines.improvement.shares import Share


def board_of(row: ActionPlan, person: Any) -> dict[str, Any]:
    """Everything that the page of a plan shows."""
    today, text = timezone.localdate(), row.text
    year = min(max(today.year, row.starts_on.year), row.ends_on.year)
    items = list(Item.objects.visible_to(person).filter(plan=row).select_related("unit"))
    reports = list(
        Report.objects.visible_to(person).filter(plan=row).select_related("unit").order_by("-last", "pk")
    )
    late = [one for one in items if one.stage == ItemStage.OPEN and one.due and one.due < today]
    late_reports = [one for one in reports if one.stage != ReportStage.SENT and one.due < today]
    return {
        "text": text,
        "year": year,
        "goals": goals_of(row),
        "level": round(100 * confidence(today)),
        "tasks": [
            (one, [item for item in items if item.task_no == one.number and item.stage != ItemStage.DROPPED])
            for one in text.tasks
        ],
        "phases": [(phase, *_phase(items, phase.year)) for phase in text.phases],
        "now": [(one, item_view(one)) for one in _open(items, year)],
        "late": len(late) + len(late_reports),
        "late_items": late,
        "notices": [
            (one, item_view(one)) for one in items if one.kind in (ItemKind.EXCHANGE, ItemKind.PUBLICITY)
        ][-8:],
        "reports": [(one, report_view(one)) for one in reports[:8]],
        "members": row.members.filter(until=None).order_by("pk"),
        "meetings": Meeting.objects.visible_to(person).filter(plan=row)[:5],
        "funds": funds_of(row, person),
    }


def goals_of(row: ActionPlan) -> list[tuple[Any, list[Measured]]]:
    """Each goal with its figures: the year before the plan, and the last year."""
    text, today = row.text, timezone.localdate()
    starts = {(one.key, one.figure): Share(one.hits, one.n) for one in row.goals.all()}
    level, known = confidence(today), {}
    last = min(today, row.ends_on)
    first = max(last - YEAR + timedelta(days=1), row.starts_on)
    found = []
    for goal in text.goals:
        measures = []
        for name in goal.figures:
            if name not in known:
                known[name] = measured(text, row.authority, first, last, name)
            start = starts.get((goal.key, name), Share(0, 0))
            measures.append(Measured(FIGURES[name], start, known[name], level))
        found.append((goal, measures))
    return found


def funds_of(row: ActionPlan, person: Any) -> dict[str, Any]:
    """The lines with what of them is used, and the sums."""
    lines = [
        (one, one.used or Decimal())
        for one in Budget.objects.visible_to(person).filter(plan=row).annotate(used=Sum("spendings__amount"))
    ]
    return {
        "lines": lines,
        "amount": sum((one.amount for one, _ in lines), Decimal()),
        "spent": sum((used for _, used in lines), Decimal()),
        "uses": Spending.objects.visible_to(person).filter(budget__plan=row).select_related("budget")[:20],
    }


def _phase(items: list[Item], year: int) -> tuple[int, int]:
    rows = [
        one
        for one in items
        if one.kind == ItemKind.DELIVERABLE and one.year == year and one.stage != ItemStage.DROPPED
    ]
    return sum(one.stage == ItemStage.DONE for one in rows), len(rows)


def _open(items: list[Item], year: int) -> list[Item]:
    kinds = (ItemKind.DELIVERABLE, ItemKind.DECISION)
    rows = [one for one in items if one.kind in kinds and (one.year == year or one.stage == ItemStage.OPEN)]
    order = [one for one in rows if one.year <= year]
    return sorted(
        order, key=lambda one: (one.stage != ItemStage.OPEN, one.due or one.entered_at.date(), one.pk)
    )
