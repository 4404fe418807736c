"""A party's inspections in its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.saved import saved_visits
from zhuangjian.apps.inspections.sheets import stage_view_for

SHOWN = 12


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """The party's inspections that the person may see, newest first, each with its stage as they are told it."""
    rows = Inspection.objects.visible_to(person).filter(party=party)
    said = stage_view_for(person)
    return {
        "rows": [{"row": row, "stage": said(row)} for row in rows[:SHOWN]],
        "total": rows.count(),
        "saved": saved_visits(person, party),
    }
