"""What the pack of the place says of co-governance; a place whose pack names no occasions has no such programme."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from zhuangjian.engines.rules.lookup import number, optional, pack_for

NONE_HERE = "本地区现在没有社会共治的安排。"
OTHER = "其他"


def occasions(on: date | None = None) -> tuple[str, ...]:
    """What events are held for, other ones last since the text leaves its list open; none where there is no programme."""
    found = optional(pack_for(settings.REGION), "education_occasions", on or timezone.localdate())
    named = tuple(found.value) if found is not None else ()  # type: ignore[arg-type]
    return (*named, OTHER) if named else ()


def here(on: date | None = None) -> bool:
    """Whether the place has such a programme."""
    return bool(occasions(on))


def report_days(on: date) -> int:
    """Within how many days after an event its report is written."""
    return number(pack_for(settings.REGION), "event_report_days", on)[0]
