"""Benchmark enterprises: what this area shows through the doors; nothing where the pack of the place names no criteria."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.benchmark.actions.title import follow_terms
from zhuangjian.apps.benchmark.law import criteria_here
from zhuangjian.apps.benchmark.panel import context_of
from zhuangjian.apps.benchmark.sheets import CANDIDACIES, MARKS, PUBLIC_BENCHMARKS
from zhuangjian.apps.benchmark.sheets_sharing import EVENTS, PRACTICES, PUBLIC_PRACTICES, SUPPORTS
from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.kernel.area import Area, Panel, Place


def selects(person: Any) -> bool:
    """Whether the place selects benchmark enterprises today."""
    return bool(criteria_here(timezone.localdate()))


def links() -> list[tuple[str, str]]:
    """The public page, where the place selects any."""
    return [("质量管理标杆企业", "/public/benchmarks/")] if selects(None) else []


AREA = Area(
    "标杆企业",
    places=(
        Place(470, "/benchmark/", "标杆企业", "award", OFFICIALS, only=selects),
        Place(475, "/benchmark/", "标杆企业", "award", frozenset({"enterprise_contact"}), only=selects),
    ),
    sheets=(CANDIDACIES, MARKS, PUBLIC_BENCHMARKS, PRACTICES, PUBLIC_PRACTICES, EVENTS, SUPPORTS),
    panels=(Panel("benchmark", "标杆企业", 80, "benchmark/panel.html", context_of),),
    public=(links,),
    chores=(follow_terms,),
    pages=True,
    offers=("benchmark.remind", "benchmark.lapse"),
)
