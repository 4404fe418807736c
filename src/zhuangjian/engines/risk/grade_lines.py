"""The point sheet: each factor's points, the evidence behind them, and what would lower them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhuangjian.engines.rules.answer import Basis

from .grade_facts import RiskSignal
from .grade_words import CREDIT, FACTOR_TITLES, LATENESS, PARTY_KIND, CountFact, SignalKind
from .pack_loading import Method
from .points import DYNAMIC, STATIC, WHOLE, Contribution, FactorPoints


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal's part in a factor: points of the pack, share left (0–1), and what that comes to."""

    signal: str
    title: str
    occurred_on: date
    known_on: date
    base: float
    share: float
    points: float
    decay: str
    note: str


@dataclass(frozen=True, slots=True)
class FactorSheet:
    """One line of the point sheet."""

    factor: str
    title: str
    group: str
    points: float
    summed: float
    cap: float | None
    fact: str
    article: str
    basis: Basis
    reason: str
    lowers: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A signal that stands in the file and has no points, and why."""

    signal: str
    why: str


def sheet_lines(
    static: Sequence[FactorPoints],
    dynamic: Sequence[FactorPoints],
    parts: Sequence[Contribution],
    own: Sequence[RiskSignal],
    method: Method,
    as_of: date,
) -> tuple[FactorSheet, ...]:
    """Every factor of the method on ``as_of``, static ones first, with the signals behind it."""
    by_id = {signal.signal: signal for signal in own}
    lines = []
    for item in (*static, *dynamic):
        rule, cap = _rule(item, method)
        evidence = tuple(
            _evidence(part, by_id[part.signal], as_of)
            for part in parts
            if part.factor == item.factor and part.on(as_of)[0]
        )
        lines.append(
            FactorSheet(
                factor=item.factor,
                title=FACTOR_TITLES[item.factor],
                group=item.group,
                points=item.points / 100,
                summed=item.summed / 100,
                cap=cap,
                fact=item.told,
                article=rule.article,
                basis=rule.basis,
                reason=rule.reason,
                lowers=rule.lowers if item.points else "",
                evidence=evidence,
            )
        )
    return tuple(lines)


def _rule(item: FactorPoints, method: Method) -> tuple[Any, float | None]:
    if item.factor == PARTY_KIND:
        return method.kinds, None
    if item.factor == CREDIT:
        return method.credit, None
    if item.factor == LATENESS:
        return method.lateness, float(method.lateness.cap)
    if item.group == STATIC:
        return method.counts[CountFact(item.factor)], None
    assert item.group == DYNAMIC
    rule = method.signals[SignalKind(item.factor)]
    return rule, float(rule.cap)


def _evidence(part: Contribution, signal: RiskSignal, as_of: date) -> Evidence:
    points, share = part.on(as_of)
    return Evidence(
        signal=signal.signal,
        title=signal.title,
        occurred_on=signal.occurred_on,
        known_on=signal.counts_from,
        base=part.base / 100,
        share=share / WHOLE,
        points=points / 100,
        decay=_decay_told(part, as_of),
        note=part.note,
    )


def _decay_told(part: Contribution, as_of: date) -> str:
    decay = part.decay
    if part.fades_from is None:
        return "完成之前不减退"
    age = (as_of - part.fades_from).days
    if decay.half_life_days is not None:
        ends = (
            ""
            if decay.horizon_days is None
            else f"，{part.fades_from + timedelta(decay.horizon_days)} 后不计"
        )
        return f"已过 {age} 天，每 {decay.half_life_days} 天减半{ends}"
    ends_on = part.fades_from + timedelta(decay.steps[-1].until_days)
    return f"已过 {age} 天，分段减退，{ends_on} 后不计"


def not_counted(
    own: Sequence[RiskSignal], parts: Sequence[Contribution], as_of: date
) -> tuple[NotCounted, ...]:
    """Signals known by ``as_of`` that bring no points on that day."""
    worth = {part.signal for part in parts}
    alive = {part.signal for part in parts if part.on(as_of)[0]}
    found = []
    for signal in sorted(own, key=lambda s: (s.occurred_on, s.signal)):
        if signal.counts_from > as_of:
            continue
        if not signal.attributable:
            found.append(NotCounted(signal.signal, "不可归责于该主体"))
        elif signal.signal not in worth:
            found.append(NotCounted(signal.signal, "该严重程度或者结论不计分"))
        elif signal.signal not in alive:
            found.append(NotCounted(signal.signal, "已减退完毕"))
    return tuple(found)
