"""Many new rows at once. A register of a million rows becomes ten million rows here, and building and binding each
through the ORM takes longer than everything else together; what is stored is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.utils import timezone

M = TypeVar("M", bound=models.Model)


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Plain default values by attribute, and the callables that make one for each row."""
    plain: dict[str, Any] = {}
    fresh: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.has_default() and callable(field.default):
            fresh[field.attname] = field.default
        else:
            plain[field.attname] = None if field.primary_key else field.get_default()
    return plain, fresh


@cache
def _relations(model: type[models.Model]) -> dict[str, str]:
    return {f.name: f.attname for f in model._meta.concrete_fields if f.is_relation}


def made(model: type[M], **values: Any) -> M:
    """A new unsaved instance, as ``model(**values)`` gives; related objects by field name. Values are not checked."""
    plain, callables = _defaults(model)
    row = model.__new__(model)
    state = ModelState()
    state.fields_cache = related = {}
    held = row.__dict__
    held["_state"] = state
    held.update(plain)
    for name, make in callables.items():
        if name not in values:
            held[name] = make()
    relations = _relations(model)
    for name, value in values.items():
        if name in relations:
            related[name] = value
            held[relations[name]] = None if value is None else value.pk
        else:
            held[name] = value
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
    _write(model._meta.db_table, [f.column for f in fields], _tuples(rows, fields))
    alias = connection.alias
    for row in rows:
        state = row._state
        state.adding, state.db = False, alias


def insert_values(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Store plain rows of ``model`` whose instances nobody needs; a generated key comes from the database."""
    if rows:
        _write(model._meta.db_table, list(columns), iter(rows))


def _tuples(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    names = [f.attname for f in fields]
    related = [(f.name, f.attname) for f in fields if f.is_relation]
    encoded = [f.attname for f in fields if isinstance(f, models.JSONField)]
    stamped = [
        f.attname for f in fields if getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)
    ]
    now = timezone.now()
    values = itemgetter(*names)
    dated = _dated(fields) if connection.vendor == "sqlite" else ()
    for row in rows:
        held = row.__dict__
        cached = row._state.fields_cache
        for name, attribute in related:
            target = cached.get(name)
            if target is not None:
                held[attribute] = target.pk
        for name in stamped:
            held[name] = now
        if encoded:
            held = {**held, **{name: json.dumps(held[name]) for name in encoded}}
        if not dated:
            yield values(held)
            continue
        cells = list(values(held))
        for place, adapt in dated:
            if cells[place] is not None:
                cells[place] = adapt(cells[place])
        yield cells


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
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", list(rows))


def _dated(fields: Sequence[Any]) -> list[tuple[int, Any]]:
    """Which columns hold a date or a moment, and how SQLite keeps it."""
    stored = {
        "DateField": connection.ops.adapt_datefield_value,
        "DateTimeField": connection.ops.adapt_datetimefield_value,
    }
    kinds = [(place, field.get_internal_type()) for place, field in enumerate(fields)]
    return [(place, stored[kind]) for place, kind in kinds if kind in stored]
