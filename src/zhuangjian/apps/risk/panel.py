"""A party's grade in its dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.risk.models import GradeChange, PartyGrade
from zhuangjian.apps.risk.sheets import grade_view

SHOWN = 5


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """The grade as it stands, with the last changes."""
    row = PartyGrade.objects.visible_to(person).filter(party=party).first()
    if row is None:
        return {"row": None}
    changes = GradeChange.objects.visible_to(person).filter(of=row)[:SHOWN]
    return {"row": row, "grade": grade_view(row), "changes": changes}
