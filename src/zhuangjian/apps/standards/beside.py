"""What stands beside a checkpoint where an inspector judges it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.standards.actions.suggestions import Suggest
from zhuangjian.apps.standards.models import (
    Arrangement,
    ArrangementStage,
    Guide,
    GuideStage,
    Opinion,
    OpinionStage,
    Question,
    Suggestion,
)
from zhuangjian.apps.standards.sheets import view
from zhuangjian.engines.rules.checklists import checklist


def beside_point(person: Any, place: tuple[Any, str]) -> Mapping[str, Any] | None:
    """Published answers, cases and guides of one checkpoint, and a place to ask; nothing where no list is bound."""
    row, item = place
    if not row.checklist or not person.scope.official:
        return None
    edition = checklist(row.checklist).id
    chosen = Suggestion.objects.visible_to(person).filter(inspection=row, edition=edition)
    mine = chosen.filter(Q(chosen=item) | Q(instead=item)).order_by("-chosen_at").first()
    asked = Question.objects.visible_to(person).filter(edition=edition, item=item, asked_by=person)
    return {
        "edition": edition,
        "item": item,
        "guides": list(of_point(person, edition, item)),
        "asked_here": required(row, edition, item),
        "drafts": mine.drafts if mine else [],
        "asked": [(one, *view(one)) for one in asked],
    }


def of_point(person: Any, edition: str, item: str) -> Any:
    """What is published of a checkpoint and of its chapter, newest first."""
    point = checklist(edition).get(item)
    places = [item, point.chapter] if point else [item]
    found = Guide.objects.visible_to(person).filter(
        edition=edition, item__in=places, stage=GuideStage.PUBLISHED
    )
    return found.select_related("approved_by", "authority").order_by("-approved_at", "pk")


def over_list(person: Any, row: Any) -> Mapping[str, Any] | None:
    """Which checkpoints of the list have something published, with how much."""
    if not row.checklist or not person.scope.official:
        return None
    edition = checklist(row.checklist).id
    found = Guide.objects.visible_to(person).filter(edition=edition, stage=GuideStage.PUBLISHED)
    counted = Counter(found.order_by().values_list("item", flat=True))
    mine = Suggestion.objects.visible_to(person).filter(inspection=row).order_by("-asked_at", "-pk")
    return {
        "guided": [(one.no, counted[one.no]) for one in checklist(edition).items if counted[one.no]],
        "suggests": Suggest.allowed(person, row),
        "last": mine.first(),
    }


def required(row: Any, edition: str, item: str) -> list[tuple[Opinion, str, str]]:
    """What issued opinions ask at this checkpoint of an enterprise that has such an arrangement, with the arrangement."""
    known = Arrangement.objects.unrestricted().filter(party_id=row.party_id, stage=ArrangementStage.CONFIRMED)
    themes: dict[str, str] = {}
    for one in known.order_by("pk"):
        themes.setdefault(one.theme, str(one))
    if not themes:
        return []
    today = timezone.localdate()
    issued = Opinion.objects.unrestricted().filter(
        Q(ended_on=None) | Q(ended_on__gt=today),
        stage=OpinionStage.ISSUED,
        theme__in=themes,
        effective_on__lte=today,
    )
    return [
        (opinion, line["text"], themes[opinion.theme])
        for opinion in issued.order_by("effective_on", "pk")
        for line in opinion.lines
        if (line["edition"], line["item"]) == (edition, item)
    ]
