"""What is shown of a model, declared once: the list page, a row's facts, both exports, the API and the command line.

An area declares a :class:`Sheet` of columns and filters. A page calls ``SHEET.of(request)`` and returns its ``export``
when set, else renders ``{% include "web/list.html" %}`` with ``listing``; ``{% facts SHEET row %}`` draws a row's facts;
the API's routes and their typed answers are made from the sheets that name a ``route``.

What a person may not see of a row (``seen_by``) they can neither filter nor sort by, nor count, nor export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Case, F, Model, Q, QuerySet, When
from django.http import HttpRequest
from pydantic import create_model

from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.listed import CellView, FilterView, ListView, ToldTo, cell_of, head_of, said
from zhuangjian.kernel.paging import paged, steady
from zhuangjian.kernel.shown import prefixed, shown_name

Choices = Sequence[tuple[Any, str]]
PAGE_SIZES = (25, 50, 100, 200)


def everybody(person: Any) -> bool:
    """Whoever sees the row."""
    return True


def officials(person: Any) -> bool:
    """Officials, not the enterprise that the row is about."""
    return bool(person.scope.official)


def nobody(person: Any) -> bool:
    """For what stands in no list."""
    return False


@dataclass(frozen=True)
class Datum:
    """One value of a row over the API: ``kind`` is its type in the description, ``value`` as in :class:`Column`."""

    kind: Any
    value: str | Callable[..., Any]

    def read(self, row: Any, person: Any) -> Any:
        """The value."""
        return _read(self.value, row, person)


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is an attribute path (``party.name``) or a function of the row (:class:`ToldTo`: of the row
    and the person) and gives what is exported;
    ``sort`` are the ORM names to order by (none: not sortable); ``link``, ``status`` ((label, tone) of the row) and
    ``template`` (a partial given ``row`` and ``value``) say how the page draws it. ``seen_by`` says who may know it.

    ``listed``: in whose list it stands; ``fact``: whether among a row's facts, and in which ``part`` of its page.
    ``api``: the values that say it over the API, by name, or the type of its own value under its own name;
    ``detail``: only of one row, not in the list.
    """

    name: str
    title: str
    value: str | Callable[..., Any]
    sort: str | Sequence[str] = ()
    link: Callable[..., str] | None = None
    status: Callable[..., tuple[str, str]] | None = None
    template: str = ""
    css: str = ""
    seen_by: Callable[[Any], bool] = everybody
    listed: Callable[[Any], bool] = everybody
    fact: bool = False
    part: str = ""
    api: Any = field(default_factory=dict)
    detail: bool = False
    # The column whose values say the same over the API.
    covered: str = ""
    # A fact with nothing to say is left out rather than drawn as a dash.
    left_out: bool = False

    def read(self, row: Any, person: Any = None) -> Any:
        """The cell's value, as exported."""
        return _read(self.value, row, person)

    @property
    def data(self) -> Mapping[str, Datum]:
        """The values that say it over the API."""
        return self.api if isinstance(self.api, Mapping) else {self.name: Datum(self.api, self.value)}

    @property
    def order(self) -> tuple[str, ...]:
        """ORM names to sort by."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


def rows_of(model: Any, of: str, schema: str, order: str = "pk", **told: Any) -> Datum:
    """The rows of ``model`` that are parts of a row by their field ``of``, as far as the person sees them: each value a
    type (of the attribute of that name) or a :class:`Datum`."""
    data = {name: one if isinstance(one, Datum) else Datum(one, name) for name, one in told.items()}

    def read(row: Any, person: Any) -> list[dict[str, Any]]:
        rows = model.objects.visible_to(person).filter(**{of: row.pk}).order_by(order)
        return [_told(data, one, person) for one in rows]

    return Datum(list[_kind_of(schema, str(model._meta.verbose_name), data)], ToldTo(read))  # type: ignore[misc]


def told_together(schema: str, words: str, data: Mapping[str, Datum]) -> Datum:
    """Several values of a row as one; null where the column is not this person's to see."""
    return Datum(_kind_of(schema, words, data) | None, ToldTo(lambda row, person: _told(data, row, person)))


def _kind_of(schema: str, words: str, data: Mapping[str, Datum]) -> Any:
    fields: Any = {name: (datum.kind, ...) for name, datum in data.items()}
    return create_model(schema, __doc__=words, **fields)


def _told(data: Mapping[str, Datum], row: Any, person: Any) -> dict[str, Any]:
    return {name: datum.read(row, person) for name, datum in data.items()}


def fact(
    name: str, title: str, value: str | Callable[..., Any], *, drawn: bool = True, **more: Any
) -> Column:
    """A column that stands in no list: a fact of one row (``drawn`` False: its page shows it in a way of its own)."""
    return Column(name, title, value, listed=nobody, fact=drawn, detail=True, **more)


