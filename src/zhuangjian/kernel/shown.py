"""What a row shows in place of what is stored, by the name under which a query carries it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

SEEN = "seen_"


def shown_name(rows: models.QuerySet[Any], lookup: str) -> tuple[str, Q]:
    """``lookup`` over what these rows show in place of the stored field, and what must hold to look behind it."""
    first, *rest = lookup.split(LOOKUP_SEP)
    annotated = rows.query.annotations
    if f"{SEEN}{first}" in annotated:
        return LOOKUP_SEP.join((f"{SEEN}{first}", *rest)), Q()
    key = f"{SEEN}{first}_id"
    if key in annotated:
        if not rest or rest in (["in"], ["exact"], ["isnull"], ["pk"], ["id"]):
            return LOOKUP_SEP.join((key, *(part for part in rest if part not in ("pk", "id")))), Q()
        return lookup, Q((f"{key}__isnull", False))
    return lookup, Q()


# Beyond every character that a code or a name is written in.
LAST = "\U0010ffff"


def prefixed(name: str, text: str) -> Q:
    """Rows whose field begins with the text: said as a range too, which an index answers on both databases."""
    return Q((f"{name}__gte", text), (f"{name}__lt", f"{text}{LAST}"), (f"{name}__startswith", text))
