"""What inspections cost a party, year by year: visits, hours there, what was done together or off site instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.course import Meeting, MeetingKind
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.inspections.saved import saved_visits
from zhuangjian.engines.rules.vocabulary import Mode

YEARS = 3


@dataclass
class Year:
    """One year of one party."""

    year: int
    visits: int = 0
    hours: float = 0.0
    timed: int = 0
    off_site: int = 0


def context_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """The last years with what the person may see of them; the party sees the same of its own begun inspections."""
    rows = list(
        Inspection.objects.visible_to(person)
        .filter(party=party, stage__in=BEGUN)
        .exclude(started_at=None)
        .order_by("-started_at", "pk")
        .values_list("pk", "mode", "started_at", "task_id")
    )
    if not rows:
        return None
    ends = _ends([pk for pk, *_ in rows])
    first = timezone.localdate().year - YEARS + 1
    years: dict[int, Year] = {}
    days: dict[int, set[Any]] = defaultdict(set)
    for pk, mode, started, _ in rows:
        begun = timezone.localtime(started)
        if begun.year < first:
            continue
        one = years.setdefault(begun.year, Year(begun.year))
        if mode != Mode.ON_SITE:
            one.off_site += 1
            continue
        # Several inspections of one day are one going-there (CQ 8).
        if begun.date() not in days[begun.year]:
            days[begun.year].add(begun.date())
            one.visits += 1
        spent = ends[pk] - started if pk in ends else None
        if spent is not None and timedelta(0) < spent < timedelta(days=1):
            one.hours += spent.total_seconds() / 3600
            one.timed += 1
    if not years:
        return None
    return {
        "years": sorted(years.values(), key=lambda one: -one.year),
        "saved": saved_visits(person, party),
    }


def _ends(keys: list[int]) -> dict[int, Any]:
    """When the closing meeting of each was held: until then the team was there."""
    rows = Meeting._base_manager.filter(inspection_id__in=keys, kind=MeetingKind.CLOSING)
    return dict(rows.values_list("inspection_id", "held_at"))
