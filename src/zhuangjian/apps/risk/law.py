"""What the packs say of grading: the method in force, terms of the house, what no grade may go below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zhuangjian.engines.calendar import add_natural_days
from zhuangjian.engines.risk.pack_loading import Method, grade_pack
from zhuangjian.engines.rules.lookup import number, pack_for, parameter
from zhuangjian.kernel.turns import Limit


def method_on(day: date) -> Method:
    """The grading method in force, with this region's articles."""
    name = parameter(pack_for(settings.REGION), "risk_grade_method", day).value
    return grade_pack(str(name)).on(day, settings.REGION)


def objection_days(day: date) -> int:
    """Within how many days the house answers an objection."""
    return number(pack_for(settings.REGION), "risk_objection_days", day)[0]


def change_days(day: date) -> int:
    """Within how many days the house decides what a change of grade comes to."""
    return number(pack_for(settings.REGION), "risk_change_days", day)[0]


def manual_days(day: date) -> int:
    """For how many days at most a person may set a grade."""
    return number(pack_for(settings.REGION), "risk_manual_days", day)[0]


def least_visits(day: date) -> int:
    """How often a year the law has everybody inspected at least."""
    return number(pack_for(settings.REGION), "legal_visits_per_year", day)[0]


def within(days: int, day: date) -> Limit:
    """A term of the house in natural days from that day."""
    counted = add_natural_days(day, days)
    return Limit(counted.day, "natural_days", days, counted.provisional)


@dataclass(frozen=True)
class Standout:
    """From when on a group of reports stands out: within so many days, so many reports, so many times as often."""

    period: int
    reports: int
    ratio: int
    chi2: int


def standout_on(day: date) -> Standout:
    """The limits in force."""
    pack = pack_for(settings.REGION)
    return Standout(
        number(pack, "signal_period_days", day)[0],
        number(pack, "signal_min_reports", day)[0],
        number(pack, "signal_ratio", day)[0],
        number(pack, "signal_chi2", day)[0],
    )


@dataclass(frozen=True)
class Frequency:
    """How often a grade has a party inspected, and whether that is what the law asks at least."""

    per_year: float
    mode: str
    legal: bool


def frequency(per_year: float, mode: str, day: date) -> Frequency:
    """What the method advises, never below what the law asks for (LN 2(9): no grade lowers a legal frequency)."""
    least = float(least_visits(day))
    if per_year < least:
        return Frequency(least, f"按法定频次每年 {least:g} 次", True)
    return Frequency(per_year, mode, False)
