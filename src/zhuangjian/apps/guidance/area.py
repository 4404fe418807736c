"""Guidance of enterprises: what this area shows through the doors, and what the worker does for it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.guidance.law import moments_here
from zhuangjian.apps.guidance.moments import find_moments
from zhuangjian.apps.guidance.panel import context_of
from zhuangjian.apps.guidance.sheets import EXPERTS, GUIDANCES, PAIRING_LISTS, PAIRINGS, VISITS
from zhuangjian.kernel.area import Area, Panel, Place


def guides(person: Any) -> bool:
    """Whether the place has guidance today."""
    return bool(moments_here(timezone.localdate()))


AREA = Area(
    "精准指导",
    places=(
        Place(460, "/guidance/", "精准指导", "compass", OFFICIALS, only=guides),
        Place(465, "/guidance/", "精准指导", "compass", frozenset({"enterprise_contact"}), only=guides),
    ),
    sheets=(EXPERTS, GUIDANCES, VISITS, PAIRING_LISTS, PAIRINGS),
    panels=(Panel("guidance", "精准指导", 79, "guidance/panel.html", context_of),),
    chores=(find_moments,),
    pages=True,
    offers=("guidance.open_moment",),
)
