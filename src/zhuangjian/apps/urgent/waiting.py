"""Who still has to answer an urgent report."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.urgent.models import UrgentReport


def open_turns(report: UrgentReport) -> Any:
    """The open duties on a report, told to everybody who sees the report."""
    rows = Duty.objects.unrestricted().filter(
        target_model=UrgentReport._meta.label_lower, target_id=report.pk, done_at=None
    )
    return rows.select_related("authority", "person")
