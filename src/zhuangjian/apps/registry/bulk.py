"""Many new rows at once. A register of a million rows becomes ten million rows here, and building and binding each
through the ORM takes longer than everything else together; what is stored is the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.utils import timezone

from zhuangjian.apps.ledger import sums

M = TypeVar("M", bound=models.Model)
ROWS_A_STATEMENT = 400


class Encoded(str):
    """JSON text made elsewhere, for a JSON field: stored as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class _Shape:
    """What making and storing rows of one model needs to know about it. ``plain`` are default values by attribute,
    ``fresh`` the callables that make one for each row, ``relations`` are (name, attribute, attribute of the other)."""

    plain: dict[str, Any]
    fresh: dict[str, Any]
    relations: tuple[tuple[str, str, str], ...]
    encoded: tuple[str, ...]
    stamped: tuple[str, ...]
    values: Callable[[dict[str, Any]], tuple[Any, ...]]


@cache
def _shape(model: type[models.Model]) -> _Shape:
    fields: list[Any] = list(model._meta.concrete_fields)
    plain: dict[str, Any] = {}
    fresh: dict[str, Any] = {}
    for field in fields:
        if field.has_default() and callable(field.default):
            fresh[field.attname] = field.default
        else:
            plain[field.attname] = None if field.primary_key else field.get_default()
    return _Shape(
        plain,
        fresh,
        tuple((f.name, f.attname, f.target_field.attname) for f in fields if f.is_relation),
        tuple(f.attname for f in fields if isinstance(f, models.JSONField)),
        tuple(
            f.attname for f in fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)
        ),
        itemgetter(*(f.attname for f in fields)),
    )


def made(model: type[M], **values: Any) -> M:
    """A new unsaved instance, as ``model(**values)`` gives; related objects by field name. Values are not checked."""
    shape = _shape(model)
    row = model.__new__(model)
    state = ModelState()
    state.fields_cache = related = {}
    held = row.__dict__
    held["_state"] = state
    held.update(shape.plain)
    for name, make in shape.fresh.items():
        if name not in values:
            held[name] = make()
    for name, attribute, key in shape.relations:
        if name in values:
            target = related[name] = values.pop(name)
            held[attribute] = None if target is None else target.__dict__[key]
    held.update(values)
    return row


@contextmanager
def room() -> Iterator[None]:
    """For as long as the block runs SQLite may keep 64 MiB of pages and an 80 MiB log: the keys of a register arrive in
    no order, and with its usual 2 MiB nearly every row would move pages out and in again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = [_pragma(cursor, name) for name in ("cache_size", "wal_autocheckpoint")]
        _pragma(cursor, "cache_size", -65_536)
        _pragma(cursor, "wal_autocheckpoint", 20_000)
        try:
            yield
        finally:
            _pragma(cursor, "cache_size", before[0])
            _pragma(cursor, "wal_autocheckpoint", before[1])


def _pragma(cursor: Any, name: str, value: int | None = None) -> int:
    cursor.execute(f"PRAGMA {name}" if value is None else f"PRAGMA {name} = {int(value)}")
    found = cursor.fetchone()
    return int(found[0]) if found else 0


def insert(rows: Sequence[models.Model]) -> None:
    """Store new instances of one model and give them their keys. Must run inside a transaction."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    if key is not None and isinstance(key, models.AutoField | models.BigAutoField):
        for row, number in zip(rows, _keys(model, len(rows)), strict=True):
            row.__dict__[key.attname] = number
    fields = list(model._meta.concrete_fields)
    _write(model._meta.db_table, [str(f.column) for f in fields], _tuples(rows, fields))
    alias = connection.alias
    for row in rows:
        state = row._state
        state.adding, state.db = False, alias
    sums.arrived(rows)


def insert_values(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Store plain rows of ``model`` whose instances nobody needs; a generated key comes from the database."""
    if rows:
        _write(model._meta.db_table, list(columns), iter(rows))


def _tuples(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[Sequence[Any]]:
    shape = _shape(type(rows[0]))
    values, relations, encoded = shape.values, shape.relations, shape.encoded
    stamps = dict.fromkeys(shape.stamped, timezone.now())
    dated = _dated(fields) if connection.vendor == "sqlite" else ()
    for row in rows:
        held = row.__dict__
        if relations:
            cached = row._state.fields_cache
            for name, attribute, key in relations:
                target = cached.get(name)
                if target is not None:
                    held[attribute] = target.__dict__[key]
        if stamps:
            held.update(stamps)
        if encoded:
            held = {**held, **{name: _json(held[name]) for name in encoded}}
        if not dated:
            yield values(held)
            continue
        cells = list(values(held))
        for place, adapt in dated:
            if cells[place] is not None:
                cells[place] = adapt(cells[place])
        yield cells


def _json(value: Any) -> str:
    # Chinese as it is: escaped, every character takes six bytes.
    return value if isinstance(value, Encoded) else json.dumps(value, ensure_ascii=False)


def _keys(model: type[models.Model], count: int) -> Iterable[int]:
    """Unused keys. On SQLite the open transaction is the only writer; PostgreSQL hands them out."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            return range(last + 1, last + count + 1)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [f'"{table}"', count],
        )
        return [number for (number,) in cursor.fetchall()]


def _write(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(c) for c in columns)
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {name} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        # One statement for many rows: SQLite does some work for each statement, its full-text index most of all.
        marks = f"({', '.join(['%s'] * len(columns))})"
        most = min(ROWS_A_STATEMENT, _most_values() // len(columns))
        while part := list(islice(rows, most)):
            cursor.execute(
                f"INSERT INTO {name} ({quoted}) VALUES {', '.join([marks] * len(part))}",
                list(chain.from_iterable(part)),
            )


def _most_values() -> int:
    """How many values one statement may bind in this SQLite."""
    return int(connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))


def _dated(fields: Sequence[Any]) -> list[tuple[int, Any]]:
    """Which columns hold a date or a moment, and how SQLite keeps it."""
    stored = {
        "DateField": connection.ops.adapt_datefield_value,
        "DateTimeField": connection.ops.adapt_datetimefield_value,
    }
    kinds = [(place, field.get_internal_type()) for place, field in enumerate(fields)]
    return [(place, stored[kind]) for place, kind in kinds if kind in stored]
