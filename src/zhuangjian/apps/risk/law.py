"""What the packs say of grading: the method in force, terms of the house, what no grade may go below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from zhuangjian.engines.calendar import add_natural_days
from zhuangjian.engines.risk.pack_loading import Method, grade_pack
from zhuangjian.engines.rules.lookup import number, pack_for, parameter
from zhuangjian.kernel.turns import Limit


def value(name: str, day: date) -> Any:
    """A parameter of this region on that day."""
    return parameter(pack_for(settings.REGION), name, day).value


def method_on(day: date) -> Method:
    """The grading method in force, with this region's articles."""
    return grade_pack(str(value("risk_grade_method", day))).on(day, settings.REGION)


def term(name: str, day: date) -> Limit:
    """A term of the house in natural days from that day."""
    days = number(pack_for(settings.REGION), name, day)[0]
    counted = add_natural_days(day, days)
    return Limit(counted.day, "natural_days", days, counted.provisional)


@dataclass(frozen=True)
class Frequency:
    """How often a grade has a party inspected, and whether that is what the law asks at least."""

    per_year: float
    mode: str
    legal: bool


def frequency(per_year: float, mode: str, day: date) -> Frequency:
    """What the method advises, never below what the law asks for (LN 2(9): no grade lowers a legal frequency)."""
    least = float(value("legal_visits_per_year", day))
    if per_year < least:
        return Frequency(least, f"按法定频次每年 {least:g} 次", True)
    return Frequency(per_year, mode, False)
