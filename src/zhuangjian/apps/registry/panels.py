"""The dossier's sections. Apps above the registry register theirs; the registry knows none of them.

``register(Panel("inspections", "检查", 60, "inspections/panel.html", context_of))`` in the app's ``ready()``; a panel
with the same name replaces the plain one that is here by default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from zhuangjian.apps.conduct.visibility import RULES

SHOWN = 12
Context = Callable[[Any, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One section: ``context(person, party)`` gives what ``template`` needs, or None to leave the section out."""

    name: str
    title: str
    order: int
    template: str
    context: Context
    for_party: bool = True


PANELS: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a section, or replace the one of the same name."""
    PANELS[panel.name] = panel


def shown(person: Any, party: Any) -> list[tuple[Panel, Mapping[str, Any]]]:
    """The sections this person sees of this party, in order."""
    official = person.scope.official
    found = []
    for panel in sorted(PANELS.values(), key=lambda p: p.order):
        context = panel.context(person, party) if official or panel.for_party else None
        if context is not None:
            found.append((panel, context))
    return found


def rows_of(label: str, party_field: str = "party") -> Context:
    """A plain section: the rows of a model that concern the party and that the person may see, newest first."""

    def context(person: Any, party: Any) -> Mapping[str, Any] | None:
        if label not in RULES:
            return None
        model = apps.get_model(label)
        rows = model._default_manager.visible_to(person).filter(**{party_field: party})  # type: ignore[attr-defined]
        return {"rows": list(rows[:SHOWN]), "total": rows.count()}

    return context


def duties_of(person: Any, party: Any) -> Mapping[str, Any]:
    """What is still to be done about the party, soonest first; what was done is counted."""
    duty = apps.get_model("duties.duty")
    rows = duty._default_manager.visible_to(person).filter(party=party)  # type: ignore[attr-defined]
    waiting = rows.filter(done_at=None)
    return {
        "rows": list(waiting[:SHOWN]),
        "total": waiting.count(),
        "done": rows.exclude(done_at=None).count(),
    }


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


register(
    Panel(
        "rectifications",
        "整改",
        70,
        "registry/panels/rectifications.html",
        rows_of("rectification.rectification"),
    )
)
register(Panel("measures", "风险控制措施", 80, "registry/panels/measures.html", nothing_yet))
register(Panel("documents", "文书", 90, "registry/panels/documents.html", documents_of))
register(Panel("duties", "待办与期限", 95, "registry/panels/duties.html", duties_of))
