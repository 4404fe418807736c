"""The facts that a grade is computed from, read for many parties at once: only what the party may know of.

A grade is read by the party. So nothing counts of an inspection before its record was handed over, of a measure before
it was served, of an obstruction before it was published: whether a hidden matter exists changes no grade (CQ 34).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Notice, NoticeKind
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.measures.models import Ground, Kind, Measure
from zhuangjian.apps.measures.models import Stage as MeasureStage
from zhuangjian.apps.rectification.models import RectificationStage
from zhuangjian.apps.registry.models import (
    Commission,
    Jurisdiction,
    LicenceUnit,
    Party,
    PartyKindRow,
    Product,
    Signal,
    Site,
)
from zhuangjian.engines.risk.grade_facts import PartyFacts, RiskSignal
from zhuangjian.engines.risk.grade_words import CountFact, Credit, DirectEvent, SignalKind
from zhuangjian.engines.rules.vocabulary import Conclusion, PartyKind

HANDED_OVER = (Stage.DELIVERED, Stage.CLOSED, Stage.ESCALATED)
PUT_RIGHT = (RectificationStage.PASSED, RectificationStage.CLOSED)
# Single reports are for officials (CQ 22): they count, and the party is told their points together.
INTERNAL = (SignalKind.COMPLAINT, SignalKind.ADVERSE_REACTION, SignalKind.OPINION)
CONCLUSIONS = {str(one) for one in Conclusion}
EVENTS = {str(one) for one in DirectEvent}
# The unit nearest to the party is responsible for it.
NEAREST = ("district", "inspection_bureau", "municipal")


@dataclass
class Known:
    """What is known of one party on the day."""

    party: Party
    kinds: set[str] = field(default_factory=set)
    counts: dict[CountFact, int] = field(default_factory=dict)
    credit: Credit = Credit.NORMAL
    signals: list[RiskSignal] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)

    @property
    def facts(self) -> PartyFacts:
        """As the engine asks for them."""
        kinds = frozenset(PartyKind(one) for one in self.kinds) or None
        return PartyFacts(str(self.party.pk), self.party.name, kinds, self.counts, self.credit)

    @property
    def authority(self) -> int | None:
        """The unit that is responsible for the party."""
        return next((self.units[kind] for kind in NEAREST if kind in self.units), None)


def known_of(parties: Sequence[Party], on: date) -> list[Known]:
    """What is known of these parties on that day; the number of questions does not grow with theirs."""
    found = {party.pk: Known(party, counts=dict.fromkeys(CountFact, 0)) for party in parties}
    keys = list(found)
    for pk, kind in (
        PartyKindRow.objects.unrestricted().filter(party__in=keys).values_list("party_id", "kind")
    ):
        found[pk].kinds.add(kind)
    units = Jurisdiction.objects.unrestricted().filter(party__in=keys).order_by("-pk")
    for pk, kind, unit in units.values_list("party_id", "authority__kind", "authority_id"):
        found[pk].units[kind] = unit
    _count(found, keys)
    for one in (*_registered(keys, on), *_inspected(keys, on), *_served(keys, on), *_refused(keys, on)):
        found[int(one.party)].signals.append(one)
    for pk in _in_credit_record(keys, on):
        found[pk].credit = Credit.BREACH
    return list(found.values())


def _count(found: dict[int, Known], keys: list[int]) -> None:
    products = Product.objects.unrestricted().filter(party__in=keys).order_by().values("party_id")
    for row in products.annotate(
        all=Count("pk"),
        special=Count("pk", filter=Q(is_special=True)),
        children=Count("pk", filter=Q(is_children=True)),
        new=Count("pk", filter=Q(has_new_ingredient=True)),
    ):
        found[row["party_id"]].counts |= {
            CountFact.PRODUCTS: row["all"],
            CountFact.SPECIAL: row["special"],
            CountFact.CHILDREN: row["children"],
            CountFact.NEW_INGREDIENT: row["new"],
        }
    standing = Commission.objects.unrestricted().filter(until=None).order_by()
    for fact, rows, owner, what in (
        (CountFact.UNITS, LicenceUnit.objects.unrestricted().order_by(), "licence__party_id", "unit"),
        (CountFact.PRINCIPALS, standing, "manufacturer_id", "principal_id"),
        (CountFact.CONTRACTORS, standing, "principal_id", "manufacturer_id"),
        (
            CountFact.OUTSIDE_SITES,
            Site.objects.unrestricted()
            .filter(Q(outside_province=True) | Q(kind="warehouse"), seen_to=None)
            .order_by(),
            "party_id",
            "pk",
        ),
    ):
        counted = rows.filter(**{f"{owner}__in": keys}).values_list(owner)
        for pk, number in counted.annotate(n=Count(what, distinct=True)):
            found[pk].counts[fact] = number


def _registered(keys: list[int], on: date) -> Iterable[RiskSignal]:
    rows = Signal.objects.unrestricted().filter(party__in=keys, occurred_on__lte=on).order_by("pk")
    for row in rows:
        kind = SignalKind(row.kind)
        said = row.detail if isinstance(row.detail, dict) else {}
        conclusion, event = str(said.get("conclusion", "")), str(said.get("event", ""))
        yield RiskSignal(
            signal=f"S{row.pk}",
            party=str(row.party_id),
            kind=kind,
            occurred_on=row.occurred_on,
            severity=min(max(row.severity, 1), 5),
            attributable=row.attributable,
            conclusion=Conclusion(conclusion) if conclusion in CONCLUSIONS else None,
            # What a report claims is not found yet: it never raises a grade at once.
            event=DirectEvent(event) if event in EVENTS and kind not in INTERNAL else None,
            title=row.title,
        )


def _inspected(keys: list[int], on: date) -> Iterable[RiskSignal]:
    rows = (
        Inspection.objects.unrestricted()
        .filter(party__in=keys, stage__in=[str(one) for one in HANDED_OVER], delivered_at__isnull=False)
        .exclude(conclusion="")
        .select_related("rectification")
        .prefetch_related("rectification__reports")
        .order_by("pk")
    )
    for row in rows:
        told = timezone.localdate(row.delivered_at)
        if told > on:
            continue
        began = timezone.localdate(row.started_at) if row.started_at else told
        asked = getattr(row, "rectification", None)
        done = asked is not None and asked.stage in PUT_RIGHT
        yield RiskSignal(
            signal=f"I{row.public_id}",
            party=str(row.party_id),
            kind=SignalKind.INSPECTION,
            occurred_on=began,
            known_on=told,
            conclusion=Conclusion(row.conclusion),
            rectify_due=asked.due_on if asked else None,
            rectified_on=_last_day(asked) if done else None,
            title=f"{row.get_inspection_type_display()}：{row.get_conclusion_display()}",
        )


def _last_day(asked: Any) -> date | None:
    """When it was put right: the day on which the party reported it, where the re-check found it so."""
    latest = max((one.submitted_at for one in asked.reports.all()), default=asked.ended_at)
    return timezone.localdate(latest) if latest else None


def _measures(keys: list[int]) -> Any:
    return (
        Measure.objects.unrestricted()
        .filter(party__in=keys)
        .exclude(stage=str(MeasureStage.WITHDRAWN))
        .order_by("pk")
    )


def _served(keys: list[int], on: date) -> Iterable[RiskSignal]:
    """Control measures for a safety risk: served on the party."""
    kinds = [str(Kind.SUSPEND), str(Kind.CONTROL)]
    for row in _measures(keys).filter(kind__in=kinds, ground=str(Ground.RISK)):
        day = timezone.localdate(row.decided_at)
        if day <= on:
            yield RiskSignal(
                signal=f"M{row.public_id}",
                party=str(row.party_id),
                kind=SignalKind.INSPECTION,
                occurred_on=day,
                event=DirectEvent.INJURY,
                title=f"{row.get_kind_display()}（{row.number}）",
            )


def _in_credit_record(keys: list[int], on: date) -> list[int]:
    rows = _measures(keys).filter(kind=str(Kind.CREDIT)).values_list("party_id", "decided_at")
    return [pk for pk, at in rows if timezone.localdate(at) <= on]


def _refused(keys: list[int], on: date) -> Iterable[RiskSignal]:
    """Refused and evaded inspections, as far as they are published."""
    rows = Notice.objects.unrestricted().filter(
        kind=str(NoticeKind.OBSTRUCTION), withdrawn_at=None, inspection__party__in=keys
    )
    seen: dict[int, set[int]] = defaultdict(set)
    for row in rows.select_related("inspection").order_by("published_at", "pk"):
        day, party = timezone.localdate(row.published_at), row.inspection.party_id
        if day <= on and row.inspection_id not in seen[party]:
            seen[party].add(row.inspection_id)
            yield RiskSignal(
                signal=f"N{row.public_id}",
                party=str(party),
                kind=SignalKind.INSPECTION,
                occurred_on=day,
                event=DirectEvent.REFUSAL,
                title="拒绝、逃避、阻碍检查（已公开）",
            )
