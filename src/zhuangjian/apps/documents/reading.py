"""Who must be told that a document was read: apps above register here (CQ 22: every read of a record is logged)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhuangjian.apps.documents.models import Document

# By the model a document was made for: (person, document) -> None, inside the request that reads it.
ON_READ: dict[str, Callable[[Any, Document], None]] = {}


def was_read(person: Any, document: Document) -> None:
    """Tell whoever keeps the reads of that kind of object."""
    reader = ON_READ.get(document.target_model)
    if reader is not None:
        reader(person, document)
