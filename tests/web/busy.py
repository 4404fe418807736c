"""Somebody else who holds the database for writing, from outside, as another process would."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from zhuangjian.apps.ledger.chain import ADVISORY_LOCK


@contextmanager
def writer() -> Iterator[Any]:
    """Hold the ledger and, where the database has one writer only, the whole database, for as long as the block runs."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        other = sqlite3.connect(settings["NAME"], isolation_level=None, check_same_thread=False, timeout=60)
        other.execute("BEGIN IMMEDIATE")
    else:
        import psycopg

        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
        other.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        other.execute("LOCK TABLE ledger_entry IN EXCLUSIVE MODE")
    try:
        yield other
    finally:
        other.rollback() if connection.vendor == "postgresql" else other.execute("ROLLBACK")
        other.close()


@contextmanager
def impatient(milliseconds: int = 300) -> Iterator[None]:
    """A connection that gives up after so long: who waits for a writer is seen."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            before = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            f"PRAGMA busy_timeout = {before}" if connection.vendor == "sqlite" else "SET lock_timeout = 0"
        )
