"""Planning anew when reality changes: what is past stays, what is not touched stays, and every change is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from pydantic import ConfigDict, Field

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Mode

from .board import Board, make_board, people_of
from .demands import demands, horizon
from .placing import may_put
from .plan import Plan, Trip, Visit
from .problem import Away, Credential, Inspector, Party, Problem, Wish
from .reading import checked
from .solve import DEFAULT_ROUNDS, Progress, run
from .state import State, Stop
from .teams import choose_team

_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class PersonAway:
    """Days, both included, on which a person turns out not to be available."""

    __pydantic_config__ = _STRICT
    inspector: Annotated[str, Field(min_length=1, title="人员编号")]
    start: Annotated[date, Field(title="开始")]
    end: Annotated[date, Field(title="结束")]
    reason: Annotated[str, Field(title="原因")] = ""


@dataclass(frozen=True, slots=True)
class PersonCredentials:
    """The credentials a person holds from now on (renewed, lapsed or withdrawn)."""

    __pydantic_config__ = _STRICT
    inspector: Annotated[str, Field(min_length=1, title="人员编号")]
    credentials: Annotated[tuple[Credential, ...], Field(title="证件")]


@dataclass(frozen=True, slots=True)
class Interest:
    """A conflict of interest declared since (CQ 21)."""

    __pydantic_config__ = _STRICT
    inspector: Annotated[str, Field(min_length=1, title="人员编号")]
    party: Annotated[str, Field(min_length=1, title="对象编号")]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the plan in force. Trips before ``today`` have been made and are kept as they are."""

    __pydantic_config__ = _STRICT
    today: Annotated[date, Field(title="今天")]
    away: Annotated[tuple[PersonAway, ...], Field(title="人员缺勤")] = ()
    left: Annotated[tuple[str, ...], Field(title="离岗人员")] = ()
    credentials: Annotated[tuple[PersonCredentials, ...], Field(title="证件变化")] = ()
    interests: Annotated[tuple[Interest, ...], Field(title="新申报的利害关系")] = ()
    new_inspectors: Annotated[tuple[Inspector, ...], Field(title="新增人员")] = ()
    new_parties: Annotated[tuple[Party, ...], Field(title="新增对象")] = ()
    new_wishes: Annotated[tuple[Wish, ...], Field(title="新增任务")] = ()
    cancelled_wishes: Annotated[tuple[str, ...], Field(title="取消的任务")] = ()
    closed_days: Annotated[tuple[date, ...], Field(title="新增休息日")] = ()
    note: Annotated[str, Field(title="说明")] = ""


def changed_problem(problem: Problem, plan: Plan, changes: Changes) -> Problem:
    """The problem as it is after the changes. Raises :class:`Refusal` for ids nobody has.

    Nothing reaches back before ``changes.today``; a cancelled wish that was already served stays.
    """
    _known(problem, changes)
    done = {w for v in plan.visits if v.day < changes.today for w in v.wishes}
    gone = set(changes.left)
    inspectors = []
    for person in problem.inspectors:
        away = [Away(a.start, a.end, a.reason) for a in changes.away if a.inspector == person.id]
        if person.id in gone:
            away.append(Away(changes.today, horizon(problem)[1], "离岗"))
        away = [replace(a, start=max(a.start, changes.today)) for a in away if a.end >= changes.today]
        held = _credentials(person, changes)
        declared = tuple(i.party for i in changes.interests if i.inspector == person.id)
        if away or held is not None or declared:
            person = replace(
                person,
                away=(*person.away, *away),
                credentials=person.credentials if held is None else held,
                conflicts=tuple(dict.fromkeys((*person.conflicts, *declared))),
            )
        inspectors.append(person)
    return checked(
        replace(
            problem,
            inspectors=(*inspectors, *changes.new_inspectors),
            parties=(*problem.parties, *changes.new_parties),
            wishes=(*problem.wishes, *changes.new_wishes),
            cancelled=(*problem.cancelled, *(w for w in changes.cancelled_wishes if w not in done)),
            closed_days=(*problem.closed_days, *(d for d in changes.closed_days if d >= changes.today)),
            fixed_before=changes.today,
        )
    )


def replan(
    problem: Problem,
    plan: Plan,
    changes: Changes,
    *,
    seed: int = 1,
    rounds: int = DEFAULT_ROUNDS,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Problem, Plan]:
    """The problem after the changes and a plan for it that starts from ``plan`` and pays for each wish it moves.

    A wish counts as changed when it was planned and is now on another day, with other people, or not at all
    (a cancelled one never counts). What was done before ``changes.today`` is kept without looking at it again.
    """
    after = changed_problem(problem, plan, changes)
    board = make_board(after)
    state = warm_state(board, plan, changes.today)
    return after, run(state, seed=seed, rounds=rounds, stop=stop, progress=progress)


