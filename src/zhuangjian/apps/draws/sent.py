"""Whom a draw sends to the inspection of a task."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.draws.models import DrawnOfficer
from zhuangjian.kernel.area import Sent


def sent_by_draw(task: Any) -> Sent | None:
    """The officers that stand for the task's party; None where none were drawn, or no team could be."""
    rows = DrawnOfficer.objects.unrestricted().filter(drawn__task=task, drawn__left_at=None, left_at=None)
    found = list(rows.select_related("draw").order_by("pk"))
    if not found:
        return None
    leader = next((row.person_id for row in found if row.leads), None)
    return Sent(tuple(row.person_id for row in found), leader, found[0].draw.get_absolute_url())
