"""For whom elsewhere a party is a warehouse, a contract maker or a supplier: in its dossier (CQ 45, 54)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.cooperation.models import Assisted, Letter


def assisted_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """The relations that the person may see, standing ones first; nothing to show, no section."""
    rows = Assisted.objects.visible_to(person).filter(party=party).select_related("supervisor", "authority")
    found = sorted(rows, key=lambda row: (row.ended_on is not None, row.pk))
    seen = {one.pk: one for one in Letter.objects.visible_to(person).filter(assisted__party=party)}
    return {"rows": [(row, seen.get(row.letter_id)) for row in found]} if found else None
