"""Shared laboratories, outside warehouses and digital production in the dossier of an enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.standards.models import Arrangement
from zhuangjian.apps.standards.sheets_rules import view
from zhuangjian.apps.standards.who import CONTACTS


def context_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """What the enterprise declared, as far as the person sees it; left out where there is nothing and nothing to do."""
    rows = Arrangement.objects.visible_to(person).filter(party=party).select_related("authority", "site")
    told = [(one, view(one)) for one in rows]
    declares = CONTACTS.yes(person, party)
    return {"rows": told, "declares": declares} if told or declares else None
