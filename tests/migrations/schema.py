"""What a database's tables are made of, however they came about: the order of columns does not matter."""

from __future__ import annotations

import re
from typing import Any


def schema() -> dict[str, list[str]]:
    """Columns, constraints, indexes and triggers of every table but the record of migrations, as sorted lines."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "django_migrations":
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            constraints = connection.introspection.get_constraints(cursor, table)
            found[table] = sorted(
                [f"{column.name} {_plain(column)}" for column in columns]
                + [f"{_named(name)} {_sorted(about)}" for name, about in constraints.items()]
            )
        found["triggers"] = sorted(str(row) for row in _rows(cursor, TRIGGERS[connection.vendor]))
        found["checks and indexes"] = sorted(str(row) for row in _rows(cursor, DETAILS[connection.vendor]))
    return found


TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
    "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
DETAILS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' "
    "UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
    r"AND indexname !~ '(_[0-9a-f]{8}_uniq|_key)$'",
}


def _rows(cursor: Any, statement: str) -> list[Any]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _plain(column: Any) -> str:
    # How wide a value is shown, and where a column stands, say nothing about what it takes.
    return str([column.type_code, column.internal_size, column.precision, column.scale, column.null_ok,
                column.default, column.collation])  # fmt: skip


def _named(name: str) -> str:
    """The name, unless Django or the database made it up: it is found by its columns when a later step asks for it."""
    made_up = r"__unnamed_constraint_\d+__|fk_\d+|.*_[0-9a-f]{8}_uniq|.*_key"
    return "" if re.fullmatch(made_up, name) else name


def _sorted(about: dict[str, Any]) -> str:
    return str(sorted((key, str(value)) for key, value in about.items()))
