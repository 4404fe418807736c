"""What a scope sees of a model, as SQL that is compiled once and then put into every query that asks.

A rule of visibility names other models' rules, and these again others': building the conditions costs many times what
the database needs to answer them. A rule depends on nothing but the scope, so its SQL is kept per scope and region. It
names its own tables by aliases of its own, so that it can stand inside of any query, over the same table too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import BigIntegerField, BooleanField, F, Q
from django.db.models.expressions import Expression

KEPT: Final = 2048
HERE: Final = "{the column that names the row}"
Sql = tuple[str, tuple[Any, ...]]


class _Here(Expression):
    """Stands in compiled SQL where the column of the query around it will."""

    output_field = BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        return HERE, ()


class SeenIds(Expression):
    """The keys of a model's rows that a scope sees, for ``…__in=``."""

    output_field = BigIntegerField()

    def __init__(self, sql: Sql) -> None:
        super().__init__()
        self.sql, self.params = sql

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        return f"({self.sql})", self.params


class Sees(Expression):
    """Whether the row that a column names is one that a scope sees."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, sql: Sql, column: Any) -> None:
        super().__init__()
        self.sql, self.params = sql
        self.column = column

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        column, params = compiler.compile(self.column)
        if params:
            raise ValueError(f"{column} is no column")
        return self.sql.replace(HERE, column), self.params


def seen_ids(label: str, scope: Any, rule: Callable[[Any], Q], where: Q | None = None) -> Any:
    """Keys of the rows under the rule, and ``where`` if given; an empty tuple where there cannot be any."""
    sql = _ids(label, scope, rule, where, settings.REGION, "default")
    return () if sql is None else SeenIds(sql)


def sees(label: str, scope: Any, rule: Callable[[Any], Q], column: str, where: Q | None = None) -> Any:
    """A condition: the row named by ``column`` is under the rule, and ``where`` if given; None where it never is."""
    sql = _exists(label, scope, rule, where, settings.REGION, "default")
    return None if sql is None else Sees(sql, F(column))


def sees_row(label: str, scope: Any, rule: Callable[[Any], Q], pk: Any) -> bool:
    """Whether the scope sees the row with this key, which is a number."""
    found = _exists(label, scope, rule, None, settings.REGION, "default")
    if found is None or pk is None:
        return False
    sql, params = found
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT {sql.replace(HERE, str(int(pk)))}", params)
        return bool(cursor.fetchone()[0])


@lru_cache(KEPT)
def _ids(
    label: str, scope: Any, rule: Callable[[Any], Q], where: Q | None, region: str, using: str
) -> Sql | None:
    rows = apps.get_model(label)._base_manager.using(using).filter(rule(scope))
    return _compiled((rows if where is None else rows.filter(where)).values("pk"), label)


@lru_cache(KEPT)
def _exists(
    label: str, scope: Any, rule: Callable[[Any], Q], where: Q | None, region: str, using: str
) -> Sql | None:
    # The key first: the database looks at this one row only.
    rows = apps.get_model(label)._base_manager.using(using).filter(Q(pk=_Here()), rule(scope))
    found = _compiled((rows if where is None else rows.filter(where)).values("pk"), label)
    return None if found is None else (f"EXISTS({found[0]})", found[1])


def _compiled(rows: models.QuerySet[Any], label: str) -> Sql | None:
    query = rows.query.clone()
    query.clear_ordering(force=True)
    query.get_initial_alias()
    prefix = f"seen_{label.replace('.', '_').lower()}_"
    query.change_aliases({alias: f"{prefix}{place}" for place, alias in enumerate(query.alias_map)})
    try:
        sql, params = query.get_compiler(connection=connections[rows.db]).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def forget() -> None:
    """Compile anew from now on: a rule or the way to a database has changed (in tests)."""
    _ids.cache_clear()
    _exists.cache_clear()
