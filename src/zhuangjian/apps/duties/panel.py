"""A party's duties in its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.duties.models import Duty

SHOWN = 12


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """Open duties about the party that the person may see, soonest first; what was done is counted."""
    rows = Duty.objects.visible_to(person).filter(party=party)
    waiting = rows.filter(done_at=None).select_related("person", "authority", "holder_party")
    today = timezone.localdate()
    return {
        "lines": [line_of(duty, today) for duty in waiting[:SHOWN]],
        "total": waiting.count(),
        "done": rows.exclude(done_at=None).count(),
    }
