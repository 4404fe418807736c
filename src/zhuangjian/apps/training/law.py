"""What the pack asks of training: hours by subject and role, from when on a shortfall is said, which posts are key posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from zhuangjian.apps.training.models import Subject
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.models import Parameter

# The hours that each subject's requirement asks, and the roles that it is asked of.
NAMES = {
    Subject.QUALITY_SYSTEM: ("training_hours_min", "training_quality_system_roles"),
    Subject.PROFESSIONAL: ("training_hours_professional_min", "training_professional_roles"),
}


@dataclass(frozen=True)
class Requirement:
    """So many hours of a subject a year from everybody with one of the roles, by an article."""

    subject: Subject
    hours: Decimal
    roles: tuple[str, ...]
    article: str


def _value(name: str, on: date) -> Parameter | None:
    series = pack_for(settings.REGION).parameters.get(name)
    return in_force(series, on) if series else None  # type: ignore[return-value]


def requirements(on: date) -> tuple[Requirement, ...]:
    """What is asked in the year of that day; nothing where this region's pack asks for no hours."""
    found = []
    for subject, (hours, roles) in NAMES.items():
        asked, whose = _value(hours, on), _value(roles, on)
        if asked is not None and whose is not None:
            named = tuple(str(role) for role in whose.value)  # type: ignore[union-attr]
            found.append(Requirement(subject, Decimal(str(asked.value)), named, asked.article))
    return tuple(found)


def year_of(on: date) -> int:
    """The year that hours of that day count for; the pack says what a year of training is."""
    kind = _value("training_year", on)
    if kind is not None and kind.value != "calendar_year":
        raise Refusal(
            f"参数“training_year”为“{kind.value}”，本系统只会按自然年计算，请改正法规包", article=kind.article
        )
    return on.year


def warn_from(on: date) -> date:
    """The day of that year from which a shortfall is said."""
    month = _value("training_warn_month", on)
    return date(year_of(on), int(month.value) if month else 9, 1)  # type: ignore[arg-type]


def key_posts(on: date) -> tuple[str, ...]:
    """The posts whose holders are registered."""
    return tuple(parameter(pack_for(settings.REGION), "key_posts", on).value)  # type: ignore[arg-type]
