"""Who must be told that a document was read: areas say it in ``on_read`` (CQ 22: every read of a record is logged)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.documents.models import Document
from zhuangjian.kernel.area import areas


def was_read(person: Any, document: Document) -> None:
    """Tell whoever keeps the reads of that kind of object."""
    for area in areas().values():
        if (reader := area.on_read.get(document.target_model)) is not None:
            reader(person, document)
