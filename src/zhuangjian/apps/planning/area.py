"""Drafting a programme: what this area shows through the doors."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.planning.burden import context_of
from zhuangjian.kernel.area import Area, Panel


def _own(scope: Any) -> Q:
    """Of the unit whose programme it is: a report names tasks that the units below do not all see."""
    return Q(authority_id__in=scope.authorities)


AREA = Area(
    "计划草案",
    panels=(Panel("burden", "检查负担", 62, "planning/burden.html", context_of),),
    papers={"programme.programme": _own},
    pages=True,
    offers=("planning.take",),
)
