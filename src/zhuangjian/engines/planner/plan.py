"""What a planning run gives back: visits, day trips, what could not be done and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import ConfigDict

from zhuangjian.engines.rules.vocabulary import Mode

Format = Literal["zhuangjian-inspection-plan/1"]
Ended = Literal["iterations", "stopped", "optimal"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to one party: the wishes it serves (merged into one when there are several), when, and by which trip."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    id: str
    party: str
    wishes: tuple[str, ...]
    day: date
    week: int
    trip: str
    mode: Mode
    announced: bool
    hours: float
    merged: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trip:
    """One team's day: from the base to the stops in this order and back. ``travel_minutes`` is the trip's own."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    id: str
    day: date
    week: int
    base: str
    leader: str
    team: tuple[str, ...]
    stops: tuple[str, ...]
    travel_minutes: float
    hours: float


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish without a visit, and the rule or the lack that is in its way."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    wish: str
    party: str
    value: float
    code: str
    article: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Input that contradicts itself: which rules collide, for which party or inspector; the rest is still planned."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    rules: tuple[str, ...]
    subject: Literal["party", "inspector", "wish", "region"]
    id: str
    message: str


@dataclass(frozen=True, slots=True)
class ObjectiveTerm:
    """One part of the objective: ``amount`` in ``unit``, ``weight`` points for each, ``points`` with its sign."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    name: str
    label: str
    amount: float
    unit: str
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its proof of quality: no plan for this problem can score above ``bound``."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    problem: str
    seed: int
    iterations: int
    ended: Ended
    objective: float
    bound: float
    gap_percent: float
    terms: tuple[ObjectiveTerm, ...]
    visits: tuple[Visit, ...]
    trips: tuple[Trip, ...]
    unmet: tuple[Unmet, ...]
    collisions: tuple[Collision, ...] = ()
    changed: tuple[str, ...] = ()
    format: Format = "zhuangjian-inspection-plan/1"


def gap_percent(objective: float, bound: float) -> float:
    """How far below the bound the plan is, in per cent of the bound; 0 when nothing can be gained."""
    if bound - objective <= 1e-9:
        return 0.0
    return 100.0 * (bound - objective) / max(abs(bound), 1e-9)