@dataclass(frozen=True)
class Filter:
    """One field of the filter form. ``apply`` is an ORM lookup or a function (queryset, value) -> queryset
    (:class:`ToldTo`: of the person too).

    ``kind``: ``text``, ``choice`` (``choices`` or a function of the person giving them), ``date``, ``flag``.
    """

    name: str
    title: str
    apply: str | Callable[[QuerySet[Any], Any], QuerySet[Any]]
    kind: str = "text"
    choices: Choices | Callable[[Any], Choices] = ()
    # The columns that it tells of; who may not see one of them has no such filter.
    about: Sequence[str] = ()
    # What the API calls it, where the page's name is a word that programs cannot use.
    called: str = ""
    seen_by: Callable[[Any], bool] = everybody
    # Its type over the API, and what holds there when it is not given; ``drawn`` False: only there.
    typed: Any = str
    default: str = ""
    drawn: bool = True

    @property
    def name_over_api(self) -> str:
        """What programs call it."""
        return self.called or self.name

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

    def narrow(self, rows: QuerySet[Any], value: Any, person: Any) -> QuerySet[Any]:
        """The rows that pass, by what they show."""
        if isinstance(self.apply, ToldTo):
            return self.apply(rows, value, person)  # type: ignore[no-any-return]
        if callable(self.apply):
            return self.apply(rows, value)
        name, known = shown_name(rows, self.apply)
        return rows.filter(known, **{name: value})


