"""Questions to the database that are asked again and again: written as SQL once, then only filled in.

Writing a question anew costs Django several times what its answer costs. Nothing is remembered of the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

# Stand for a key and a word while the question is written; no row has them.
KEY, WORD = -7_351_094_000, "\x01question"


class Question:
    """``rows`` builds the queryset from its keys: whole numbers, or words where ``words`` names their places.

    Asking it with keys gives what the queryset would: objects, tuples, or single values of a flat list.
    """

    def __init__(
        self, rows: Callable[..., QuerySet[Any, Any]], keys: int = 1, words: tuple[int, ...] = ()
    ) -> None:
        self.rows = rows
        self.stand_ins = tuple(f"{WORD}{n}" if n in words else KEY - n for n in range(keys))
        self.written: dict[str, _Written] = {}

    def __call__(self, *keys: Any) -> list[Any]:
        """The answer for these keys."""
        written = self.written.get(connection.vendor)
        if written is None:
            written = self.written[connection.vendor] = self._write()
        with connection.cursor() as cursor:
            cursor.execute(
                written.sql, [value if place is None else keys[place] for value, place in written.params]
            )
            found: Any = cursor.fetchall()
        if written.converters:
            found = written.compiler.apply_converters(found, written.converters)
        return [written.made(row) for row in found]

    def _write(self) -> _Written:
        asked = self.rows(*self.stand_ins)
        query = asked.query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        places = [self.stand_ins.index(value) if value in self.stand_ins else None for value in params]
        if not set(range(len(self.stand_ins))) <= set(places) or query.select_related:
            raise ValueError("a question names each of its keys and no related rows")
        columns = [column for column, _, _ in compiler.select]
        return _Written(
            sql,
            tuple(zip(params, places, strict=True)),
            compiler,
            compiler.get_converters(columns),
            self._making(asked, compiler),
        )

    @staticmethod
    def _making(asked: Any, compiler: Any) -> Callable[[Any], Any]:
        if asked._fields is not None:
            flat = asked._iterable_class.__name__.startswith("Flat")
            return (lambda row: row[0]) if flat else tuple
        names = [column.target.attname for column, _, _ in compiler.select]
        return lambda row: asked.model.from_db(DEFAULT_DB_ALIAS, names, row)


@dataclass(frozen=True)
class _Written:
    """A question as SQL, which of its parameters are keys, and how a row of the answer is read."""

    sql: str
    params: tuple[tuple[Any, int | None], ...]
    compiler: Any
    converters: Any
    made: Callable[[Any], Any]
