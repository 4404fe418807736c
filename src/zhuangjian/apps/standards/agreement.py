"""What the markings of mock cases come to. Nobody's own marking is named: counts by checkpoint alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhuangjian.apps.standards.models import Marking, MockCase
from zhuangjian.engines.checkpoints.agreement import FEWEST, Agreement, agreements
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.vocabulary import ItemResult

RESULTS = (ItemResult.CONFORMING, ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)


@dataclass(frozen=True)
class Said:
    """One checkpoint with how far they agree, as the page shows it."""

    item: str
    topic: str
    people: int
    words: str
    results: str
    enough: bool


def of_cases(cases: Iterable[MockCase]) -> list[Agreement]:
    """Of each checkpoint over these cases, where they differ most first."""
    found: dict[int, list[dict[str, str]]] = {}
    rows = Marking.objects.unrestricted().filter(case__in=[one.pk for one in cases])
    for case, results in rows.order_by("pk").values_list("case_id", "results"):
        found.setdefault(case, []).append(results)
    return agreements(list(found.values()))


def shown(edition: str, found: list[Agreement]) -> list[Said]:
    """In words, with intervals."""
    entry = checklist(edition)
    told = []
    for one in found:
        point = entry.get(one.item)
        results = "，".join(
            f"{kind.label} {one.results[kind.value]}" for kind in RESULTS if one.results.get(kind.value)
        )
        enough = one.people >= FEWEST
        words = in_words(one) if enough else f"不足 {FEWEST} 人，不作比较"
        topic = point.topic if point else ""
        told.append(Said(one.item, topic, one.people, words, results if enough else "", enough))
    return told


def in_words(one: Agreement) -> str:
    """The share of pairs that judged alike, with its interval."""
    low, high = one.interval()
    return f"两两一致 {100 * (one.value or 0):.1f}%（95% 区间 {100 * low:.1f}%—{100 * high:.1f}%）"


def people_in(case: MockCase) -> int:
    """How many have judged it."""
    return Marking.objects.unrestricted().filter(case=case).count()


def marked_by(person: Any, case: MockCase) -> Marking | None:
    """How this person judged it."""
    return Marking.objects.visible_to(person).filter(case=case).first()
