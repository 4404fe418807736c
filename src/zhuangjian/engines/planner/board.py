"""The problem as arrays: what the solver computes with. Nothing here decides anything."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind

from .demands import Demand, demands
from .problem import Inspector, Problem

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
FAR = 1 << 40
_MOST_TOPICS = 60


@dataclass(slots=True)
class Points:
    """Travel minutes between places; bases come first (0 … bases-1), then parties."""

    east: Floats
    north: Floats
    leg: float
    matrix: Floats | None

    def minutes(self, origin: Any, target: Any) -> Any:
        """Minutes between places given by number or by arrays of numbers that broadcast."""
        if self.matrix is not None:
            return self.matrix[origin, target]
        away = np.hypot(self.east[origin] - self.east[target], self.north[origin] - self.north[target])
        return away + np.where(np.equal(origin, target), 0.0, self.leg)

    def between(self, origin: int, target: int) -> float:
        """The same for one pair."""
        if origin == target:
            return 0.0
        if self.matrix is not None:
            return float(self.matrix[origin, target])
        east = self.east[origin] - self.east[target]
        north = self.north[origin] - self.north[target]
        return math.hypot(east, north) + self.leg


@dataclass(slots=True)
class Board:
    """Arrays over wishes (W), parties (P), people (I), working days (D), weeks and bases (B)."""

    problem: Problem
    wished: list[Demand]
    days: list[date]
    ordinal: Ints
    week: Ints
    year: Ints
    points: Points
    party: Ints
    value: Floats
    minutes: Floats
    off_minutes: Floats
    due: Ints
    low: Ints
    high: Ints
    need: Ints
    counts: Bools
    off_counts: Bools
    after_past: Bools
    district: Ints
    district_floor: Floats
    wishes_of: list[list[int]]
    past: list[tuple[int, ...]]
    cap: list[int]
    present: Bools
    enforcing: Bools
    leads: Bools
    quota: Ints
    skills: Ints
    conflicts: list[frozenset[int]]
    home: Ints
    staff: list[Ints]
    fair: Floats
    merge_days: int
    team_min: int
    able: Bools = field(default_factory=lambda: np.zeros((0, 0), bool))
    able_officers: Bools = field(default_factory=lambda: np.zeros((0, 0), bool))
    near: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))

    @property
    def day_minutes(self) -> float:
        """Minutes of one working day."""
        return self.problem.day_hours * 60

    def point(self, party: int) -> int:
        """The place number of a party."""
        return len(self.staff) + party


def make_board(problem: Problem) -> Board:
    """The arrays of a problem that was completed (its legal numbers filled in)."""
    wished = demands(problem)
    days = _working_days(problem)
    ordinal = np.array([d.toordinal() for d in days], dtype=np.int64)
    parties = {p.id: n for n, p in enumerate(problem.parties)}
    topics: dict[str, int] = {}
    _refuse_topics(problem)
    rules = problem.rules
    assert rules.merge_days
    assert rules.enforcement_min
    party = np.array([parties[d.party] for d in wished], dtype=np.int64)
    wishes_of: list[list[int]] = [[] for _ in problem.parties]
    for n, p in enumerate(party):
        wishes_of[p].append(n)
    names = sorted({p.district for p in problem.parties})
    district = np.array([names.index(p.district) for p in problem.parties], dtype=np.int64)
    value = np.array([d.value for d in wished], dtype=float)
    wanted = np.zeros(len(names))
    np.add.at(wanted, district[party], value)
    past = [tuple(sorted(d.toordinal() for d in p.past_visits)) for p in problem.parties]
    bases = {b.id: n for n, b in enumerate(problem.bases)}
    people = [i for i in problem.inspectors if i.base in bases]
    present, enforcing = _presence(problem, people, days)
    week = (ordinal - problem.start.toordinal()) // 7
    quota = np.array([[_weekly(i, w) for w in range(problem.weeks)] for i in people], dtype=np.int64)
    home = np.array([bases[i.base] for i in people], dtype=np.int64)
    board = Board(
        problem,
        wished,
        days,
        ordinal,
        week,
        np.array([d.year for d in days], dtype=np.int64),
        _points(problem),
        party,
        value,
        np.array([d.hours * 60 for d in wished], dtype=float),
        np.array([d.off_hours * 60 if d.off_hours else np.inf for d in wished], dtype=float),
        np.array([d.due.toordinal() for d in wished], dtype=np.int64),
        *_windows(problem, wished, ordinal, past, party),
        np.array([_bits(d.expertise, topics) for d in wished], dtype=np.int64),
        np.array([d.counts for d in wished], dtype=bool),
        np.array([d.off_counts for d in wished], dtype=bool),
        np.array([d.after_past for d in wished], dtype=bool),
        district,
        problem.region_floor * wanted,
        wishes_of,
        past,
        [_cap(problem, n) for n in range(len(problem.parties))],
        present,
        enforcing,
        np.array([i.may_lead and not i.expert for i in people], dtype=bool),
        quota.reshape(len(people), problem.weeks),
        np.array([_bits(frozenset(i.expertise), topics) for i in people], dtype=np.int64),
        [frozenset(parties[c] for c in i.conflicts if c in parties) for i in people],
        home,
        [np.flatnonzero(home == b) for b in range(len(problem.bases))],
        np.zeros(len(people)),
        rules.merge_days.value,
        rules.enforcement_min.value,
    )
    board.fair = _fair(board)
    if problem.fixed_before:
        present[:, ordinal < problem.fixed_before.toordinal()] = False
    board.able = board.present & (board.quota[:, board.week] > 0)
    board.able_officers = board.able & board.enforcing
    board.near = _nearest(board)
    return board


def _refuse_topics(problem: Problem) -> None:
    topics = {t for i in problem.inspectors for t in i.expertise} | {
        t for p in problem.parties for t in p.expertise
    }
    topics |= {t for w in problem.wishes for t in w.expertise}
    if len(topics) > _MOST_TOPICS:
        raise Refusal(
            f"专长共有 {len(topics)} 种，最多 {_MOST_TOPICS} 种；请合并含义相同的专长",
            missing=["归并后的专长"],
        )


def people_of(problem: Problem) -> list[Inspector]:
    """The people the arrays number: those whose base is known."""
    bases = {b.id for b in problem.bases}
    return [i for i in problem.inspectors if i.base in bases]


def _working_days(problem: Problem) -> list[date]:
    closed, extra = set(problem.closed_days), set(problem.working_weekend_days)
    days = (problem.start + timedelta(days=n) for n in range(7 * problem.weeks))
    return [d for d in days if (d in extra if d.weekday() >= 5 else d not in closed)]


def _points(problem: Problem) -> Points:
    travel = problem.travel
    places = [(b.id, b.lon, b.lat) for b in problem.bases] + [(p.id, p.lon, p.lat) for p in problem.parties]
    if travel.kind == "matrix":
        rows = {key: n for n, key in enumerate(travel.places)}
        order = [rows[key] for key, _, _ in places]
        full = np.array(travel.minutes, dtype=float)
        matrix = full[np.ix_(order, order)]
        np.fill_diagonal(matrix, 0.0)
        return Points(np.zeros(0), np.zeros(0), 0.0, matrix)
    scale = travel.road_factor / travel.speed_kmh * 60
    east = np.array([lon for _, lon, _ in places], dtype=float)
    north = np.array([lat for _, _, lat in places], dtype=float)
    east = east * (111.32 * math.cos(math.radians(travel.reference_latitude)) * scale)
    return Points(east, north * (110.574 * scale), travel.leg_minutes, None)


def _windows(
    problem: Problem, wished: list[Demand], ordinal: Ints, past: list[tuple[int, ...]], party: Ints
) -> tuple[Ints, Ints]:
    """First and last working day (as numbers) of each wish, the distance to earlier visits kept; low > high when none."""
    assert problem.rules.merge_days
    start = problem.start.toordinal()
    first = []
    for n, demand in enumerate(wished):
        earliest = demand.earliest.toordinal()
        if problem.fixed_before:
            earliest = max(earliest, problem.fixed_before.toordinal())
        if not demand.after_past:
            before = [d for d in past[party[n]] if d < start]
            earliest = max([earliest] + [d + problem.rules.merge_days.value + 1 for d in before])
        first.append(earliest)
    low = np.searchsorted(ordinal, np.array(first, dtype=np.int64), side="left")
    last = np.array([d.latest.toordinal() for d in wished], dtype=np.int64)
    high = np.searchsorted(ordinal, last, side="right") - 1
    return low.astype(np.int64), high.astype(np.int64)


def _presence(problem: Problem, people: list[Inspector], days: list[date]) -> tuple[Bools, Bools]:
    present = np.ones((len(people), len(days)), dtype=bool)
    enforcing = np.zeros((len(people), len(days)), dtype=bool)
    ordinal = np.array([d.toordinal() for d in days], dtype=np.int64)
    for n, person in enumerate(people):
        for away in person.away:
            present[n, (ordinal >= away.start.toordinal()) & (ordinal <= away.end.toordinal())] = False
        for day in person.training:
            present[n, ordinal == day.toordinal()] = False
        if person.expert:
            continue
        for credential in person.credentials:
            if credential.kind is CredentialKind.ENFORCEMENT:
                end = credential.valid_to.toordinal() if credential.valid_to else FAR
                enforcing[n, (ordinal >= credential.valid_from.toordinal()) & (ordinal <= end)] = True
    return present, enforcing


def _weekly(person: Inspector, week: int) -> int:
    given = person.days_per_week
    return given if isinstance(given, int) else (given[week] if week < len(given) else 0)


def _bits(expertise: frozenset[str], topics: dict[str, int]) -> int:
    return sum(1 << topics.setdefault(topic, len(topics)) for topic in sorted(expertise))


def _cap(problem: Problem, party: int) -> int:
    who = problem.parties[party]
    cap = who.cap if who.cap is not None else problem.cap.by_grade.get(who.grade, problem.cap.per_year)
    return FAR if cap is None else cap


def _fair(board: Board) -> Floats:
    fair = np.zeros(len(board.home))
    for week in range(board.problem.weeks):
        here = board.present[:, board.week == week].sum(axis=1)
        fair += np.minimum(board.quota[:, week], here)
    return fair


def _nearest(board: Board, count: int = 4) -> Ints:
    """For each party the bases with staff, nearest first (P × at most ``count``)."""
    staffed = np.array([b for b, staff in enumerate(board.staff) if len(staff)], dtype=np.int64)
    parties = np.arange(len(board.district)) + len(board.staff)
    if not len(staffed) or not len(parties):
        return np.zeros((len(parties), 0), dtype=np.int64)
    there = board.points.minutes(staffed[None, :], parties[:, None])
    back = board.points.minutes(parties[:, None], staffed[None, :])
    order = np.argsort(there + back, axis=1, kind="stable")[:, :count]
    return staffed[order]
