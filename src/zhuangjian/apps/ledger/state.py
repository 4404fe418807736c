"""The digest of an object's state that each ledger entry carries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Prefetch
from pydantic import BaseModel

from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import plain

DEFAULT = "sha256"
_BESIDE: list[type[models.Model]] = []


def cover_beside(model: type[models.Model]) -> None:
    """Rows of ``model`` name their object by ``target_model`` and ``target_id``: they belong to its state, too."""
    if model not in _BESIDE:
        _BESIDE.append(model)


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

    Empty for models without ``ledger_watched = True`` (rows that arrive in bulk are covered by their batch) and
    for an object that was removed.
    """
    if not getattr(obj, "ledger_watched", False):
        return ""
    return state_digests(type(obj), [obj.pk], algorithm).get(obj.pk, "")


def state_digests(model: type[models.Model], pks: Iterable[Any], algorithm: str) -> dict[Any, str]:
    """:func:`state_digest` of many rows of one model, in one query and one more for each kind of part."""
    pks = list(pks)
    names = tuple(getattr(model, "ledger_parts", ()))
    parts = [Prefetch(name, _ordered(model, name), to_attr=f"ledger_part_{name}") for name in names]
    rows = model._base_manager.filter(pk__in=pks).prefetch_related(*parts)
    beside = [_rows_beside(kind, model, pks) for kind in _BESIDE]
    return {
        row.pk: digest_of(
            [
                row_state(row),
                *([row_state(part) for part in getattr(row, f"ledger_part_{name}")] for name in names),
                *(rows_of.get(row.pk, []) for rows_of in beside),
            ],
            algorithm,
        )
        for row in rows
    }


def _rows_beside(kind: type[models.Model], model: type[models.Model], pks: list[Any]) -> dict[Any, list[Any]]:
    """States of the rows of ``kind`` that belong to these objects, by object."""
    found: dict[Any, list[Any]] = {}
    rows = kind._base_manager.filter(target_model=model._meta.label_lower, target_id__in=pks)
    for row in rows.order_by("pk"):
        found.setdefault(row.target_id, []).append(row_state(row))  # type: ignore[attr-defined]
    return found


def _ordered(model: type[models.Model], name: str) -> models.QuerySet[Any]:
    related = model._meta.get_field(_query_name(model, name)).related_model
    return related._base_manager.order_by("pk")  # type: ignore[union-attr]


def _query_name(model: type[models.Model], accessor: str) -> str:
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() == accessor:
            return relation.name
    raise LookupError(f"{model._meta.label}.ledger_parts names {accessor!r}, which is no reverse relation")


def row_state(row: models.Model) -> dict[str, Any]:
    """All stored columns of one row except those its model names in ``ledger_unwatched`` (counters, caches)."""
    skip = {"version", *getattr(row, "ledger_unwatched", ())}
    return {
        f.attname: plain_value(f.value_from_object(row))
        for f in row._meta.concrete_fields
        if f.attname not in skip
    }
