"""Every list page: filter, sort by header, page, and export exactly what is filtered and visible.

A page declares a :class:`Listing` once and calls ``LISTING.of(request, Model.objects.visible_to(request.user))``;
when the result's ``export`` is set, the page returns it, else it renders ``{% include "web/list.html" %}`` with
``listing`` in the context. The API reuses ``Listing.narrowed``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhuangjian.apps.conduct.exports import csv_response, xlsx_response
from zhuangjian.apps.conduct.visibility import shown_name

Choices = Sequence[tuple[Any, str]]
PAGE_SIZES = (25, 50, 100, 200)


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is an attribute path (``party.name``) or a function of the row and gives what is exported;
    ``sort`` are the ORM names to order by (none: not sortable); ``link``, ``status`` ((label, tone) of the row) and
    ``template`` (a partial given ``row`` and ``value``) say how the page draws it."""

    name: str
    title: str
    value: str | Callable[[Any], Any]
    sort: str | Sequence[str] = ()
    link: Callable[[Any], str] | None = None
    status: Callable[[Any], tuple[str, str]] | None = None
    template: str = ""
    css: str = ""

    def read(self, row: Any) -> Any:
        """The cell's value, as exported."""
        if callable(self.value):
            return self.value(row)
        for part in self.value.split("."):
            row = getattr(row, part, None)
            if callable(row):
                row = row()
        return row

    @property
    def order(self) -> tuple[str, ...]:
        """ORM names to sort by."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


@dataclass(frozen=True)
class Filter:
    """One field of the filter form. ``apply`` is an ORM lookup or a function (queryset, value) -> queryset.

    ``kind``: ``text``, ``choice`` (``choices`` or a function of the person giving them), ``date``, ``flag``.
    """

    name: str
    title: str
    apply: str | Callable[[QuerySet[Any], Any], QuerySet[Any]]
    kind: str = "text"
    choices: Choices | Callable[[Any], Choices] = ()

    def options(self, person: Any) -> Choices:
        """The choices this person has."""
        return self.choices(person) if callable(self.choices) else self.choices

    def parse(self, text: str, person: Any) -> Any:
        """The typed value; ValueError with a Chinese message when it isn't one."""
        if self.kind == "date":
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise ValueError(f"“{self.title}”不是有效日期（例：2026-11-21），未按它筛选") from None
        if self.kind == "choice":
            found = next((value for value, _ in self.options(person) if str(value) == text), None)
            if found is None:
                raise ValueError(f"“{self.title}”没有“{text}”这一项，未按它筛选")
            return found
        if self.kind == "flag":
            return True
        if "\x00" in text:
            raise ValueError(f"“{self.title}”含有不能识别的字符，未按它筛选")
        return text

    def narrow(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """The rows that pass, by what they show."""
        if callable(self.apply):
            return self.apply(rows, value)
        name, known = shown_name(rows, self.apply)
        return rows.filter(known, **{name: value})


@dataclass(frozen=True)
class FilterView:
    """A filter as the form draws it."""

    filter: Filter
    value: str
    options: Choices


@dataclass(frozen=True)
class HeadView:
    """A column head: its title, and where a click leads (empty: not sortable)."""

    column: Column
    href: str = ""
    direction: str = ""

    @property
    def aria(self) -> str:
        """Value of ``aria-sort``."""
        return {"asc": "ascending", "desc": "descending"}.get(self.direction, "none")


@dataclass(frozen=True)
class CellView:
    """One cell as drawn."""

    column: Column
    value: Any
    link: str = ""
    status: tuple[str, str] | None = None

    @property
    def is_date(self) -> bool:
        """Dates are written out in Chinese."""
        return isinstance(self.value, date)


@dataclass
class ListView:
    """What a template needs of a list, or the finished ``export`` response."""

    listing: Listing
    request: HttpRequest
    page: Page[Any] | None = None
    heads: list[HeadView] = field(default_factory=list)
    filters: list[FilterView] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sort: str = ""
    export: HttpResponseBase | None = None

    @property
    def rows(self) -> Iterator[tuple[Any, list[CellView]]]:
        """Rows of this page with their cells."""
        for row in self.page or ():
            yield row, [_cell(column, row) for column in self.listing.columns]

    @property
    def total(self) -> int:
        """Rows over all pages."""
        return self.page.paginator.count if self.page else 0

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any(view.value for view in self.filters)

    def query(self, **changes: Any) -> str:
        """The present address with some parameters changed (None removes)."""
        kept = {k: v for k, v in self.request.GET.items() if k not in changes and k != "export" and v}
        kept |= {k: v for k, v in changes.items() if v is not None}
        return "?" + urlencode(kept)

    @property
    def csv_url(self) -> str:
        """Export of this list as CSV."""
        return self.query(export="csv", page=None)

    @property
    def xlsx_url(self) -> str:
        """Export of this list as a workbook."""
        return self.query(export="xlsx", page=None)

    @property
    def page_links(self) -> list[tuple[Any, str]]:
        """(number or “…”, address) around the present page."""
        if self.page is None:
            return []
        pages = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(n, self.query(page=n) if isinstance(n, int) else "") for n in pages]

    @property
    def previous_url(self) -> str:
        """Address of the page before, or empty."""
        return self.query(page=self.page.number - 1) if self.page and self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after, or empty."""
        return self.query(page=self.page.number + 1) if self.page and self.page.has_next() else ""


@dataclass(frozen=True)
class Listing:
    """A list page's declaration. ``sort`` is the default order: a column's name, with ``-`` for descending."""

    name: str
    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    sort: str = ""
    per_page: int = 50
    empty: str = "没有符合条件的记录。"
    empty_hint: str = ""
    # Told of every row that an export takes away, before it does: (person, rows).
    noted: Callable[[Any, Sequence[Any]], None] | None = None

    def of(self, request: HttpRequest, rows: QuerySet[Any]) -> ListView:
        """Filter, sort and page ``rows`` (already limited by ``visible_to``) as the address asks."""
        view = ListView(self, request)
        rows, view.faults = self.narrowed(rows, request.GET, request.user)
        rows, view.sort = self.sorted(rows, request.GET.get("sort", ""))
        wanted = request.GET.get("export")
        if wanted in ("csv", "xlsx"):
            make = csv_response if wanted == "csv" else xlsx_response
            view.export = make(self.title, [c.title for c in self.columns], self.texts(rows, request.user))
            return view
        view.page = Paginator(rows, self._size(request)).get_page(request.GET.get("page"))
        view.heads = [self._head(column, view) for column in self.columns]
        view.filters = [
            FilterView(f, request.GET.get(f.name, "").strip(), f.options(request.user)) for f in self.filters
        ]
        return view

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], person: Any
    ) -> tuple[QuerySet[Any], list[str]]:
        """Rows passing every filter that is set, and a sentence for each value that could not be used."""
        faults = []
        for each in self.filters:
            text = str(given.get(each.name) or "").strip()
            if not text:
                continue
            try:
                rows = each.narrow(rows, each.parse(text, person))
            except ValueError as error:
                faults.append(str(error))
        return rows, faults

    def sorted(self, rows: QuerySet[Any], wanted: str) -> tuple[QuerySet[Any], str]:
        """Rows in the wanted order (or the default one), ties broken by key so that pages never overlap."""
        for choice in (wanted, self.sort):
            down = choice.startswith("-")
            column = next((c for c in self.columns if c.order and c.name == choice.lstrip("-")), None)
            if column:
                keys = [_key(rows, name) for name in column.order]
                order = [k.desc(nulls_last=True) if down else k.asc(nulls_last=True) for k in keys]
                return rows.order_by(*order, "pk"), choice
        return rows if rows.ordered else rows.order_by("pk"), ""

    def texts(self, rows: QuerySet[Any], person: Any = None) -> Iterator[list[Any]]:
        """Every row's exported values, read in chunks; each chunk is noted before any of it is handed on."""
        found = rows.iterator(chunk_size=1000)
        while part := list(islice(found, 1000)):
            if self.noted is not None:
                self.noted(person, part)
            for row in part:
                yield [column.read(row) for column in self.columns]

    def _size(self, request: HttpRequest) -> int:
        text = request.GET.get("size", "")
        return int(text) if text.isascii() and text.isdigit() and int(text) in PAGE_SIZES else self.per_page

    @staticmethod
    def _head(column: Column, view: ListView) -> HeadView:
        if not column.order:
            return HeadView(column)
        direction = {column.name: "asc", f"-{column.name}": "desc"}.get(view.sort, "")
        turned = f"-{column.name}" if direction == "asc" else column.name
        return HeadView(column, view.query(sort=turned, page=None), direction)


def _key(rows: QuerySet[Any], lookup: str) -> Any:
    name, known = shown_name(rows, lookup)
    return Case(When(known, then=F(name)), default=None) if known else F(name)


def _cell(column: Column, row: Any) -> CellView:
    return CellView(
        column,
        column.read(row),
        column.link(row) if column.link else "",
        column.status(row) if column.status else None,
    )


def contains(*names: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """For ``Filter.apply``: the text occurs in any of the fields."""

    def narrow(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        either = Q()
        for each in names:
            name, known = shown_name(rows, each)
            either |= known & Q(**{f"{name}__icontains": text})
        return rows.filter(either)

    return narrow