def warm_state(board: Board, plan: Plan, today: date) -> State:
    """A state holding every outing of ``plan`` that is past or still lawful; the rest is given to other people or left open."""
    state = State(board)
    reader = _Reader(board, plan)
    trips = sorted(plan.trips, key=lambda t: (t.day, t.id))
    state.original = {
        wish: (reader.days.get(trip.day, -1), tuple(sorted(reader.team(trip))))
        for trip in trips
        for stop in reader.stops(state, trip)
        for wish in stop.wishes
    }
    state.changed = len(state.original)
    for trip in trips:
        if trip.day < today:
            done = state.outing(
                reader.days[trip.day], reader.bases[trip.base], reader.team(trip), reader.stops(state, trip)
            )
            state.frozen.add(state.put(done))
    ahead = [trip for trip in trips if trip.day >= today]
    broken = [trip for trip in ahead if not _keep(state, reader, trip)]
    for trip in broken:
        _repair(state, reader, trip)
    return state


class _Reader:
    """A published plan in the numbers of a board."""

    def __init__(self, board: Board, plan: Plan) -> None:
        self.visits: dict[str, Visit] = {v.id: v for v in plan.visits}
        self.wishes = {d.id: n for n, d in enumerate(board.wished)}
        self.parties = {p.id: n for n, p in enumerate(board.problem.parties)}
        self.people = {p.id: n for n, p in enumerate(people_of(board.problem))}
        self.bases = {b.id: n for n, b in enumerate(board.problem.bases)}
        self.days = {day: n for n, day in enumerate(board.days)}

    def team(self, trip: Trip) -> tuple[int, ...]:
        """The team's numbers, leader first."""
        return tuple(self.people[key] for key in (trip.leader, *(p for p in trip.team if p != trip.leader)))

    def stops(self, state: State, trip: Trip) -> tuple[Stop, ...]:
        """The trip's visits that still serve a wish."""
        found = []
        for key in trip.stops:
            visit = self.visits[key]
            wishes = tuple(self.wishes[w] for w in visit.wishes if w in self.wishes)
            if wishes:
                found.append(
                    state.stop_for(self.parties[visit.party], wishes, visit.mode is not Mode.ON_SITE)
                )
        return tuple(found)


def _keep(state: State, reader: _Reader, trip: Trip) -> bool:
    stops = reader.stops(state, trip)
    if not stops:
        return True
    if trip.day not in reader.days:
        return False
    outing = state.outing(reader.days[trip.day], reader.bases[trip.base], reader.team(trip), stops)
    if not may_put(state, outing):
        return False
    state.put(outing)
    return True


def _repair(state: State, reader: _Reader, trip: Trip) -> None:
    """The same day with other people where that is possible; otherwise its visits are left to the search."""
    stops = reader.stops(state, trip)
    if trip.day not in reader.days:
        return
    day, base = reader.days[trip.day], reader.bases[trip.base]
    need = 0
    for stop in stops:
        for wish in stop.wishes:
            need |= int(state.board.need[wish])
    minutes = state.outing(day, base, (), stops).load
    team = choose_team(state, base, day, need, [s.party for s in stops], state.board.day_minutes - minutes)
    if team is not None:
        outing = state.outing(day, base, team, stops)
        if may_put(state, outing):
            state.put(outing)


def _credentials(person: Inspector, changes: Changes) -> tuple[Credential, ...] | None:
    """What the person held before today and holds from today on; ``None`` when nothing changed."""
    given = next((c.credentials for c in changes.credentials if c.inspector == person.id), None)
    if given is None:
        return None
    eve = changes.today - timedelta(days=1)
    before = tuple(
        replace(c, valid_to=min(c.valid_to or eve, eve)) for c in person.credentials if c.valid_from <= eve
    )
    return (*before, *(replace(c, valid_from=max(c.valid_from, changes.today)) for c in given))


def _known(problem: Problem, changes: Changes) -> None:
    people = {p.id for p in problem.inspectors}
    parties = {p.id for p in problem.parties} | {p.id for p in changes.new_parties}
    asked = [a.inspector for a in changes.away] + list(changes.left)
    asked += [c.inspector for c in changes.credentials] + [i.inspector for i in changes.interests]
    for key in asked:
        if key not in people:
            raise Refusal(f"变动涉及的人员“{key}”不在名单中，请核对编号", missing=["人员编号"])
    for interest in changes.interests:
        if interest.party not in parties:
            raise Refusal(f"利害关系涉及的对象“{interest.party}”不在名单中", missing=["对象编号"])
    for wish in changes.new_wishes:
        if wish.party not in parties:
            raise Refusal(f"新增任务“{wish.id}”的对象“{wish.party}”不在名单中", missing=["对象编号"])
    wanted = {d.id for d in demands(problem)}
    for key in changes.cancelled_wishes:
        if key not in wanted:
            raise Refusal(f"取消的任务“{key}”不存在，请核对编号", missing=["任务编号"])
    first, last = horizon(problem)
    if not first <= changes.today <= last:
        raise Refusal(f"今天 {changes.today} 不在计划期 {first} 至 {last} 内", missing=["计划期内的日期"])
