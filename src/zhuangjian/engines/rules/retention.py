"""How long a file is kept by the kind of its result, and what then happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .bases import Basis
from .loader import Pack
from .lookup import value_on
from .models import Retention

THEN: Mapping[str, str] = {
    "review": "鉴定后销毁或者续存",
    "hand_over": "移交档案部门",
    "keep": "永久保管",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file kept until ``until``, that day included (None: for good), and why."""

    kind: str
    title: str
    until: date | None
    then: str
    then_label: str
    article: str
    basis: Basis
    meaning: str


def retention_of(pack: Pack, kind: str, on: date) -> Retention:
    """The value in force on ``on`` for a kind of result. Raises Refusal for an unknown kind or day."""
    return value_on(pack, pack.retentions, kind, on, "保管期限")


def kept(pack: Pack, kind: str, ended: date, on: date) -> Kept:
    """How long a file that ended on ``ended`` is kept, by the rules of ``on``."""
    found = retention_of(pack, kind, on)
    until = None if found.years is None else anniversary(ended, found.years)
    label = THEN[found.then]
    return Kept(kind, found.title, until, found.then, label, found.article, found.basis, found.meaning)


def last_ended(pack: Pack, kind: str, today: date) -> date | None:
    """The last day on which a file must have ended to be past its time ``today``; None where it is kept for good."""
    years = retention_of(pack, kind, today).years
    if years is None:
        return None
    day = anniversary(today, -years)
    while anniversary(day, years) >= today:
        day -= timedelta(days=1)
    return day


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
