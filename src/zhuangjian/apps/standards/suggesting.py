"""Suggestions as the engine makes them of what is stored here, and how often they were right, by version of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuangjian.apps.standards.models import NONE, Suggestion, Wording
from zhuangjian.engines.checkpoints import EDITIONS, Example, model
from zhuangjian.engines.checkpoints.suggesting import blanked, nearest, version
from zhuangjian.engines.improvement.shares import Share
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.vocabulary import InspectionType

LEVEL = 0.95


def edition_of(inspection: Any) -> str:
    """The edition that the inspection runs on, where the model knows it; empty otherwise."""
    if not inspection.checklist:
        return ""
    found = checklist(inspection.checklist).id
    return found if found in EDITIONS else ""


@dataclass(frozen=True)
class Suggested:
    """The checkpoints for which most speaks, and which version of the model said so."""

    version: str
    sure: bool
    top: list[dict[str, Any]]


def suggested(edition: str, text: str) -> Suggested:
    """What the model says of these words; published wordings are its examples."""
    rows = Wording.objects.unrestricted().order_by("pk").values_list("text", "item", "edition")
    examples = tuple(Example(*row) for row in rows)
    found = model(edition, examples).suggest(text)
    top = [
        {
            "no": one.number,
            "topic": one.topic,
            "score": one.score,
            "words": list(one.words),
            "inferred": one.inferred,
        }
        for one in found
    ]
    return Suggested(version(examples), found[0].sure, top)


def drafts(edition: str, item: str, text: str) -> list[dict[str, Any]]:
    """The published wordings of the checkpoint that are nearest, with blanks for what the place alone can say."""
    rows = list(Wording.objects.unrestricted().filter(edition=edition, item=item).order_by("pk")[:500])
    near = nearest(text, [one.text for one in rows])
    return [
        {"text": blanked(rows[place].text), "source": rows[place].source, "likeness": likeness}
        for place, likeness in near
    ]


@dataclass(frozen=True)
class Precision:
    """What became of the suggestions of one version of the model."""

    edition: str
    model: str
    asked: int
    first: Share
    three: Share
    none: int

    @property
    def intervals(self) -> tuple[str, str]:
        """The shares with their intervals, in words."""
        return said(self.first), said(self.three)


def said(share: Share) -> str:
    """A share with Wilson's interval, in words."""
    if not share.n:
        return "还没有选择"
    low, high = share.interval(LEVEL)
    return f"{share.hits}/{share.n}，{share.percent}%（95% 区间 {100 * low:.1f}%—{100 * high:.1f}%）"


def precision() -> list[Precision]:
    """How often the chosen checkpoint was the first, or among the three, by version: counts of nobody in particular.

    What was asked in an inspection for cause is left out: a count that grows would tell of one that is hidden (CQ 34).
    """
    found: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
    rows = Suggestion.objects.unrestricted().exclude(inspection__inspection_type=InspectionType.FOR_CAUSE)
    rows = rows.order_by("asked_at", "pk")
    for edition, name, chosen, top in rows.values_list("edition", "model", "chosen", "top"):
        found.setdefault((edition, name), []).append((chosen, [one["no"] for one in top]))
    told = []
    for (edition, name), made in found.items():
        settled = [(chosen, top) for chosen, top in made if chosen]
        first = sum(chosen == top[0] for chosen, top in settled)
        three = sum(chosen in top for chosen, top in settled)
        none = sum(chosen == NONE for chosen, _ in settled)
        n = len(settled)
        told.append(Precision(edition, name, len(made), Share(first, n), Share(three, n), none))
    return told[::-1]
