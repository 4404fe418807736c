"""Over the checklist: on which devices the same inspection is being worked on, so that nobody is surprised by what comes home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.outing.actions.outings import TakeAlong
from zhuangjian.apps.outing.models import Outing


def over_list(person: Any, row: Any) -> Mapping[str, Any] | None:
    """The devices that are out, and whether the person may take it along; nothing where neither is so."""
    rows = Outing.objects.visible_to(person).filter(inspection=row, ended_at=None).select_related("person")
    out = list(rows)
    takes = TakeAlong.allowed(person, row)
    return {"out": out, "takes": takes} if out or takes else None
