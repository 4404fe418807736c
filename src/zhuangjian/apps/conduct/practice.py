"""Rules of the house: what good practice adds to the law refuses under its own name, never under an article."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import pack_for, practice
from zhuangjian.engines.rules.models import Practice
from zhuangjian.engines.rules.words import chinese_date


def practised(name: str, at: datetime | None = None) -> Practice | None:
    """The house rule ``name`` as in force at ``at`` (default now); None where this region's pack has ended it."""
    return practice(pack_for(settings.REGION), name, timezone.localdate(at))


def refuse_by_practice(name: str, at: datetime, message: str, *missing: str) -> None:
    """Raise the refusal of the house rule ``name``, unless this region's pack has ended it."""
    rule = practised(name, at)
    if rule is not None:
        raise Refusal(message, article=rule.article, missing=missing)


# A limit or a planned end beyond this is a slip of the keyboard: nothing that is put right or measured takes longer.
FURTHEST = timedelta(days=3 * 366)


def refuse_too_far(at: datetime, day: date, what: str) -> None:
    """Raise the refusal of a day that lies years ahead, under the house rule of plausible dates."""
    if day > timezone.localdate(at) + FURTHEST:
        refuse_by_practice(
            "plausible_dates",
            at,
            f"{what}填写的是{chinese_date(day)}，在三年以后，请核对年份。",
            f"三年以内的{what}",
        )
