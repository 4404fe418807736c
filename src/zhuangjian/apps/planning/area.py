"""Drafting a programme: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.planning.burden import context_of
from zhuangjian.kernel.area import Area, Panel

AREA = Area(
    "计划草案",
    panels=(Panel("burden", "检查负担", 62, "planning/burden.html", context_of),),
    pages=True,
    offers=("planning.take",),
)
