"""The ledger's entries about one object, for those who see the object; the ledger as a whole is the auditors'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import receipt


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    seq: int
    at: datetime
    recorded_at: datetime
    title: str
    article: str
    actor: str
    authority: str
    hash: str


def course_of(obj: Any) -> list[Line]:
    """Everything done to the object, oldest first. The caller has made sure that the person sees the object."""
    rows = Entry.objects.filter(object_model=obj._meta.label_lower, object_id=obj.pk).order_by("seq")
    return [
        Line(
            row.seq,
            row.at,
            row.recorded_at,
            ACTIONS[row.action].title if row.action in ACTIONS else row.action,
            row.article,
            row.actor,
            row.authority,
            row.hash,
        )
        for row in rows
    ]


def receipt_of(obj: Any, seq: int) -> dict[str, Any]:
    """The receipt of one entry, if it is about this object; else 404."""
    if not Entry.objects.filter(seq=seq, object_model=obj._meta.label_lower, object_id=obj.pk).exists():
        raise Http404("这一账本条目不属于本次检查。")
    return receipt(seq)
