"""What the pack asks of training: hours by subject and role, from when on a shortfall is said, which posts are key posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from zhuangjian.apps.training.models import Subject
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import optional, pack_for, parameter
from zhuangjian.engines.rules.models import Parameter


@dataclass(frozen=True)
class Requirement:
    """So many hours of a subject a year from everybody with one of the roles, by an article."""

    subject: Subject
    hours: Decimal
    roles: tuple[str, ...]
    article: str


def _requirement(subject: Subject, asked: Parameter | None, whose: Parameter | None) -> list[Requirement]:
    if asked is None or whose is None:
        return []
    roles = tuple(str(role) for role in whose.value)  # type: ignore[union-attr]
    return [Requirement(subject, Decimal(str(asked.value)), roles, asked.article)]


def requirements(on: date) -> tuple[Requirement, ...]:
    """What is asked in the year of that day; nothing where this region's pack asks for no hours, or for no year."""
    pack = pack_for(settings.REGION)
    if optional(pack, "training_year", on) is None:
        return ()
    return (
        *_requirement(
            Subject.QUALITY_SYSTEM,
            optional(pack, "training_hours_min", on),
            optional(pack, "training_quality_system_roles", on),
        ),
        *_requirement(
            Subject.PROFESSIONAL,
            optional(pack, "training_hours_professional_min", on),
            optional(pack, "training_professional_roles", on),
        ),
    )


def year_of(on: date) -> int:
    """The year that hours of that day count for; the pack says what a year of training is."""
    kind = optional(pack_for(settings.REGION), "training_year", on)
    if kind is not None and kind.value != "calendar_year":
        raise Refusal(
            f"参数“training_year”为“{kind.value}”，本系统只会按自然年计算，请改正法规包", article=kind.article
        )
    return on.year


def warn_from(on: date) -> date:
    """The day of that year from which a shortfall is said: all year where the pack names no month."""
    month = optional(pack_for(settings.REGION), "training_warn_month", on)
    return date(year_of(on), int(month.value) if month else 1, 1)  # type: ignore[arg-type]


def key_posts(on: date) -> tuple[str, ...]:
    """The posts whose holders are registered."""
    return tuple(parameter(pack_for(settings.REGION), "key_posts", on).value)  # type: ignore[arg-type]
