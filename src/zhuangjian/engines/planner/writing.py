"""From the solver's state to the published plan."""

from __future__ import annotations

from zhuangjian.engines.rules.vocabulary import Mode

from .board import people_of
from .demands import Demand
from .plan import Collision, Ended, ObjectiveTerm, Plan, Trip, Visit, gap_percent
from .state import Outing, State
from .unmet import unmet

_TERMS = (
    ("risk", "覆盖的风险", "风险点", 1),
    ("lateness", "逾期（按百点风险）", "周", -1),
    ("load", "超出合理份额", "人日", -1),
    ("region", "区县覆盖低于底线", "风险点", -1),
    ("travel", "路程", "人时", -1),
    ("change", "较原计划变动", "项任务", -1),
)


def write_plan(
    state: State,
    problem_digest: str,
    seed: int,
    rounds: int,
    ended: Ended,
    bound: float,
    collisions: tuple[Collision, ...],
) -> Plan:
    """The plan a state holds, trips in order of day and base, everything named by the input's ids."""
    visits: list[Visit] = []
    trips: list[Trip] = []
    order = sorted(state.outings.values(), key=lambda o: (o.day, o.base, o.team))
    for number, outing in enumerate(order, 1):
        key = f"T{number:06d}"
        made = _visits(state, outing, key, len(visits))
        visits += made
        trips.append(_trip(state, outing, key, tuple(v.id for v in made)))
    terms = _terms(state)
    objective = sum(term.points for term in terms)
    return Plan(
        problem_digest,
        seed,
        rounds,
        ended,
        objective,
        bound,
        gap_percent(objective, bound),
        terms,
        tuple(visits),
        tuple(trips),
        unmet(state),
        collisions,
        _changed(state),
    )


def _visits(state: State, outing: Outing, trip: str, before: int) -> list[Visit]:
    board = state.board
    found = []
    for number, stop in enumerate(outing.stops, before + 1):
        wished = [board.wished[w] for w in stop.wishes]
        day = board.days[outing.day]
        found.append(
            Visit(
                f"V{number:06d}",
                board.problem.parties[stop.party].id,
                tuple(d.id for d in wished),
                day,
                int(board.week[outing.day]) + 1,
                trip,
                Mode.OFF_SITE_WRITTEN if stop.off else Mode.ON_SITE,
                all(d.announced for d in wished),
                stop.minutes / 60,
                "＋".join(_told(d) for d in wished) if len(wished) > 1 else "",
                tuple(dict.fromkeys(item for d in wished for item in d.items)),
            )
        )
    return found


def _told(demand: Demand) -> str:
    return f"{demand.reason.label}（{demand.authority}）" if demand.authority else demand.reason.label


def _trip(state: State, outing: Outing, key: str, stops: tuple[str, ...]) -> Trip:
    board = state.board
    people = people_of(board.problem)
    team = tuple(people[i].id for i in outing.team)
    hours = (outing.travel + sum(stop.minutes for stop in outing.stops)) / 60
    return Trip(
        key,
        board.days[outing.day],
        int(board.week[outing.day]) + 1,
        board.problem.bases[outing.base].id,
        team[0],
        team,
        stops,
        outing.travel,
        hours,
    )


def _terms(state: State) -> tuple[ObjectiveTerm, ...]:
    weights = state.board.problem.weights
    amounts = {
        "risk": state.risk,
        "lateness": state.late,
        "load": state.excess_days(),
        "region": state.shortage(),
        "travel": state.travel / 60,
        "change": float(state.changed),
    }
    return tuple(
        ObjectiveTerm(
            name,
            label,
            amounts[name],
            unit,
            getattr(weights, name),
            sign * amounts[name] * getattr(weights, name),
        )
        for name, label, unit, sign in _TERMS
    )


def _changed(state: State) -> tuple[str, ...]:
    board = state.board
    found = []
    for wish, before in state.original.items():
        key = int(state.outing_of[wish])
        now = None
        if key >= 0:
            outing = state.outings[key]
            now = (outing.day, tuple(sorted(outing.team)))
        if now != before:
            found.append(board.wished[wish].id)
    return tuple(sorted(found))
