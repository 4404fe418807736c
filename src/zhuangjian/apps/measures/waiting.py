"""Who has the next step of a measure, an application, or an obstruction."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.duties.lines import Line, line_of
from zhuangjian.apps.duties.models import Duty


def lines_of(*cases: Any) -> list[Line]:
    """The open duties on these, told to everybody who sees them."""
    wanted = Q(pk__in=())
    for case in cases:
        wanted |= Q(target_model=case._meta.label_lower, target_id=case.pk)
    rows = Duty.objects.unrestricted().filter(wanted, done_at=None)
    today = timezone.localdate()
    return [line_of(row, today) for row in rows.select_related("authority", "person", "holder_party")]
