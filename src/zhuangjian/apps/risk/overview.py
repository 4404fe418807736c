"""The overview: grades by district, the move since the last run, the reasons that weigh most. Only what the person sees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from zhuangjian.apps.disclosure.sheets import region_name
from zhuangjian.apps.risk.models import GradeChange, Move, Objection, PartyGrade, Run, RunKind
from zhuangjian.engines.risk.grade_words import RiskGrade

LETTERS = [one.value for one in RiskGrade]
# More bars than this are too thin to read; the table has them all.
DRAWN = 12
HEADS = ["地区", *(f"{one}级" for one in LETTERS), "合计"]


@dataclass(frozen=True)
class District:
    """How many parties of a district have each grade."""

    code: str
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def row(self) -> list[Any]:
        """As in the table."""
        return [self.name, *(self.counts[one] for one in LETTERS), self.total]


def districts(person: Any) -> list[District]:
    """Counts by district, the one with most high grades first."""
    rows = PartyGrade.objects.visible_to(person).order_by()
    found: dict[str, Counter[str]] = {}
    for code, grade, number in rows.values_list("party__region_code", "grade").annotate(n=Count("pk")):
        found.setdefault(code, Counter())[grade] += number
    made = [
        District(code, region_name(code) or "地区不详", {one: counts.get(one, 0) for one in LETTERS})
        for code, counts in found.items()
    ]
    return sorted(made, key=lambda one: (*(-one.counts[g] for g in reversed(LETTERS)), one.code))


def chart(found: list[District]) -> dict[str, Any]:
    """The first districts as a drawing."""
    found = found[:DRAWN]
    return {
        "kind": "stacked",
        "labels": [one.name for one in found],
        "series": [{"name": f"{g}级", "data": [one.counts[g] for one in found]} for g in reversed(LETTERS)],
    }


def last_run() -> Run | None:
    """The last grading that was finished."""
    return (
        Run.objects.unrestricted()
        .filter(kind=str(RunKind.GRADES), finished_at__isnull=False)
        .order_by("-as_of", "-pk")
        .first()
    )


def moves(person: Any, run: Run | None) -> dict[str, int]:
    """How many grades rose, fell, stayed and are new since the run before, among those the person sees."""
    rows = PartyGrade.objects.visible_to(person).filter(run=run).order_by()
    counts = dict(rows.values_list("move").annotate(n=Count("pk")))
    return {one.label: counts.get(str(one), 0) for one in Move}


def top_reasons(person: Any, most: int = 8) -> list[tuple[str, int]]:
    """The factors named most often among the two highest grades, with how many parties they weigh on."""
    rows = PartyGrade.objects.visible_to(person).filter(grade__in=("C", "D")).order_by()
    named = Counter(
        reason.rsplit(" ", 2)[0]
        for sheet in rows.values_list("sheet__reasons", flat=True).iterator()
        for reason in sheet or ()
    )
    return named.most_common(most)


def open_matters(person: Any) -> dict[str, int]:
    """What waits: changes to be seen to, objections to be answered."""
    return {
        "changes": GradeChange.objects.visible_to(person).filter(noted_at=None).count(),
        "objections": Objection.objects.visible_to(person).filter(stage="open").count(),
    }
