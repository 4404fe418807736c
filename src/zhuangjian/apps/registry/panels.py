"""The dossier's sections. Each area names its own in ``area.py``; the registry knows none of those above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from zhuangjian.apps.conduct.visibility import RULES
from zhuangjian.kernel.area import Panel, areas

SHOWN = 12


def shown(person: Any, party: Any) -> list[tuple[Panel, Mapping[str, Any]]]:
    """The sections this person sees of this party, in order."""
    official = person.scope.official
    found = []
    for panel in sorted((p for area in areas().values() for p in area.panels), key=lambda p: p.order):
        context = panel.context(person, party) if official or panel.for_party else None
        if context is not None:
            found.append((panel, context))
    return found


def documents_of(person: Any, party: Any) -> Mapping[str, Any]:
    """Documents made for anything that concerns the party, as far as the person may see them."""
    document = apps.get_model("documents.document")
    about = Q(target_model="registry.party", target_id=party.pk)
    for label in ("inspections.inspection", "rectification.rectification"):
        if label in RULES:
            model = apps.get_model(label)
            ids = model._default_manager.visible_to(person).filter(party=party).values("pk")  # type: ignore[attr-defined]
            about |= Q(target_model=label, target_id__in=ids)
    rows = document._default_manager.visible_to(person).filter(about)  # type: ignore[attr-defined]
    return {"rows": list(rows[:SHOWN]), "total": rows.count()}


def nothing_yet(person: Any, party: Any) -> Mapping[str, Any]:
    """A section whose duty is not in the system yet: it says so instead of being left out."""
    return {"rows": [], "total": 0}
