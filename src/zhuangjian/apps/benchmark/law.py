"""What the pack of the place says of benchmark enterprises; a place whose pack names no criteria selects none."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from zhuangjian.engines.improvement.benchmark import Criterion
from zhuangjian.engines.rules.lookup import number, optional, pack_for, parameter

NONE_HERE = "本地区现在没有遴选标杆企业的安排"


def criteria_here(on: date) -> tuple[Criterion, ...]:
    """The criteria with their themes and weights; none where the place selects no benchmark enterprises."""
    found = optional(pack_for(settings.REGION), "benchmark_criteria", on)
    rows = [str(line).split("｜") for line in found.value] if found is not None else []  # type: ignore[union-attr]
    return tuple(Criterion(title, theme, int(weight)) for theme, title, weight in rows)


def themes(on: date) -> tuple[str, ...]:
    """The themes that practices are written up along."""
    return tuple(parameter(pack_for(settings.REGION), "benchmark_themes", on).value)  # type: ignore[arg-type]


def clean_since(on: date) -> date:
    """From which day on a penalty excludes."""
    return years_on(on, -number(pack_for(settings.REGION), "benchmark_clean_years", on)[0])


def least_members(on: date) -> int:
    """How many members must have scored."""
    return number(pack_for(settings.REGION), "benchmark_members", on)[0]


def pass_mark(on: date) -> int:
    """The least total that is published."""
    return number(pack_for(settings.REGION), "benchmark_pass", on)[0]


def score_days(on: date) -> int:
    """Within how many days a member declares and scores."""
    return number(pack_for(settings.REGION), "benchmark_score_days", on)[0]


def publication_days(on: date) -> int:
    """For how many days the choice is published for objections."""
    return number(pack_for(settings.REGION), "benchmark_publication_days", on)[0]


def renewal_days(on: date) -> int:
    """How many days before its end a title may be renewed."""
    return number(pack_for(settings.REGION), "benchmark_renewal_days", on)[0]


def term_end(since: date) -> date:
    """The last day of a title that begins on a day."""
    end = years_on(since, number(pack_for(settings.REGION), "benchmark_term_years", since)[0])
    return date.fromordinal(end.toordinal() - 1)


def years_on(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
