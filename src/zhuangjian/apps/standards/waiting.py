"""Whose turn it is in a question, a version, an opinion, a mock case or a proposal."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.models import Duty


def open_turns(row: Any) -> Any:
    """The open duties on a row, told to everybody who sees the row."""
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return rows.select_related("authority", "person", "holder_party")
