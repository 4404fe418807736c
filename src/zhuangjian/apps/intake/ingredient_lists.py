"""The lists of ingredients that are kept, as they count on a day."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from functools import lru_cache

from zhuangjian.apps.intake.models import IngredientList
from zhuangjian.engines.ingredients import Catalogue, Entry, Kind, ReferenceList

# Of these the whole latest edition counts, whatever its title.
NATIONAL = (Kind.CATALOGUE, Kind.MAXIMA)


def written(listed: ReferenceList) -> str:
    """A list's lines as JSON."""
    return json.dumps([list(asdict(entry).values()) for entry in listed.entries], ensure_ascii=False)


def in_force(day: date) -> list[IngredientList]:
    """The lists that count on a day, without their content."""
    rows = IngredientList.objects.unrestricted().filter(effective_from__lte=day).defer("content")
    latest: dict[tuple[str, str], IngredientList] = {}
    for row in rows.order_by("effective_from", "pk"):
        latest[row.kind, "" if row.kind in NATIONAL else row.title] = row
    return list(latest.values())


def catalogue_on(day: date) -> Catalogue:
    """The lists of a day, ready to be asked."""
    return _catalogue(tuple(sorted(row.pk for row in in_force(day))))


@lru_cache(maxsize=2)
def _catalogue(keys: tuple[int, ...]) -> Catalogue:
    rows = IngredientList.objects.unrestricted().filter(pk__in=keys).order_by("pk")
    return Catalogue(ReferenceList(Kind(row.kind), row.title, _entries(row.content)) for row in rows)


def _entries(content: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(number, chinese, inci, rinse_off, leave_on, remark, tuple(names))
        for number, chinese, inci, rinse_off, leave_on, remark, names in json.loads(content)
    )
