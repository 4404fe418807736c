"""Pages of a list by their keys: a page begins after a row, not after a number of rows.

Rows that are added or go away meanwhile neither repeat a row nor hide one, and the last page costs what the first costs.
Which row it begins after stands signed in the address, so that nobody can ask for values of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import F, Field, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy

# So many rows are counted; of a longer list only this is said.
COUNTED = 10_000
KEY = "page_key_"


@dataclass(frozen=True)
class Key:
    """One value that rows are ordered by: under which name the query carries it, and whether it can be nothing."""

    name: str
    down: bool
    may_lack: bool

    def beyond(self, value: Any, forward: bool) -> Q:
        """Rows that come later (``forward``) or earlier by this value alone; those without one come last."""
        if value is None:
            return Q(pk__in=()) if forward else Q((f"{self.name}__isnull", False))
        found = Q((f"{self.name}__{'gt' if forward != self.down else 'lt'}", value))
        return found | Q((f"{self.name}__isnull", True)) if forward and self.may_lack else found

    def same(self, value: Any) -> Q:
        """Rows with this value."""
        return Q((f"{self.name}__isnull", True)) if value is None else Q((self.name, value))


@dataclass(frozen=True)
class Order:
    """How rows are ordered: by these values and, of equal ones, by the key, so that no two places are the same."""

    keys: tuple[Key, ...]
    tie_down: bool

    def over(self, rows: QuerySet[Any], backward: bool = False) -> QuerySet[Any]:
        """The rows in this order, or in the opposite one."""
        by = []
        for key in self.keys:
            down = key.down != backward
            last = {"nulls_first" if backward else "nulls_last": True} if key.may_lack else {}
            by.append(F(key.name).desc(**last) if down else F(key.name).asc(**last))
        return rows.order_by(*by, "-pk" if self.tie_down != backward else "pk")

    def beyond(self, values: list[Any], pk: Any, forward: bool) -> Q:
        """Rows that come after (``forward``) or before the row with these values."""
        found, same = Q(), Q()
        for key, value in zip(self.keys, values, strict=True):
            found |= same & key.beyond(value, forward)
            same &= key.same(value)
        found |= same & Q((f"pk__{'gt' if forward != self.tie_down else 'lt'}", pk))
        # Said once more as one range, which an index can begin at.
        if self.keys and not (first := self.keys[0]).may_lack:
            found &= Q((f"{first.name}__{'gte' if forward != first.down else 'lte'}", values[0]))
        return found


@dataclass(frozen=True)
class Page:
    """Rows of one page, and what the addresses of the next and the previous one carry (empty: there is none)."""

    rows: list[Any] = field(default_factory=list)
    next: str = ""
    previous: str = ""
    fault: str = ""


def steady(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in their own order, made exact: those without a value last, ties broken by the key."""
    kept, order = _ordered(rows)
    return order.over(kept)


def counted(rows: QuerySet[Any]) -> int:
    """How many rows there are, at most ``COUNTED`` and one: what is beyond is not looked at."""
    return rows.order_by()[: COUNTED + 1].count()


def count_words(count: int, unit: str = "条") -> str:
    """The count as people are told it."""
    return f"{count} {unit}" if count <= COUNTED else f"{COUNTED} {unit}以上"


def paged(rows: QuerySet[Any], size: int, given: Mapping[str, Any], mark: str) -> Page:
    """One page of the ordered rows: the first, or the one ``after`` or ``before`` the row that the address names.

    ``mark`` says which list in which order it is; an address made for another is not used.
    """
    rows, order = _ordered(rows)
    places = _Places(order, Signer(salt=f"zhuangjian.list.{mark}"))
    for name in ("after", "before"):
        if text := str(given.get(name) or ""):
            begins = places.named(rows, text)
            if begins is None:
                page = _page(rows, places, size, None, forward=True)
                return Page(page.rows, page.next, "", "翻页的位置已经失效，请从第一页看起")
            page = _page(rows, places, size, begins, forward=name == "after")
            # What was before may have become less than a page: the first page is shown in its place.
            return page if name == "after" or page.previous else _page(rows, places, size, None, forward=True)
    return _page(rows, places, size, None, forward=True)


@dataclass(frozen=True)
class _Places:
    """Where pages begin, as their addresses carry it."""

    order: Order
    signer: Signer

    def of(self, row: Any) -> str:
        """The place of this row."""
        values = [_plain(getattr(row, key.name)) for key in self.order.keys]
        return self.signer.sign_object([values, _plain(getattr(row, "public_id", row.pk))])

    def named(self, rows: QuerySet[Any], text: str) -> tuple[list[Any], Any] | None:
        """Values and key of the row that the address names; None when it was not made for this list."""
        try:
            values, called = self.signer.unsign_object(text)
        except (BadSignature, ValueError):
            return None
        if hasattr(rows.model, "public_id"):
            # The database's own key, which counts rows, stands in no address.
            called = rows.model._base_manager.filter(public_id=called).values_list("pk", flat=True).first()
        return None if called is None else (values, called)


def _page(rows: QuerySet[Any], places: _Places, size: int, begins: Any, *, forward: bool) -> Page:
    order = places.order
    if begins is not None:
        rows = rows.filter(order.beyond(begins[0], begins[1], forward=forward))
    found = list(order.over(rows, backward=not forward)[: size + 1])
    more, found = len(found) > size, found[:size]
    if not forward:
        found.reverse()
    if not found:
        return Page()
    first, last = (places.of(row) for row in (found[0], found[-1]))
    if forward:
        return Page(found, last if more else "", first if begins is not None else "")
    return Page(found, last, first if more else "")


def _ordered(rows: QuerySet[Any]) -> tuple[QuerySet[Any], Order]:
    """The rows carrying the values that they are ordered by, and that order."""
    keys: list[Key] = []
    carried: dict[str, Any] = {}
    tie_down = False
    for each in rows.query.order_by or rows.model._meta.ordering:
        word = str(each)
        asked = (
            each if isinstance(each, OrderBy) else OrderBy(F(word.lstrip("-")), descending=word[:1] == "-")
        )
        expression: Any = asked.expression
        down = asked.descending
        called = getattr(expression, "name", "") if isinstance(expression, F) else ""
        if called in ("pk", rows.model._meta.pk.name):
            tie_down = down
            break
        if called.startswith(KEY):
            keys.append(Key(called, down, asked.nulls_last is True))
            continue
        name = f"{KEY}{len(keys)}"
        if called:
            expression, may_lack = _field(rows, expression)
        else:
            may_lack = True
        keys.append(Key(name, down, may_lack))
        carried[name] = expression
    return rows.annotate(**carried), Order(tuple(keys), tie_down)


def _field(rows: QuerySet[Any], named: Any) -> tuple[Any, bool]:
    """The value of that name (of a relation: its key), and whether it can be nothing."""
    parts = named.name.split(LOOKUP_SEP)
    if parts[0] in rows.query.annotations:
        return named, True
    meta, may_lack = rows.model._meta, False
    found: Any = None
    for part in parts:
        found = meta.get_field(part)
        may_lack = may_lack or getattr(found, "null", True)
        meta = found.related_model._meta if found.is_relation else meta
    own = isinstance(found, Field) and found.is_relation
    return F(LOOKUP_SEP.join([*parts[:-1], found.attname])) if own else named, may_lack


def _plain(value: Any) -> Any:
    return (
        value.isoformat()
        if isinstance(value, (date, datetime))
        else str(value)
        if isinstance(value, UUID)
        else value
    )
