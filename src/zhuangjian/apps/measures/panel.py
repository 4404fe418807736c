"""A party's measures in its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.measures.models import Measure
from zhuangjian.apps.measures.sheets import stage_view

SHOWN = 12


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """The party's measures that the person may see, newest first; its credit record is among them."""
    rows = Measure.objects.visible_to(person).filter(party=party)
    return {"rows": [(row, stage_view(row)) for row in rows[:SHOWN]], "total": rows.count()}
