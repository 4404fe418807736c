"""A hand on the database behind the system's back: raw SQL with the triggers out of the way."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction


class Tamperer:
    """Within ``with``, the database refuses nothing; afterwards everything is as it was."""

    def __enter__(self) -> Tamperer:
        self.savepoint = transaction.savepoint()
        self.triggers: list[tuple[str, str]] = []
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
            else:
                cursor.execute("PRAGMA defer_foreign_keys = ON")
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
                )
                self.triggers = cursor.fetchall()
        return self

    def __exit__(self, *_: object) -> None:
        # Undone at the end, or the test's own teardown would find the broken references.
        transaction.savepoint_rollback(self.savepoint)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")

    def run(self, sql: str, *values: Any) -> int:
        """Execute; returns how many rows it touched. The triggers are back afterwards: a careful hand leaves no trace."""
        with connection.cursor() as cursor:
            for name, _ in self.triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(sql, values)
            touched = cursor.rowcount
            for _, made in self.triggers:
                cursor.execute(made)
            return touched

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


def columns(table: str) -> list[tuple[str, str]]:
    """(name, internal type) of a model's stored columns, by table."""
    from django.apps import apps

    (model,) = [m for m in apps.get_models() if m._meta.db_table == table]
    return [(f.column, f.get_internal_type()) for f in model._meta.concrete_fields]
