"""What the packs say of plans of action: those of the place, the period of reports, what closing by figures needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from zhuangjian.engines.rules.improvement import PlanOfAction, plans_of_action
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.lookup import number, pack_for


@dataclass(frozen=True)
class Period:
    """A period that is reported on, and the last day for it."""

    first: date
    last: date
    due: date


def plans_here() -> tuple[PlanOfAction, ...]:
    """The plans that the law of the place sets up."""
    return plans_of_action(settings.REGION)


def plan_of_law(on: date) -> PlanOfAction | None:
    """The plan of the place that runs on the day."""
    return next((plan for plan in plans_here() if plan.covers(on)), None)


def _pack() -> Pack:
    return pack_for(settings.REGION)


def period_from(start: date, end: date, on: date) -> Period:
    """The period of reports that begins on ``start``; it ends with the plan at the latest."""
    months = start.year * 12 + start.month - 1 + number(_pack(), "improvement_report_months", on)[0]
    last = min(date(months // 12, months % 12 + 1, 1) - timedelta(days=1), end)
    return Period(start, last, last + timedelta(days=number(_pack(), "improvement_report_days", on)[0]))


def period_at(start: date, end: date, on: date) -> Period:
    """The period of reports that ``on`` lies in; of a plan that has not begun its first, of one that is over its last."""
    found = period_from(start, end, on)
    while found.last < min(on, end):
        found = period_from(found.last + timedelta(days=1), end, on)
    return found


def least_inspections(on: date) -> int:
    """How many inspections of a checkpoint closing by figures needs, after the measures."""
    return number(_pack(), "improvement_inspections_min", on)[0]


def confidence(on: date) -> float:
    """The level of intervals and comparisons."""
    return number(_pack(), "improvement_confidence", on)[0] / 100
