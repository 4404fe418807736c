"""A sheet as a page draws it: heads, cells, filters, pager, export addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhuangjian.kernel.paging import Page, count_words, counted

if TYPE_CHECKING:
    from zhuangjian.kernel.sheets import Choices, Column, Filter, Sheet


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

    @property
    def is_time(self) -> bool:
        """Moments are written with the time of day where there is room for it."""
        return isinstance(self.value, datetime)


@dataclass
class ListView:
    """What a template needs of a list, or the finished ``export`` response."""

    listing: Sheet
    columns: Sequence[Column]
    request: HttpRequest
    page: Page = field(default_factory=Page)
    found: QuerySet[Any] | None = None
    heads: list[HeadView] = field(default_factory=list)
    filters: list[FilterView] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sort: str = ""
    export: HttpResponseBase | None = None

    @property
    def rows(self) -> Iterator[tuple[Any, list[CellView]]]:
        """Rows of this page with their cells."""
        for row in self.page.rows:
            yield row, [cell_of(column, row, self.request.user) for column in self.columns]

    @cached_property
    def total(self) -> int:
        """Rows over all pages, as far as they are counted; one page that is all is not counted again."""
        if self.found is None or not (self.page.next or self.page.previous or not self.page.rows):
            return len(self.page.rows)
        return counted(self.found)

    @property
    def total_words(self) -> str:
        """How many rows there are, as people are told it."""
        return count_words(self.total)

    @property
    def empty_hint(self) -> str:
        """What to do when there is nothing."""
        hint = self.listing.empty_hint
        return hint if isinstance(hint, str) else hint(self.request.user)

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return any(view.value for view in self.filters)

    def query(self, **changes: str) -> str:
        """The first page of the present list with some parameters changed."""
        left = {"export", "after", "before", *changes}
        kept = {k: v for k, v in self.request.GET.items() if k not in left and v}
        return "?" + urlencode(kept | changes)

    @property
    def csv_url(self) -> str:
        """Export of this list as CSV."""
        return self.query(export="csv")

    @property
    def xlsx_url(self) -> str:
        """Export of this list as a workbook."""
        return self.query(export="xlsx")

    @property
    def first_url(self) -> str:
        """Address of the first page, or empty on it."""
        return self.query() if self.page.previous or not self.page.rows else ""

    @property
    def previous_url(self) -> str:
        """Address of the page before, or empty."""
        return self.query(before=self.page.previous) if self.page.previous else ""

    @property
    def next_url(self) -> str:
        """Address of the page after, or empty."""
        return self.query(after=self.page.next) if self.page.next else ""


def head_of(column: Column, view: ListView) -> HeadView:
    """The head of a column, leading to the list sorted by it."""
    if not column.order:
        return HeadView(column)
    direction = {column.name: "asc", f"-{column.name}": "desc"}.get(view.sort, "")
    turned = f"-{column.name}" if direction == "asc" else column.name
    return HeadView(column, view.query(sort=turned), direction)


def cell_of(column: Column, row: Any, person: Any) -> CellView:
    """A cell as this person is shown it."""
    value = column.read(row, person)
    return CellView(
        column,
        value,
        said(column.link, row, person) if column.link and value is not None else "",
        said(column.status, row, person) if column.status else None,
    )


def said(told: Any, row: Any, person: Any) -> Any:
    """What a declaration says of a row: ``ToldTo`` is asked for whom, everything else is not."""
    return told(row, person) if isinstance(told, ToldTo) else told(row)


@dataclass(frozen=True)
class ToldTo:
    """A function of the row *and* the person, for what is told to some in other words than to others."""

    words: Any

    def __call__(self, *about: Any) -> Any:
        """The words."""
        return self.words(*about)
