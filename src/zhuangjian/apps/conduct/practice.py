"""Rules of the house: what good practice adds to the law refuses under its own name, never under an article."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import pack_for, practice
from zhuangjian.engines.rules.models import Practice


def practised(name: str, at: datetime | None = None) -> Practice | None:
    """The house rule ``name`` as in force at ``at`` (default now); None where this region's pack has ended it."""
    return practice(pack_for(settings.REGION), name, timezone.localdate(at))


def refuse_by_practice(name: str, at: datetime, message: str, *missing: str) -> None:
    """Raise the refusal of the house rule ``name``, unless this region's pack has ended it."""
    rule = practised(name, at)
    if rule is not None:
        raise Refusal(message, article=rule.article, missing=missing)
