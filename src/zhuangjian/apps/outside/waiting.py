"""Who has the next step of a problem outside the task."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.outside.models import OutsideProblem


def open_turns(problem: OutsideProblem) -> Any:
    """The open duties on a problem, told to everybody who sees the problem."""
    rows = Duty.objects.unrestricted().filter(
        target_model=OutsideProblem._meta.label_lower, target_id=problem.pk, done_at=None
    )
    return rows.select_related("authority", "person")
