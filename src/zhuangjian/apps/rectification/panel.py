"""A party's rectifications in its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.timeline import stage_words

SHOWN = 12


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """The party's rectifications that the person may see, newest first, with the days left."""
    rows = Rectification.objects.visible_to(person).filter(party=party)
    today = timezone.localdate()
    shown = [
        {
            "row": row,
            "stage": stage_words(row, person),
            "until": until_of(row.limit, today) if row.with_party else None,
        }
        for row in rows[:SHOWN]
    ]
    return {"rows": shown, "total": rows.count()}