@dataclass(frozen=True)
class Reading:
    """How a sheet is read over the API: its address, its names in the description, and what is written down of a read."""

    route: str
    tag: str
    schema: str
    title: str
    one_title: str
    # What programs made from the description call the two operations.
    operations: tuple[str, str]
    one_schema: str = ""
    words: str = ""
    one_words: str = ""
    page_size: int = 50
    # Without signing in: what is published.
    public: bool = False
    # Rows that a page of the list takes away are written down as read before they are shown (CQ 22).
    noted: bool = False
    # Called before (a part of) one row is shown: (person, row, door, the part's title).
    opened: Callable[[Any, Any, str, str], None] | None = None
    # The sheet whose row's parts these rows are, and by which field; such a list is asked of one row.
    of: tuple[Sheet, str] | None = None
    # Address, operation and title of the row that is the person who asks.
    own: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Sheet:
    """A model's columns and filters. ``sort`` is the default order: a column's name, with ``-`` for descending.

    ``rows`` gives the rows that a person may see with what the columns read. With a ``reading`` the sheet is read over
    the API and on the command line too; ``also`` is what it says there beside its columns. A sheet that shows some of
    another's columns in another way names that as ``within`` in place of a reading of its own.
    """

    name: str
    title: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    sort: str = ""
    per_page: int = 50
    empty: str = "没有符合条件的记录。"
    empty_hint: str | Callable[[Any], str] = ""
    rows: Callable[[Any], QuerySet[Any]] | None = None
    reading: Reading | None = None
    # Told of every row that an export or a program takes away, before it does: (person, rows), and by which door.
    noted: Callable[..., None] | None = None
    also: Mapping[str, Datum] = field(default_factory=dict)
    # Reads together what a page of rows needs before it is said over the API.
    prepared: Callable[[list[Any]], None] | None = None
    within: Sheet | None = None
    model: type[Model] | None = None

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        for each in self.filters:
            if unknown := set(each.about) - names:
                raise TypeError(f"sheet {self.name}: filter {each.name} is about unknown columns {unknown}")
        told = self.within or self
        if told.reading is not None:
            if told.model is None:
                raise TypeError(f"sheet {told.name} is read over the API; say of which `model`")
            said_by = {column.name for column in told.columns if column.data}
            silent = [c.name for c in self.columns if c.name not in said_by and c.covered not in said_by]
            if silent:
                raise TypeError(
                    f"sheet {self.name}: columns {silent} are shown but not said over the API; give each `api`"
                )

    def columns_for(self, person: Any) -> list[Column]:
        """The columns that this person may know, whether listed or not."""
        return [column for column in self.columns if column.seen_by(person)]

    def filters_for(self, person: Any) -> list[Filter]:
        """The filters that tell this person nothing but what they may see."""
        hidden = {column.name for column in self.columns} - {c.name for c in self.columns_for(person)}
        return [
            each
            for each in self.filters
            if each.seen_by(person) and hidden.isdisjoint({each.name, *each.about})
        ]

    def seen(self, person: Any) -> QuerySet[Any]:
        """The rows that this person may see."""
        if self.rows is not None:
            return self.rows(person)
        assert self.model is not None
        return self.model._meta.model.objects.visible_to(person)  # type: ignore[no-any-return,attr-defined]

    def asked(self, given: Mapping[str, Any], person: Any) -> tuple[QuerySet[Any], str, list[str]]:
        """The rows that a program asks for by filters and order, that order, and what of it could not be used."""
        texts = {each.name: _text(given.get(each.name_over_api)) or each.default for each in self.filters}
        rows, faults = self.narrowed(self.seen(person), texts, person)
        return *self.sorted(rows, _text(given.get("sort")), person), faults

    def mark(self, sort: str) -> str:
        """This list in that order, for the addresses of its pages."""
        return f"{self.name}.{sort}"

    def records(self, rows: Iterable[Any], person: Any) -> list[dict[str, Any]]:
        """Rows of a list as programs are told them."""
        found = list(rows)
        if self.prepared is not None:
            self.prepared(found)
        return [self.record(row, person, detail=False) for row in found]

    def facts(self, row: Any, person: Any, part: str = "") -> list[CellView]:
        """The facts of one row as (a part of) its page draws them."""
        known = [column for column in self.columns_for(person) if column.fact and column.part == part]
        cells = [cell_of(column, row, person) for column in known]
        return [cell for cell in cells if not (cell.column.left_out and cell.value in (None, "", [], ()))]

    def record(self, row: Any, person: Any, *, detail: bool) -> dict[str, Any]:
        """A row as the API and ``zhuangjian list`` say it; what this person may not know is null."""
        found = _told(self.also, row, person)
        for column in self.columns:
            if column.detail and not detail:
                continue
            seen = column.seen_by(person)
            found |= _told(column.data, row, person) if seen else dict.fromkeys(column.data)
        return found

    def of(self, request: HttpRequest, rows: QuerySet[Any] | None = None) -> ListView:
        """Filter, sort and page the rows (``rows`` are already limited by ``visible_to``) as the address asks."""
        if rows is None:
            rows = self.seen(request.user)
        columns = [column for column in self.columns_for(request.user) if column.listed(request.user)]
        view = ListView(self, columns, request)
        rows, view.faults = self.narrowed(rows, request.GET, request.user)
        rows, view.sort = self.sorted(rows, request.GET.get("sort", ""), request.user)
        wanted = request.GET.get("export")
        if wanted in ("csv", "xlsx"):
            make = csv_response if wanted == "csv" else xlsx_response
            view.export = make(self.title, [c.title for c in columns], self.texts(rows, request.user))
            return view
        view.found = rows
        view.page = paged(rows, self._size(request), request.GET, self.mark(view.sort))
        view.faults += [view.page.fault] if view.page.fault else []
        view.heads = [head_of(column, view) for column in columns]
        view.filters = [
            FilterView(f, request.GET.get(f.name, "").strip(), f.options(request.user))
            for f in self.filters_for(request.user)
            if f.drawn
        ]
        return view

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], person: Any
    ) -> tuple[QuerySet[Any], list[str]]:
        """Rows passing every filter that is set, and a sentence for each value that could not be used."""
        faults = []
        for each in self.filters_for(person):
            text = str(given.get(each.name) or "").strip()
            if not text:
                continue
            try:
                rows = each.narrow(rows, each.parse(text, person), person)
            except ValueError as error:
                faults.append(str(error))
        return rows, faults

    def sorted(self, rows: QuerySet[Any], wanted: str, person: Any) -> tuple[QuerySet[Any], str]:
        """Rows in the wanted order (or the default one), ties broken by key so that pages never overlap."""
        columns = self.columns_for(person)
        for choice in (wanted, self.sort):
            down = choice.startswith("-")
            column = next((c for c in columns if c.order and c.name == choice.lstrip("-")), None)
            if column:
                keys = [_key(rows, name) for name in column.order]
                order = [k.desc(nulls_last=True) if down else k.asc(nulls_last=True) for k in keys]
                return steady(rows.order_by(*order, "pk")), choice
        return steady(rows), ""

    def texts(self, rows: QuerySet[Any], person: Any = None) -> Iterator[list[Any]]:
        """Every row's exported values, read in chunks; each chunk is noted before any of it is handed on."""
        columns = [column for column in self.columns_for(person) if column.listed(person)]
        found = rows.iterator(chunk_size=1000)
        while part := list(islice(found, 1000)):
            if self.noted is not None:
                self.noted(person, part)
            for row in part:
                yield [column.read(row, person) for column in columns]

    def _size(self, request: HttpRequest) -> int:
        given = request.GET.get("size", "")
        return next((size for size in PAGE_SIZES if given == str(size)), self.per_page)


def _text(value: Any) -> str:
    return ("1" if value else "") if isinstance(value, bool) else str(value or "")


def _read(value: str | Callable[..., Any], row: Any, person: Any) -> Any:
    if not isinstance(value, str):
        return said(value, row, person)
    for part in value.split("."):
        row = getattr(row, part, None)
        if callable(row):
            row = row()
    return row


def _key(rows: QuerySet[Any], lookup: str) -> Any:
    name, known = shown_name(rows, lookup)
    return Case(When(known, then=F(name)), default=None) if known else F(name)


def contains(*names: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """For ``Filter.apply``: the text occurs in any of the fields."""

    def narrow(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        either = Q()
        for each in names:
            name, known = shown_name(rows, each)
            either |= known & Q(**{f"{name}__icontains": text})
        return rows.filter(either)

    return narrow


def starts_with(name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """For ``Filter.apply``: the field begins with the text; asked as a range, which an index answers."""

    def narrow(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        shown, known = shown_name(rows, name)
        return rows.filter(known, prefixed(shown, text))

    return narrow
