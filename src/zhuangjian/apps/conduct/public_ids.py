"""Names of rows that may be hidden from somebody: random, so that neither a gap nor an order betrays another row.

Addresses, forms, the API, exports and the ledger name such a row by its ``public_id``; the database's own key, which
counts rows, leaves the system through no door (CQ 34). Rows whose number tells nothing (parties, authorities, people)
keep their key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models


class PublicId(models.Model):
    """Base of models whose rows can be hidden from somebody who may use the system."""

    public_id = models.UUIDField("公开编号", default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


def id_of(row: Any) -> UUID | int:
    """What every door calls this row."""
    return getattr(row, "public_id", None) or row.pk


def key_in(model: type[models.Model], text: Any) -> UUID | int | None:
    """The id that a request names a row of ``model`` by; None when no row of it can be called so.

    Only the one canonical spelling counts, and never the database's key of a row that has a public id.
    """
    if issubclass(model, PublicId):
        try:
            found = UUID(str(text))
        except ValueError:
            return None
        return found if str(found) == str(text) else None
    text = str(text)
    # isdecimal alone would let through digits of other scripts, and a number longer than any id.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def called(model: type[models.Model], key: Any) -> dict[str, Any]:
    """The filter for the row that goes by ``key``; it matches nothing when none can."""
    found = key_in(model, key)
    if found is None:
        return {"pk__in": ()}
    return {"public_id" if isinstance(found, UUID) else "pk": found}


def hidden_models() -> list[type[models.Model]]:
    """All models whose rows have public ids."""
    return [model for model in apps.get_models() if issubclass(model, PublicId)]


def public_name(label: str, key: Any) -> str:
    """What the doors call the row of that model with this database key; empty when it is gone."""
    return public_names(label, [key]).get(key, "")


def public_names(label: str, keys: Iterable[Any]) -> dict[Any, str]:
    """The same for many rows of one model, in one query; without those that are gone."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {key: str(key) for key in keys}
    if not issubclass(model, PublicId):
        return {key: str(key) for key in keys}
    found = model._base_manager.filter(pk__in=list(keys)).values_list("pk", "public_id")
    return {key: str(name) for key, name in found}


def key_called(model: type[models.Model], text: Any) -> Any:
    """The database's key of the row that goes by this name, for code inside; None when there is none."""
    return model._base_manager.filter(**called(model, text)).values_list("pk", flat=True).first()
