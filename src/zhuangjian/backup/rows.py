"""The whole database in one portable SQLite file, from SQLite or PostgreSQL, and back into either."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.models.query import QuerySet

Say = Callable[[str], None]
ALIAS = "zhuangjian_copy"
PAGES = 2000  # per step of SQLite's own backup; between steps others get the processor
ROWS = 500


def copy_out(target: Path, say: Say) -> None:
    """The database as it stands at one moment, as a SQLite file of its own. Writers go on meanwhile."""
    if connection.vendor == "sqlite":
        _online_backup(Path(str(connection.settings_dict["NAME"])), target, say)
    else:
        from zhuangjian.apps.ledger.verify import snapshot

        with opened(target), snapshot():
            call_command("migrate", database=ALIAS, interactive=False, verbosity=0)
            with transaction.atomic(using=ALIAS):
                copy_rows("default", ALIAS, say)
    with sqlite3.connect(target) as database:
        # One file, without a log beside it.
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()


def copy_in(source: Path, say: Say) -> None:
    """Fill the empty PostgreSQL database from such a file, which has this version's schema."""
    with opened(source), transaction.atomic():
        copy_rows(ALIAS, "default", say)


def _online_backup(source: Path, target: Path, say: Say) -> None:
    reader, writer = sqlite3.connect(source, isolation_level=None), sqlite3.connect(target)
    try:
        # An open read transaction holds the moment: without it every commit of others would start the copy anew.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reader.backup(
            writer, pages=PAGES, progress=lambda _, left, total: _told(say, left, total), sleep=0.001
        )
        reader.execute("ROLLBACK")
    finally:
        writer.close()
        reader.close()


def _told(say: Say, left: int, total: int) -> None:
    if left and total > 10 * PAGES:
        say(f"数据库：已复制 {100 * (total - left) // total}%")


@contextmanager
def opened(file: Path) -> Iterator[None]:
    """The SQLite file as Django's database ``ALIAS``."""
    connections.databases[ALIAS] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"init_command": "PRAGMA foreign_keys=OFF;"},
    }
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def copy_rows(source: str, target: str, say: Say) -> None:
    """Every row of every model, and how far the numbers were given out. Must run in one transaction on the target."""
    every = [model for model in apps.get_models(include_auto_created=True) if _has_table(model)]
    with connections[target].cursor() as cursor:
        for model in every:
            # What the migrations themselves have put there comes again from the source.
            cursor.execute(f"DELETE FROM {connections[target].ops.quote_name(model._meta.db_table)}")
    for model in every:
        count = _copy_model(model, source, target)
        if count > 10_000:
            say(f"数据库：{model._meta.verbose_name} {count} 行")
    if connections[target].vendor == "postgresql":
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), every):
                cursor.execute(statement)
    for model in every:
        _number_on(model, source, target)


def _has_table(model: type[models.Model]) -> bool:
    if model._meta.parents:
        raise NotImplementedError(f"{model.__name__} inherits a table")
    return model._meta.managed and not model._meta.proxy


def _copy_model(model: type[models.Model], source: str, target: str) -> int:
    fields = model._meta.local_concrete_fields
    size = min(ROWS, connections[target].ops.bulk_batch_size(fields, []) or ROWS) if fields else ROWS
    count = 0
    batch: list[models.Model] = []
    # A plain query set: no manager of the model's own hides a row. `raw`: nothing is filled in on the way.
    rows: Any = QuerySet(model, using=source)
    goal: Any = QuerySet(model, using=target)
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        batch.append(row)
        if len(batch) == size:
            goal._insert(batch, fields=fields, using=target, raw=True)
            count += len(batch)
            batch = []
    if batch:
        goal._insert(batch, fields=fields, using=target, raw=True)
    return count + len(batch)


def _number_on(model: type[models.Model], source: str, target: str) -> None:
    """A number once given to a row is never given to another, also when the row itself is gone."""
    if isinstance(model._meta.pk, models.AutoField):
        used = _given_out(connections[source], model)
        if used:
            _set_given_out(connections[target], model, used)


def _given_out(database: Any, model: type[models.Model]) -> int:
    table, column = model._meta.db_table, model._meta.pk.column
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _set_given_out(database: Any, model: type[models.Model], used: int) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, used])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, used])
