"""For whom elsewhere a party is a warehouse, a contract maker or a supplier: in its dossier (CQ 45, 54)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from zhuangjian.apps.cooperation.models import Assisted, AssistedEntry, Letter


def assisted_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """The relations that the person may see, standing ones first; nothing to show, no section."""
    rows = Assisted.objects.visible_to(person).filter(party=party).select_related("supervisor", "authority")
    found = sorted(rows, key=lambda row: (row.ended_on is not None, row.pk))
    if not found:
        return None
    about = Q(assisted__party=party) | Q(assisted_entries__assisted__party=party)
    seen = {one.pk: one for one in Letter.objects.visible_to(person).filter(about)}
    noted: dict[int, list[Any]] = {}
    for entry in AssistedEntry.objects.visible_to(person).filter(assisted__in=found):
        noted.setdefault(entry.assisted_id, []).append((entry, seen.get(entry.letter_id)))
    return {"rows": [(row, seen.get(row.letter_id), noted.get(row.pk, [])) for row in found]}
