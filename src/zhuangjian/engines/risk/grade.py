"""The risk grade of one party: additive, published, with a point sheet that a stranger can recompute.

LN 2(9) asks for grading by published indicators; CQ 27–31 for a programme weighed by them. No province's indicator
table was reachable, so every shipped weight is ``to_be_confirmed``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from zhuangjian.engines.rules.answer import Basis, Refusal, plain

from .grade_facts import PartyFacts, RiskSignal
from .grade_lines import FactorSheet, NotCounted, not_counted, sheet_lines
from .grade_walk import Standing, first_standing, grade_of, lower_limit, walk
from .grade_words import FACTOR_TITLES, RiskGrade
from .pack_loading import GradePack, Method
from .points import Held, contributions, dynamic_points, held_by, level_of, static_points, total_points

Move = Literal["first", "rose", "fell", "stayed"]
_FORECAST_YEARS = 6


@dataclass(frozen=True, slots=True)
class DirectRaise:
    """An event that holds the highest grade until ``until``."""

    event: str
    title: str
    signal: str
    since: date
    until: date
    article: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class VisitAdvice:
    """What the grade leads to in planning (CQ 30): visits a year and how; advice, not an order."""

    grade: str
    per_year: float
    most: float
    mode: str
    article: str
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A party's grade on a day with its whole point sheet (points in points, two decimals)."""

    party: str
    name: str
    as_of: date
    pack: str
    method_on: date
    basis: Basis
    grade: RiskGrade
    by_points: RiskGrade
    total: float
    static: float
    dynamic: float
    limits: Mapping[str, float]
    lower_limits: Mapping[str, float]
    hold_days: int
    move: Move
    why: str
    since: date
    below: Mapping[str, date]
    previous: str
    falls_on: date | None
    direct: tuple[DirectRaise, ...]
    visits: VisitAdvice
    factors: tuple[FactorSheet, ...]
    not_counted: tuple[NotCounted, ...]
    missing: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """What the next grading needs to know of this one."""
        return Standing(self.grade, self.as_of, self.since, {RiskGrade(g): d for g, d in self.below.items()})

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, keys in fixed order."""
        body = {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}
        return body | {"grade_title": self.grade.label}


def grade(
    facts: PartyFacts,
    signals: Iterable[RiskSignal],
    as_of: date,
    pack: GradePack | Method,
    previous: Standing | None = None,
) -> Grade:
    """The grade of ``facts.party`` on ``as_of`` from what was known by then, and its point sheet.

    ``previous`` is the standing of an earlier grading (``Grade.standing``): without it the limits alone decide. Signals
    not attributable, not known by ``as_of`` or about others never count; their order is of no matter. Raises
    ``Refusal`` for a repeated signal id, a previous grading later than ``as_of``, or a day the pack has no value for.
    """
    method = pack.on(as_of) if isinstance(pack, GradePack) else pack
    own = _own(facts, signals)
    if previous is not None and previous.as_of > as_of:
        raise Refusal(
            f"{facts.party} 的上次定级日期 {previous.as_of} 晚于本次 {as_of}，请改正 --as-of 或换用更早的上次结果"
        )
    parts = contributions(own, method, as_of)
    held = held_by(own, method, as_of)
    static = static_points(facts, method)
    dynamic = dynamic_points(facts, parts, method, as_of)

    level = level_of(static, dynamic, parts, held, method)
    events = {p.starts for p in parts} | {h.starts for h in held}
    scale = method.scale
    now = walk(previous, level, events, as_of, scale) if previous else first_standing(level, as_of, scale)
    falls_on = None
    if now.grade is not RiskGrade.A:
        later = walk(now, level, (), as_of + timedelta(366 * _FORECAST_YEARS), scale)
        if later.grade.rank < now.grade.rank:
            falls_on = later.below[now.grade] + timedelta(scale.hold_days)
    active = [h for h in held if h.starts <= as_of <= h.until]
    total = total_points(static, dynamic, method)
    move: Move = "first" if previous is None else _moved(previous.grade, now.grade)
    return Grade(
        party=facts.party,
        name=facts.name,
        as_of=as_of,
        pack=method.label,
        method_on=method.on,
        basis=method.basis,
        grade=now.grade,
        by_points=grade_of(total, scale),
        total=total / 100,
        static=min(sum(f.points for f in static), scale.static_max * 100) / 100,
        dynamic=min(sum(f.points for f in dynamic), scale.dynamic_max * 100) / 100,
        limits={g.value: float(p) for g, p in sorted(scale.limits.items())},
        lower_limits={g.value: lower_limit(g, scale) / 100 for g in sorted(scale.limits)},
        hold_days=scale.hold_days,
        move=move,
        why=_why(now, previous, total, active, method),
        since=now.since,
        below={g.value: d for g, d in now.below.items()},
        previous=previous.grade.value if previous else "",
        falls_on=falls_on,
        direct=tuple(_direct(h, method) for h in active),
        visits=_visits(now.grade, method),
        factors=sheet_lines(static, dynamic, parts, own, method, as_of),
        not_counted=not_counted(own, parts, as_of),
        missing=tuple(FACTOR_TITLES[f.factor] for f in (*static, *dynamic) if not f.known),
    )


def _own(facts: PartyFacts, signals: Iterable[RiskSignal]) -> list[RiskSignal]:
    own = [signal for signal in signals if signal.party == facts.party]
    seen: set[str] = set()
    for signal in own:
        if signal.signal in seen:
            raise Refusal(
                f"信号编号 {signal.signal} 重复（{facts.party}），同一信号只能计一次，请去掉重复的行"
            )
        seen.add(signal.signal)
    return own


def _moved(before: RiskGrade, after: RiskGrade) -> Move:
    if before is after:
        return "stayed"
    return "rose" if after.rank > before.rank else "fell"


def _why(now: Standing, previous: Standing | None, total: int, active: Sequence[Held], method: Method) -> str:
    scale, law = method.scale, f"（{method.scale.article}）" if method.scale.article else ""
    points = f"{total / 100:.2f} 分"
    if active:
        told = "、".join(
            f"{h.event.label}（{'，'.join(filter(None, (method.direct[h.event].article, f'至 {h.until}')))}）"
            for h in active
        )
        return f"因{told}，直接列为 {now.grade.label}；按分数为 {points}。"
    if previous is None:
        return f"首次定级：{points}，按界限定为 {now.grade.label}{law}。"
    before, after = previous.grade, now.grade
    if after.rank > before.rank:
        return f"{points}，达到 {after.value} 级界限 {scale.limits[after]} 分，自 {now.since} 起升为 {after.label}{law}。"
    if after.rank < before.rank:
        return (
            f"{points}，低于 {before.value} 级界限以下 {scale.margin} 分已满 {scale.hold_days} 天，"
            f"自 {now.since} 起由 {before.value} 级降为 {after.label}{law}。"
        )
    if after in now.below:
        ready = now.below[after] + timedelta(scale.hold_days)
        return (
            f"{points}，自 {now.below[after]} 起低于 {lower_limit(after, scale) / 100:g} 分，未满 {scale.hold_days} 天，"
            f"最早 {ready} 降级，维持 {after.label}{law}。"
        )
    if after is not RiskGrade.A and total < scale.limits[after] * 100:
        return (
            f"{points}，低于界限 {scale.limits[after]} 分但未低于回落线 {lower_limit(after, scale) / 100:g} 分，"
            f"维持 {after.label}{law}。"
        )
    return f"{points}，仍在 {after.label} 的范围内，维持不变{law}。"


def _direct(held: Held, method: Method) -> DirectRaise:
    rule = method.direct[held.event]
    return DirectRaise(
        held.event.value,
        held.event.label,
        held.signal,
        held.starts,
        held.until,
        rule.article,
        rule.basis,
    )


def _visits(given: RiskGrade, method: Method) -> VisitAdvice:
    rule = method.visits[given]
    return VisitAdvice(
        given.value, rule.per_year, rule.most, rule.mode, rule.article, rule.basis, rule.source
    )
