"""Guidance in the dossier of an enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhuangjian.apps.guidance.law import moments_here
from zhuangjian.apps.guidance.models import Guidance, Pairing
from zhuangjian.apps.guidance.sheets import guidance_view, pairing_view

SHOWN = 5


def context_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """What the enterprise is guided for; left out where the place has no guidance."""
    if not moments_here(timezone.localdate()):
        return None
    rows = Guidance.objects.visible_to(person).filter(party=party)[:SHOWN]
    paired = Pairing.objects.visible_to(person).filter(party=party).select_related("party")[:SHOWN]
    return {
        "pairings": [(row, pairing_view(row)) for row in paired],
        "rows": [(row, guidance_view(row)) for row in rows],
    }
