"""The verifier's rules about people: who may be on a team that day, and how much of their time is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.vocabulary import CredentialKind

from .demands import Demand
from .plan import Plan, Trip, Visit
from .problem import Inspector, Problem
from .verify_scores import Legs, weekly_days, works

Fault = tuple[str, str, str, str]
_TOLERANCE_HOURS = 1e-6


def holds_enforcement(person: Inspector, day: date) -> bool:
    """Whether the person is an officer whose enforcement credential is valid that day (CQ 9; experts never count)."""
    return not person.expert and any(
        c.kind is CredentialKind.ENFORCEMENT
        and c.valid_from <= day
        and (c.valid_to is None or day <= c.valid_to)
        for c in person.credentials
    )


def team_faults(problem: Problem, plan: Plan, wished: dict[str, Demand]) -> Iterator[Fault]:
    """What is wrong with each trip's team: leader, credentials (CQ 9), conflicts (CQ 21), expertise."""
    people = {i.id: i for i in problem.inspectors}
    visits = {v.id: v for v in plan.visits}
    for trip in plan.trips:
        if problem.fixed_before is not None and trip.day < problem.fixed_before:
            continue  # made already: a conflict or a credential of today says nothing about it
        team = [people[key] for key in trip.team]
        stops = [visits[key] for key in trip.stops]
        yield from _leader(problem, trip, people)
        yield from _members(problem, trip, team)
        yield from _conflicts(problem, trip, team, stops)
        skills = {topic for person in team for topic in person.expertise}
        needed = {topic for stop in stops for wish in stop.wishes for topic in wished[wish].expertise}
        for topic in sorted(needed - skills):
            yield ("expertise_missing", _law(problem, "team"), trip.id, f"行程 {trip.id} 缺少“{topic}”专长")


def _law(problem: Problem, key: str) -> str:
    return cited(key, region=problem.region).article


def _leader(problem: Problem, trip: Trip, people: dict[str, Inspector]) -> Iterator[Fault]:
    if trip.leader not in trip.team:
        yield ("no_leader", _law(problem, "team"), trip.id, f"行程 {trip.id} 的组长不在组内")
        return
    leader = people[trip.leader]
    if leader.expert or not leader.may_lead or not holds_enforcement(leader, trip.day):
        yield ("leader_unfit", _law(problem, "team"), trip.id, f"{leader.name} 不能担任行程 {trip.id} 的组长")
    if leader.base != trip.base:
        yield ("wrong_base", "", trip.id, f"行程 {trip.id} 应从组长驻地 {leader.base} 出发")


def _members(problem: Problem, trip: Trip, team: list[Inspector]) -> Iterator[Fault]:
    rule = problem.rules.enforcement_min
    assert rule is not None
    if len({p.id for p in team}) != len(team):
        yield ("member_twice", rule.article, trip.id, f"行程 {trip.id} 的人员重复")
    holders = {p.id for p in team if holds_enforcement(p, trip.day)}
    home = {p.id for p in team if p.id in holders and p.base == trip.base}
    if not problem.joint_teams and len(home) < rule.value <= len(holders):
        yield (
            "joint_team",
            "",
            trip.id,
            f"行程 {trip.id} 的执法人员须有 {rule.value} 名来自组长驻地（未允许跨驻地组队）",
        )
    if len(holders) < rule.value:
        yield (
            "too_few_enforcement_credentials",
            rule.article,
            trip.id,
            f"行程 {trip.id} 在 {trip.day} 持有效执法证的只有 {len(holders)} 名，至少 {rule.value} 名",
        )


def _conflicts(problem: Problem, trip: Trip, team: list[Inspector], stops: list[Visit]) -> Iterator[Fault]:
    for stop in stops:
        for person in team:
            if stop.party in person.conflicts:
                yield (
                    "conflict_of_interest",
                    _law(problem, "interests"),
                    trip.id,
                    f"{person.name} 与对象 {stop.party} 有利害关系，不能参加行程 {trip.id}",
                )


def person_faults(problem: Problem, plan: Plan, legs: Legs) -> Iterator[Fault]:
    """Whose time is taken when they are not available: rest days, leave, training, two trips, weekly days, day hours."""
    trips: dict[str, list[Trip]] = defaultdict(list)
    for trip in plan.trips:
        if not works(problem, trip.day):
            yield ("rest_day", "", trip.id, f"行程 {trip.id} 在 {trip.day}，当日休息")
        for key in set(trip.team):
            trips[key].append(trip)
    for person in problem.inspectors:
        taken = trips.get(person.id, [])
        yield from _absences(problem, person, taken)
        yield from _quotas(problem, person, taken)
        yield from _hours(problem, legs, person, taken)


def _absences(problem: Problem, person: Inspector, taken: list[Trip]) -> Iterator[Fault]:
    days = [trip.day for trip in taken]
    for day in sorted({d for d in days if days.count(d) > 1}):
        yield ("double_booked", "", person.id, f"{person.name} 在 {day} 被安排了不止一个行程")
    for trip in taken:
        if trip.day in person.training:
            yield (
                "in_training",
                _law(problem, "training"),
                trip.id,
                f"{person.name} 在 {trip.day} 参加培训，不能出检",
            )
        for away in person.away:
            if away.start <= trip.day <= away.end:
                yield ("away", "", trip.id, f"{person.name} 在 {trip.day} 不在岗（{away.reason}）")


def _quotas(problem: Problem, person: Inspector, taken: list[Trip]) -> Iterator[Fault]:
    weeks: dict[int, int] = defaultdict(int)
    for trip in taken:
        weeks[(trip.day - problem.start).days // 7] += 1
    for week, count in weeks.items():
        allowed = weekly_days(person, week)
        if count > allowed:
            yield (
                "week_quota",
                "",
                person.id,
                f"{person.name} 第 {week + 1} 周安排 {count} 天，只有 {allowed} 天可用",
            )


def _hours(problem: Problem, legs: Legs, person: Inspector, taken: list[Trip]) -> Iterator[Fault]:
    for trip in taken:
        hours = trip.hours + legs.joining(person.base, trip.base) / 60
        if hours > problem.day_hours + _TOLERANCE_HOURS:
            yield (
                "day_too_long",
                "",
                trip.id,
                f"{person.name} 在行程 {trip.id} 当日 {hours:.2f} 小时（含路程），超过 {problem.day_hours:g} 小时",
            )
