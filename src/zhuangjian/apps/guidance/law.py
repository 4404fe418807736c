"""What the pack of the place says of guidance; a place whose pack names no key moments has no such programme."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from zhuangjian.apps.guidance.models import Moment
from zhuangjian.engines.improvement.grouping import Limits
from zhuangjian.engines.rules.lookup import number, optional, pack_for, parameter

NONE_HERE = "本地区现在没有企业精准指导的安排。"


def moments_here(on: date) -> tuple[Moment, ...]:
    """The key moments that open guidance; none where the place has no guidance."""
    found = optional(pack_for(settings.REGION), "guidance_moments", on)
    named = tuple(found.value) if found is not None else ()  # type: ignore[arg-type]
    return tuple(one for one in Moment if one.label in named)


def factors(on: date) -> tuple[str, ...]:
    """The factors that a group is found by, in the order of the calculation."""
    return tuple(parameter(pack_for(settings.REGION), "grouping_factors", on).value)  # type: ignore[arg-type]


def limits_on(on: date) -> Limits:
    """From where on a factor counts as weak, and how often each group is visited at least."""
    pack = pack_for(settings.REGION)
    visits = number(pack, "guidance_visits", on)[0]
    return Limits(
        number(pack, "guidance_small_products", on)[0],
        number(pack, "guidance_small_principals", on)[0],
        number(pack, "guidance_weak_deficiencies", on)[0],
        tuple(parameter(pack, "guidance_weak_grades", on).value),  # type: ignore[arg-type]
        (visits, visits + 1, visits + 2),
        number(pack, "guidance_more_visits", on)[0],
    )


def moment_days(on: date) -> int:
    """For how many days after a moment guidance is opened for it."""
    return number(pack_for(settings.REGION), "guidance_moment_days", on)[0]


def plan_days(on: date) -> int:
    """Within how many days a plan is made."""
    return number(pack_for(settings.REGION), "guidance_plan_days", on)[0]


def stop_years(on: date) -> int:
    """From how many years on a stop is a long one."""
    return number(pack_for(settings.REGION), "restart_stop_years", on)[0]


def pairs(on: date) -> bool:
    """Whether the place helps small makers one to one."""
    return optional(pack_for(settings.REGION), "pairing_weak", on) is not None


def pairing_weak(on: date) -> tuple[str, ...]:
    """The factors by which a maker is a candidate: the first must be weak, and one of the others."""
    return tuple(parameter(pack_for(settings.REGION), "pairing_weak", on).value)  # type: ignore[arg-type]


def pairing_open_by(year: int) -> date:
    """By when the list of a year is begun."""
    pack = pack_for(settings.REGION)
    return date(year, 1, 1) + timedelta(days=number(pack, "pairing_open_days", date(year, 1, 1))[0])
