"""Points of one party by the additive method: whole hundredths, so that anybody with a calculator gets the same.

A signal's points on a day = points of the pack × share left, the share being 0.5^(age in days ÷ half-life) rounded to
four decimals (or the step's percentage), the product rounded to two decimals, halves up. A factor is the sum of its
signals, at most its cap; static and dynamic sums have their own most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from math import floor, pow

from .grade_facts import PartyFacts, RiskSignal
from .grade_words import CREDIT, LATENESS, PARTY_KIND, CountFact, DirectEvent, SignalKind
from .pack_loading import Method
from .pack_loading_models import Decay

WHOLE = 10_000
STATIC = "static"
DYNAMIC = "dynamic"
UNREACHABLE = 10**9


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal brings to a factor from ``starts`` until the day before ``ends``.

    ``base`` is in hundredths of a point; it fades from ``fades_from`` on, or not at all when that is ``None``.
    """

    factor: str
    signal: str
    starts: date
    ends: date | None
    base: int
    fades_from: date | None
    decay: Decay
    note: str = ""

    def on(self, day: date) -> tuple[int, int]:
        """(hundredths of a point on ``day``, share left in ten-thousandths)."""
        if day < self.starts or (self.ends is not None and day >= self.ends):
            return 0, 0
        share = WHOLE if self.fades_from is None else share_left(self.decay, (day - self.fades_from).days)
        return (self.base * share + WHOLE // 2) // WHOLE, share


@lru_cache(maxsize=65536)
def _halved(half_life: int, age: int) -> int:
    return floor(pow(0.5, max(age, 0) / half_life) * WHOLE + 0.5)


def share_left(decay: Decay, age: int) -> int:
    """Share of the points left after ``age`` days, in ten-thousandths."""
    if decay.horizon_days is not None and age > decay.horizon_days:
        return 0
    if decay.half_life_days is not None:
        return _halved(decay.half_life_days, age)
    return next((step.percent * WHOLE // 100 for step in decay.steps if age <= step.until_days), 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A direct-raise event and the days on which it holds the highest grade (both included)."""

    event: DirectEvent
    signal: str
    starts: date
    until: date


def contributions(signals: Iterable[RiskSignal], method: Method, as_of: date) -> list[Contribution]:
    """What every attributable signal known by ``as_of`` brings, in order of date and id."""
    found: list[Contribution] = []
    for signal in counted(signals, as_of):
        found += _of_signal(signal, method, as_of)
    return found


def counted(signals: Iterable[RiskSignal], as_of: date) -> list[RiskSignal]:
    """Signals that may count on ``as_of``: attributable and known by then; in order of date and id."""
    kept = [s for s in signals if s.attributable and s.counts_from <= as_of]
    return sorted(kept, key=lambda s: (s.occurred_on, s.signal))


def held_by(signals: Iterable[RiskSignal], method: Method, as_of: date) -> list[Held]:
    """Direct-raise events known by ``as_of``, over or not."""
    return [
        Held(
            s.event, s.signal, s.counts_from, s.counts_from + timedelta(method.direct[s.event].holds_days - 1)
        )
        for s in counted(signals, as_of)
        if s.event is not None
    ]


def _of_signal(signal: RiskSignal, method: Method, as_of: date) -> list[Contribution]:
    rule = method.signals[signal.kind]
    points = rule.severity[signal.severity]
    if signal.kind is SignalKind.INSPECTION and signal.conclusion in rule.conclusion:
        points = rule.conclusion[signal.conclusion]
    starts, factor = signal.counts_from, signal.kind.value
    done = signal.rectified_on if signal.rectified_on and signal.rectified_on <= as_of else None
    in_time = done is not None and signal.rectify_due is not None and done <= signal.rectify_due
    if signal.kind is not SignalKind.INSPECTION or not in_time:
        found = [
            Contribution(factor, signal.signal, starts, None, points * 100, signal.occurred_on, rule.decay)
        ]
    else:
        assert done is not None
        turn = max(starts, done)
        halved = points * rule.on_time_percent
        found = [
            Contribution(factor, signal.signal, starts, turn, points * 100, signal.occurred_on, rule.decay),
            Contribution(
                factor, signal.signal, turn, None, halved, signal.occurred_on, rule.decay,
                f"按期整改（{done}），计 {rule.on_time_percent}%",
            ),
        ]  # fmt: skip
    if signal.kind is SignalKind.INSPECTION and signal.rectify_due is not None and not in_time:
        found += _late(signal, signal.rectify_due, done, method, as_of)
    return [item for item in found if item.base and (item.ends is None or item.ends > item.starts)]


def _late(
    signal: RiskSignal, due: date, done: date | None, method: Method, as_of: date
) -> list[Contribution]:
    rule = method.lateness
    starts = max(due + timedelta(1), signal.counts_from)
    if starts > as_of:
        return []
    note = f"应于 {due} 前完成整改" + (f"，{done} 才完成" if done else "，尚未完成")
    whole = Contribution(LATENESS, signal.signal, starts, done, rule.points * 100, None, rule.decay, note)
    if done is None:
        return [whole]
    after = Contribution(
        LATENESS, signal.signal, max(done, starts), None, rule.points * 100, done, rule.decay, note
    )
    return [whole, after]


@dataclass(frozen=True, slots=True)
class FactorPoints:
    """One factor's points on a day, in hundredths: what its parts sum to, and what counts under the cap."""

    factor: str
    group: str
    summed: int
    points: int
    told: str = ""
    known: bool = True


def static_points(facts: PartyFacts, method: Method) -> list[FactorPoints]:
    """Points of kinds and numbers; a fact that is not given has none and ``known`` False."""
    kinds = facts.kinds
    scored = {kind: method.kinds.points[kind] for kind in sorted(kinds or ())}
    best = max(scored.values(), default=0) * 100
    told = "、".join(f"{kind.label} {points}" for kind, points in scored.items())
    found = [FactorPoints(PARTY_KIND, STATIC, best, best, told, kinds is not None)]
    for fact in CountFact:
        number = facts.counts.get(fact)
        steps = [step for step in method.counts[fact].steps if number is not None and number >= step.at_least]
        points = steps[-1].points * 100 if steps else 0
        told = "" if number is None else f"{number}" + (f"（满 {steps[-1].at_least}）" if steps else "")
        found.append(FactorPoints(fact.value, STATIC, points, points, told, number is not None))
    return found


def dynamic_points(
    facts: PartyFacts, parts: Sequence[Contribution], method: Method, day: date
) -> list[FactorPoints]:
    """Points of credit, signals and late rectification on ``day``."""
    credit = method.credit.points[facts.credit] * 100 if facts.credit is not None else 0
    told = facts.credit.label if facts.credit is not None else ""
    found = [FactorPoints(CREDIT, DYNAMIC, credit, credit, told, facts.credit is not None)]
    sums = _sums(parts, day)
    for factor, cap in _caps(method).items():
        summed = sums.get(factor, 0)
        found.append(FactorPoints(factor, DYNAMIC, summed, min(summed, cap * 100)))
    return found


def _sums(parts: Sequence[Contribution], day: date) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for part in parts:
        sums[part.factor] = sums.get(part.factor, 0) + part.on(day)[0]
    return sums


def total_points(static: Sequence[FactorPoints], dynamic: Sequence[FactorPoints], method: Method) -> int:
    """The party's points in hundredths, each group at most what the method allows."""
    scale = method.scale
    return min(sum(f.points for f in static), scale.static_max * 100) + min(
        sum(f.points for f in dynamic), scale.dynamic_max * 100
    )


def level_of(
    static: Sequence[FactorPoints],
    dynamic: Sequence[FactorPoints],
    parts: Sequence[Contribution],
    held: Sequence[Held],
    method: Method,
) -> Callable[[date], int]:
    """The party's points by day; beyond every limit while a direct-raise event holds. ``static`` and the credit line of
    ``dynamic`` are taken to stay as they are."""
    scale = method.scale
    fixed = min(sum(f.points for f in static), scale.static_max * 100)
    credit = sum(f.points for f in dynamic if f.factor == CREDIT)
    caps = _caps(method)
    grouped: dict[str, list[Contribution]] = {}
    for part in parts:
        grouped.setdefault(part.factor, []).append(part)

    @cache
    def level(day: date) -> int:
        if any(item.starts <= day <= item.until for item in held):
            return UNREACHABLE
        moving = credit
        for factor, members in grouped.items():
            moving += min(sum(part.on(day)[0] for part in members), caps[factor] * 100)
        return fixed + min(moving, scale.dynamic_max * 100)

    return level


def _caps(method: Method) -> Mapping[str, int]:
    return {kind.value: rule.cap for kind, rule in method.signals.items()} | {LATENESS: method.lateness.cap}
