"""Sees every row that the object-relational mapper writes, whoever writes it: ``save``, ``update``, bulk, cascades.

The compilers are the one place that all of them pass. What is written in plain SQL passes nowhere: a module of ours
that does it says so itself (:func:`inserted`), and a hand on the database cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.constants import MULTI


class Listener(Protocol):
    """Is told before and after rows of a model are written; what ``before`` returns is handed to ``after``."""

    def cares(self, model: type[models.Model], columns: frozenset[str] | None) -> bool: ...

    def before_insert(self, model: type[models.Model], rows: Sequence[models.Model]) -> None: ...

    def before(self, model: type[models.Model], pks: list[Any]) -> Any: ...

    def after(self, model: type[models.Model], pks: list[Any], earlier: Any) -> None: ...


LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell ``listener`` of every write from now on."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)
    _take_over(type(connection.ops))


def inserted(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Rows that a module of ours stored in plain SQL."""
    told = [listener for listener in LISTENERS if listener.cares(model, None)]
    if told:
        keys = list(pks)
        for listener in told:
            listener.after(model, keys, None)


def _take_over(operations: Any) -> None:
    """Make the database's operations use compilers that tell; once for a process."""
    if operations.compiler_module == __name__:
        return
    base = import_module(operations.compiler_module)
    for name in ("SQLCompiler", "SQLAggregateCompiler"):
        globals()[name] = getattr(base, name)
    for name, mixin in (
        ("SQLInsertCompiler", _Inserting),
        ("SQLUpdateCompiler", _Updating),
        ("SQLDeleteCompiler", _Deleting),
    ):
        globals()[name] = type(name, (mixin, getattr(base, name)), {})
    operations.compiler_module = __name__


def _told(model: type[models.Model], columns: frozenset[str] | None, using: str) -> list[Listener]:
    if using != DEFAULT_DB_ALIAS:
        return []
    return [listener for listener in LISTENERS if listener.cares(model, columns)]


def _one_piece(using: str) -> AbstractContextManager[Any]:
    """What listeners write stands or falls with the rows themselves."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic(using)


class _Inserting:
    query: Any
    using: str

    def execute_sql(self, returning_fields: Any = None) -> Any:
        model = self.query.model
        # Raw rows are copied from another database, with all that belongs to them.
        told = [] if self.query.raw else _told(model, None, self.using)
        if not told:
            return super().execute_sql(returning_fields)  # type: ignore[misc]
        if self.query.on_conflict is OnConflict.UPDATE:
            raise NotImplementedError(f"{model._meta.label}: nobody would see what an upsert replaces")
        with _one_piece(self.using):
            for listener in told:
                listener.before_insert(model, self.query.objs)
            rows = super().execute_sql(returning_fields)  # type: ignore[misc]
            pks = _keys(model, self.query.objs, returning_fields, rows)
            for listener in told:
                listener.after(model, pks, None)
        return rows


def _keys(model: type[models.Model], objs: Sequence[Any], fields: Any, rows: Any) -> list[Any]:
    own = [obj.pk for obj in objs]
    if None not in own:
        return own
    place = [field.attname for field in fields].index(model._meta.pk.attname)  # type: ignore[union-attr]
    return [row[place] for row in rows]


class _Updating:
    query: Any
    using: str

    def execute_sql(self, result_type: Any) -> Any:
        model = self.query.model
        columns = frozenset(field.attname for field, _, _ in self.query.values)
        told = _told(model, columns, self.using)
        if not told:
            return super().execute_sql(result_type)  # type: ignore[misc]
        with _one_piece(self.using):
            pks = _matching(self.query, self.using)
            earlier = [listener.before(model, pks) for listener in told] if pks else []
            result = super().execute_sql(result_type)  # type: ignore[misc]
            for listener, before in zip(told, earlier, strict=False):
                listener.after(model, pks, before)
        return result


class _Deleting:
    query: Any
    using: str

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        model = self.query.model
        told = _told(model, None, self.using)
        if not told:
            return super().execute_sql(*args, **kwargs)  # type: ignore[misc]
        with _one_piece(self.using):
            pks = _matching(self.query, self.using)
            earlier = [listener.before(model, pks) for listener in told] if pks else []
            result = super().execute_sql(*args, **kwargs)  # type: ignore[misc]
            for listener, before in zip(told, earlier, strict=False):
                listener.after(model, pks, before)
        return result


def _matching(query: Any, using: str) -> list[Any]:
    """Keys of the rows that a change will touch."""
    found = _named(query)
    if found is not None:
        return found
    asked = query.chain(klass=Query)
    asked.select_related = False
    asked.clear_ordering(force=True)
    asked.extra = {}
    asked.select = ()
    asked.add_fields([query.get_meta().pk.name])
    return [row[0] for rows in asked.get_compiler(using).execute_sql(MULTI) for row in rows]


def _named(query: Any) -> list[Any] | None:
    """The keys where the condition is nothing but them, so that nobody has to be asked."""
    children = query.where.children
    if len(children) != 1 or query.where.negated or not isinstance(children[0], (Exact, In)):
        return None
    left, right = getattr(children[0].lhs, "target", None), children[0].rhs
    if left is None or not left.primary_key or left.model is not query.model:
        return None
    if isinstance(children[0], Exact):
        return [right] if isinstance(right, (int, str)) else None
    return list(right) if isinstance(right, (list, tuple, set)) else None
