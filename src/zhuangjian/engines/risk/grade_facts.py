"""What a grade is computed from: facts about one party and the signals about it. No inspector has a place here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhuangjian.engines.rules.vocabulary import Conclusion, PartyKind

from .grade_words import CountFact, Credit, DirectEvent, SignalKind


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Facts of one party on the day; ``None`` or an absent number means not known (no points, told as missing)."""

    party: str
    name: str = ""
    kinds: frozenset[PartyKind] | None = None
    counts: Mapping[CountFact, int] = field(default_factory=dict)
    credit: Credit | None = None


@dataclass(frozen=True, slots=True)
class RiskSignal:
    """One observed event. ``known_on``: when the authority knew it; it counts from the later of the two dates.

    ``rectify_due`` and ``rectified_on`` belong to an inspection; ``event`` marks a direct raise.
    """

    signal: str
    party: str
    kind: SignalKind
    occurred_on: date
    known_on: date | None = None
    severity: int = 1
    attributable: bool = True
    conclusion: Conclusion | None = None
    event: DirectEvent | None = None
    rectify_due: date | None = None
    rectified_on: date | None = None
    title: str = ""

    @property
    def counts_from(self) -> date:
        """First day on which it may count."""
        return max(self.occurred_on, self.known_on or self.occurred_on)
