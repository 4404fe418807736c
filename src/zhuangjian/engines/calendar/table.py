"""The dated table of official rest days and make-up working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhuangjian.engines.rules.answer import Basis
from zhuangjian.engines.rules.source import Source, read_yaml

DEFAULT = Path(__file__).with_name("arrangements.yaml")

# Order of the State Council on public holidays, as amended from 2025-01-01: the dates of the solar year.
FIXED_BY_LAW = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Rest(_Model):
    """Days off work, first and last included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    name: str = Field(min_length=1)


class Year(_Model):
    """What the State Council's notice says for one calendar year."""

    status: Literal["published", "provisional"]
    notice: str = ""
    notice_basis: Basis = "to_be_confirmed"
    rest: tuple[Rest, ...] = ()
    work: tuple[date, ...] = ()


class _File(_Model):
    version: str = Field(min_length=1)
    years: dict[int, Year]


@dataclass(frozen=True)
class Calendar:
    """Working days as published: ``rest`` maps a day off to its holiday, ``work`` holds make-up working days."""

    version: str
    years: Mapping[int, Year]
    rest: Mapping[date, str]
    work: frozenset[date]

    def is_published(self, year: int) -> bool:
        """Whether that year's arrangement has been published; if not, every date reaching into it is provisional."""
        entry = self.years.get(year)
        return entry is not None and entry.status == "published"

    def notice(self, year: int) -> str:
        """Number of the notice for that year, empty when there is none."""
        entry = self.years.get(year)
        return entry.notice if entry else ""

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday unless a rest day (published, or fixed by law), or a make-up working day."""
        if day in self.work:
            return True
        return day not in self.rest and day.weekday() < 5 and not self.fixed_by_law(day)

    def fixed_by_law(self, day: date) -> str:
        """Name of the holiday that the law itself puts on ``day`` in a year without an arrangement, else empty.

        New year, labour day (two days from 2025) and national day; those of the lunar year have no fixed date.
        """
        if self.is_published(day.year) or (day.month, day.day, day.year < 2025) == (5, 2, True):
            return ""
        return FIXED_BY_LAW.get((day.month, day.day), "")


def load_calendar(path: Path | None = None) -> Calendar:
    """The calendar in ``path`` (default: the one shipped); raises ``SourceError`` with file and line."""
    return _load((path or DEFAULT).resolve())


@lru_cache(maxsize=8)
def _load(path: Path) -> Calendar:
    source = read_yaml(path)
    try:
        parsed = _File.model_validate(source.data)
    except ValidationError as error:
        raise source.from_validation(error) from None
    rest: dict[date, str] = {}
    for number, year in parsed.years.items():
        _check_year(source, number, year, rest)
    work = frozenset(day for year in parsed.years.values() for day in year.work)
    return Calendar(parsed.version, parsed.years, rest, work)


def _check_year(source: Source, number: int, year: Year, rest: dict[date, str]) -> None:
    at = ("years", number)
    if year.status == "published" and not year.notice:
        raise source.fault(
            at, f"{number} 年标为已公布却没有通知文号", "请填 notice，或把 status 改为 provisional"
        )
    for index, span in enumerate(year.rest):
        loc = (*at, "rest", index)
        if span.last < span.first:
            raise source.fault(loc, f"{span.name}的止日早于起日", "请改正起止日期")
        day = span.first
        while day <= span.last:
            if day.year != number:
                raise source.fault(loc, f"{day} 不在 {number} 年内", "请移到所属年份")
            if day in rest:
                raise source.fault(loc, f"{day} 重复列为休息日", "请删去一处")
            rest[day] = span.name
            day += timedelta(days=1)
    seen: set[date] = set()
    for index, day in enumerate(year.work):
        loc = (*at, "work", index)
        if day.year != number:
            raise source.fault(loc, f"{day} 不在 {number} 年内", "请移到所属年份")
        if day.weekday() < 5:
            raise source.fault(loc, f"{day} 本来就不是周末，不能作调休上班日", "请核对通知原文")
        if day in rest or day in seen:
            raise source.fault(loc, f"{day} 重复，或同时列为休息日和上班日", "请核对通知原文，只保留一处")
        seen.add(day)
