"""The digest of an object's state that each ledger entry carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from pydantic import BaseModel

from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import plain

DEFAULT = "sha256"
# What a second factor's device counts about its own use; its secret and whether it is confirmed are watched.
NOT_OURS = {
    "otp_totp.totpdevice": (
        "throttling_failure_timestamp",
        "throttling_failure_count",
        "last_used_at",
        "drift",
        "last_t",
    )
}
_BESIDE: list[type[models.Model]] = []
# A key that is looked for in the parameters of a question; no object has it.
_NOBODY = -7_351_094_226


def cover_beside(model: type[models.Model]) -> None:
    """Rows of ``model`` name their object by ``target_model`` and ``target_id``: they belong to its state, too."""
    if model not in _BESIDE:
        _BESIDE.append(model)
        sources.cache_clear()


def digest_of(value: Any, algorithm: str = DEFAULT) -> str:
    """Digest of any plain value (models of pydantic and uploads included), in canonical form."""
    return merkle.digest(merkle.canonical_bytes(plain_value(value)), algorithm).hex()


def plain_value(value: Any) -> Any:
    """``value`` in the forms that canonical JSON knows; bytes by their digest, numbers with fractions as text."""
    kind = type(value)
    if value is None or kind is str or kind is int or kind is bool:
        return value
    if kind is dict:
        return {str(k): plain_value(v) for k, v in value.items()}
    if isinstance(value, BaseModel):
        if hasattr(value, "plain"):
            return value.plain()
        return {name: plain_value(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, (bytes, memoryview)):
        return merkle.digest(bytes(value), DEFAULT).hex()
    if isinstance(value, datetime):
        if not value.tzinfo:
            return value.isoformat()
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dict):
        return {str(k): plain_value(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_value(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain_value(getattr(value, name)) for name in value.__dataclass_fields__}
    simple = plain(value)
    if isinstance(simple, (list, dict)):
        return plain_value(simple)
    return simple if simple is None or isinstance(simple, (bool, int, str)) else str(simple)


def state_digest(obj: models.Model, algorithm: str = DEFAULT) -> str:
    """Digest of an object as stored, and of the rows that belong to it (its model's ``ledger_parts``).

    Empty for models without ``ledger_watched = True`` (rows that arrive in bulk are covered by their sums) and
    for an object that was removed.
    """
    if not getattr(obj, "ledger_watched", False):
        return ""
    return state_digests(type(obj), [obj.pk], algorithm).get(obj.pk, "")


def state_digests(model: type[models.Model], pks: Iterable[Any], algorithm: str) -> dict[Any, str]:
    """:func:`state_digest` of many rows of one model, in one query and one more for each kind of part."""
    pks = list(pks)
    own, *rest = [source.read(pks) for source in sources(model)]
    return {
        pk: digest_of([rows[0], *(found.get(pk, []) for found in rest)], algorithm)
        for pk, rows in own.items()
    }


@dataclass(frozen=True)
class Source:
    """One table from which an object's state is read: its own, a part's, or one beside. ``attribute`` names the owner."""

    owner: type[models.Model]
    model: type[models.Model]
    attribute: str
    beside: bool = False

    def read(self, pks: Iterable[Any], model: type[models.Model] | None = None) -> dict[Any, list[Any]]:
        """States of the rows that belong to these objects, by object, in the order of their keys.

        ``model`` is the table as it was before a migration.
        """
        found: dict[Any, list[Any]] = {}
        skip = unwatched(self.model)
        keys = list(pks)
        alone = model is None and len(keys) == 1 and type(keys[0]) is int
        rows = self._one(keys[0]) if alone else self._rows(keys, model)
        for row in rows:
            found.setdefault(getattr(row, self.attribute), []).append(row_state(row, skip))
        return found

    def _rows(self, keys: list[Any], model: type[models.Model] | None = None) -> Any:
        rows = (model or self.model)._base_manager.filter(**{f"{self.attribute}__in": keys}).order_by("pk")
        return rows.filter(target_model=self.owner._meta.label_lower) if self.beside else rows

    def _one(self, pk: Any) -> list[models.Model]:
        """The rows of one object, by a question that is written once: an act asks it of ten tables."""
        asked = _asked(self, connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, asked.params_for(pk))
            found = cursor.fetchall()
        if asked.converters:
            found = asked.compiler.apply_converters(found, asked.converters)
        return [self.model.from_db(DEFAULT_DB_ALIAS, asked.names, row) for row in found]


def stored(model: type[models.Model], pk: Any) -> Any:
    """The row with this key as it is stored now; None where there is none."""
    if type(pk) is not int:
        return model._base_manager.filter(pk=pk).first()
    return next(iter(Source(model, model, model._meta.pk.attname)._one(pk)), None)  # type: ignore[union-attr]


@dataclass(frozen=True)
class _Asked:
    """The question of a source about one object as SQL, and how its answer is read."""

    sql: str
    params: tuple[Any, ...]
    place: int
    key: Any
    compiler: Any
    converters: Any
    names: tuple[str, ...]

    def params_for(self, pk: Any) -> list[Any]:
        """The question's parameters for this object."""
        own = self.key.get_db_prep_value(pk, connection)
        return [own if n == self.place else value for n, value in enumerate(self.params)]


@cache
def _asked(source: Source, vendor: str) -> _Asked:
    field: Any = source.model._meta.get_field(source.attribute)
    key = field.target_field if field.is_relation else field
    query = source._rows([_NOBODY]).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select]
    return _Asked(
        sql,
        tuple(params),
        params.index(_NOBODY),
        key,
        compiler,
        compiler.get_converters(columns),
        tuple(column.target.attname for column in columns),
    )


@cache
def sources(model: type[models.Model]) -> tuple[Source, ...]:
    """Where the state of this model's objects is read from, the object's own table first."""
    key: Any = model._meta.pk
    parts = []
    for name in getattr(model, "ledger_parts", ()):
        relation = _relation(model, name)
        parts.append(Source(model, relation.related_model, relation.field.attname))
    beside = [Source(model, kind, "target_id", beside=True) for kind in _BESIDE]
    return (Source(model, model, key.attname), *parts, *beside)


def _relation(model: type[models.Model], accessor: str) -> Any:
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() == accessor:
            return relation
    raise LookupError(f"{model._meta.label}.ledger_parts names {accessor!r}, which is no reverse relation")


def row_state(row: models.Model, skip: frozenset[str] | None = None) -> dict[str, Any]:
    """All stored columns of one row except those its model names in ``ledger_unwatched`` (counters, caches)."""
    skip = unwatched(type(row)) if skip is None else skip
    return {
        f.attname: plain_value(f.value_from_object(row))
        for f in row._meta.concrete_fields
        if f.attname not in skip
    }


@cache
def unwatched(model: type[models.Model]) -> frozenset[str]:
    """Columns that may change without an act: counters, caches, and what third parties count for themselves."""
    others = NOT_OURS.get(model._meta.label_lower, ())
    return frozenset({"version", *getattr(model, "ledger_unwatched", ()), *others})
