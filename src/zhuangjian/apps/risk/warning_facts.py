"""The inspections and other records that the warning model learns from: concluded ones that their parties know of.

What is not handed over yet is in no table, so that no hidden inspection moves a score or a count (CQ 34).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from zhuangjian.apps.disclosure.sheets import region_name
from zhuangjian.apps.draws.models import Drawn
from zhuangjian.apps.inspections.models import Inspection, TeamMember
from zhuangjian.apps.registry.models import Party, PartyKindRow, Product, Signal
from zhuangjian.apps.risk.facts import HANDED_OVER
from zhuangjian.engines.risk.grade_words import SignalKind
from zhuangjian.engines.risk.proof_facts import Record, Visit
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType, PartyKind

CLEAN = (Conclusion.LICENSING_PASS, Conclusion.PRODUCTION_CLEAN, Conclusion.OPERATION_CONFORMING)
# Neither in order nor not: nothing is learned from it.
OPEN = (Conclusion.OPERATION_OTHER,)
KIND_WORDS = dict(PartyKind.choices())
TYPE_WORDS = dict(InspectionType.choices())
SOURCE_WORDS = dict(SignalKind.choices())


@dataclass
class _About:
    """What is told of every party: where, what kinds, how many products."""

    places: dict[int, str] = field(default_factory=dict)
    kinds: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    products: Counter[int] = field(default_factory=Counter)

    def place(self, party: int) -> str:
        return self.places.get(party, "")

    def words(self, party: int) -> str:
        return "、".join(sorted(KIND_WORDS.get(kind, kind) for kind in self.kinds.get(party, ())))

    def size(self, party: int) -> str:
        number = self.products[party]
        return "没有产品" if not number else "1 至 9 个产品" if number < 10 else "10 个以上产品"


def table_until(on: date) -> tuple[list[Visit], list[Record]]:
    """What was known at the beginning of that day; the number of questions does not grow with the parties."""
    about = _about()
    return list(_visits(on, about)), list(_records(on, about))


def _about() -> _About:
    found = _About()
    for pk, code in Party.objects.unrestricted().order_by().values_list("pk", "region_code"):
        found.places[pk] = region_name(code) or "地区不详"
    for pk, kind in PartyKindRow.objects.unrestricted().order_by().values_list("party_id", "kind"):
        found.kinds[pk].append(kind)
    found.products.update(Product.objects.unrestricted().order_by().values_list("party_id", flat=True))
    return found


def _visits(on: date, about: _About) -> list[Visit]:
    # A leader who left is in the record too; the last one who joined concluded.
    leaders = dict(
        TeamMember.objects.unrestricted()
        .filter(part="leader")
        .order_by("pk")
        .values_list("inspection_id", "person_id")
    )
    drawn = set(
        Drawn.objects.unrestricted()
        .filter(left_at=None, draw__void_at=None, task__isnull=False)
        .order_by()
        .values_list("task_id", flat=True)
    )
    rows = (
        Inspection.objects.unrestricted()
        .filter(stage__in=[str(one) for one in HANDED_OVER], delivered_at__isnull=False)
        .exclude(conclusion__in=["", *map(str, OPEN)])
        .order_by("pk")
        .values_list("pk", "party_id", "inspection_type", "conclusion", "delivered_at", "task_id")
    )
    found = []
    for pk, party, kind, conclusion, delivered, task in rows:
        day = timezone.localdate(delivered)
        if day >= on:
            continue
        leader = leaders.get(pk)
        found.append(
            Visit(
                party=str(party),
                day=day,
                found=conclusion not in CLEAN,
                who=f"P{leader}" if leader else "",
                kind=TYPE_WORDS.get(kind, kind),
                place=about.place(party),
                kinds=about.words(party),
                size=about.size(party),
                drawn=task in drawn,
            )
        )
    return found


def _records(on: date, about: _About) -> list[Record]:
    rows = (
        Signal.objects.unrestricted()
        .filter(party__isnull=False, attributable=True, occurred_on__lt=on)
        .order_by("pk")
        .values_list("party_id", "kind", "occurred_on", "severity")
    )
    return [
        Record(
            str(party), day, SOURCE_WORDS.get(kind, kind), severity, about.place(party), about.words(party)
        )
        for party, kind, day, severity in rows.iterator()
    ]
