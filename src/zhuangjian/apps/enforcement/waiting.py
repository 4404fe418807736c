"""Who has the next step of a lead."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.models import Lead


def open_turns(lead: Lead) -> Any:
    """The open duties on a lead, told to everybody who sees the lead."""
    rows = Duty.objects.unrestricted().filter(
        target_model=Lead._meta.label_lower, target_id=lead.pk, done_at=None
    )
    return rows.select_related("authority", "person")
