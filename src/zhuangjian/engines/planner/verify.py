"""Is a plan lawful and is what it claims true? A second, slow and simple reading: nothing here comes from the solver."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode

from .demands import Demand, demands, horizon, merged_hours
from .plan import Plan, Trip, Unmet, Visit
from .problem import Party, Problem
from .verify_people import person_faults, team_faults
from .verify_scores import Legs, score_faults


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: a stable ``code``, the article, where, and a Chinese sentence."""

    code: str
    article: str
    where: str
    message: str


@dataclass(slots=True)
class Facts:
    """Problem and plan, looked up by id."""

    problem: Problem
    plan: Plan
    demands: dict[str, Demand]
    parties: dict[str, Party]
    visits: dict[str, Visit]
    trips: dict[str, Trip]
    legs: Legs
    by_party: dict[str, list[Visit]] = field(default_factory=dict)


def verify(problem: Problem, plan: Plan, before: Plan | None = None) -> list[Violation]:
    """Every violation of a hard rule and every untrue claim in ``plan``; an empty list means it is clean.

    With the plan in force ``before`` a replanning, the wishes said to have changed are compared with it too.
    """
    facts = Facts(
        problem,
        plan,
        {d.id: d for d in demands(problem)},
        {p.id: p for p in problem.parties},
        {v.id: v for v in plan.visits},
        {t.id: t for t in plan.trips},
        Legs(problem),
    )
    for visit in plan.visits:
        facts.by_party.setdefault(visit.party, []).append(visit)
    broken = list(_references(facts))
    if broken:
        return broken
    return [
        *_coverage(facts),
        *_windows(facts),
        *_working_hours(facts),
        *_trips(facts),
        *(Violation(*fault) for fault in team_faults(problem, plan, facts.demands)),
        *(Violation(*fault) for fault in person_faults(problem, plan, facts.legs)),
        *_merging(facts),
        *_caps(facts),
        *(Violation(*fault) for fault in score_faults(problem, plan, facts.demands, facts.legs)),
        *(_changes(facts, before) if before is not None else ()),
    ]


def _references(facts: Facts) -> Iterator[Violation]:
    plan, problem = facts.plan, facts.problem
    people = {i.id for i in problem.inspectors}
    bases = {b.id for b in problem.bases}
    for what, ids in (("检查", [v.id for v in plan.visits]), ("行程", [t.id for t in plan.trips])):
        for key, count in Counter(ids).items():
            if count > 1:
                yield Violation("duplicate_id", "", key, f"{what}编号 {key} 出现 {count} 次")
    for visit in plan.visits:
        if visit.party not in facts.parties:
            yield Violation("unknown_party", "", visit.id, f"检查 {visit.id} 的对象 {visit.party} 不在名单中")
        if visit.trip not in facts.trips:
            yield Violation("unknown_trip", "", visit.id, f"检查 {visit.id} 所属行程 {visit.trip} 不存在")
        for wish in visit.wishes:
            if wish not in facts.demands:
                yield Violation("unknown_wish", "", visit.id, f"检查 {visit.id} 列入了不存在的任务 {wish}")
    for trip in plan.trips:
        for person in trip.team:
            if person not in people:
                yield Violation(
                    "unknown_inspector", "", trip.id, f"行程 {trip.id} 的人员 {person} 不在名单中"
                )
        if trip.base not in bases:
            yield Violation("unknown_base", "", trip.id, f"行程 {trip.id} 的驻地 {trip.base} 不存在")
        for stop in trip.stops:
            if stop not in facts.visits:
                yield Violation("unknown_visit", "", trip.id, f"行程 {trip.id} 的检查 {stop} 不存在")


def _coverage(facts: Facts) -> Iterator[Violation]:
    served = Counter(wish for visit in facts.plan.visits for wish in visit.wishes)
    unmet: dict[str, Unmet] = {u.wish: u for u in facts.plan.unmet}
    for wish, count in served.items():
        if count > 1:
            yield Violation("wish_twice", "", wish, f"任务 {wish} 被安排了 {count} 次")
        if wish in unmet:
            yield Violation("wish_both", "", wish, f"任务 {wish} 既已安排又列为未满足")
    for wish in facts.demands:
        if wish not in served and wish not in unmet:
            yield Violation("wish_lost", "", wish, f"任务 {wish} 既未安排，也未说明原因")
    for wish, row in unmet.items():
        if not row.reason.strip():
            yield Violation("no_reason", "", wish, f"未满足的任务 {wish} 没有写明原因")
    for visit in facts.plan.visits:
        if not visit.wishes:
            yield Violation("no_wish", "", visit.id, f"检查 {visit.id} 没有对应的任务")
        for wish in visit.wishes:
            if facts.demands[wish].party != visit.party:
                yield Violation("wrong_party", "", visit.id, f"任务 {wish} 不属于对象 {visit.party}")


def _windows(facts: Facts) -> Iterator[Violation]:
    first, last = horizon(facts.problem)
    for visit in facts.plan.visits:
        if not first <= visit.day <= last:
            yield Violation("outside_horizon", "", visit.id, f"检查 {visit.id} 在 {visit.day}，不在计划期内")
        if visit.week != (visit.day - first).days // 7 + 1:
            yield Violation("wrong_week", "", visit.id, f"检查 {visit.id} 的周次与日期不符")
        asked = [facts.demands[wish] for wish in visit.wishes]
        for demand in asked:
            if visit.day < demand.earliest:
                yield Violation(
                    "too_early",
                    "",
                    visit.id,
                    f"任务 {demand.id} 不得早于 {demand.earliest}，安排在 {visit.day}",
                )
            if visit.day > demand.latest:
                yield Violation(
                    "too_late", "", visit.id, f"任务 {demand.id} 不得晚于 {demand.latest}，安排在 {visit.day}"
                )
            if visit.mode is not Mode.ON_SITE and demand.off_hours is None:
                yield Violation(
                    "must_be_on_site",
                    cited("off_site", region=facts.problem.region).article,
                    visit.id,
                    f"任务 {demand.id} 应当现场检查",
                )
        if visit.announced and any(d.type is InspectionType.FOR_CAUSE for d in asked):
            yield Violation(
                "announced",
                cited("for_cause_secrecy", region=facts.problem.region).article,
                visit.id,
                f"检查 {visit.id} 含有因检查，不得预先告知",
            )
        if visit.announced and not all(d.announced for d in asked):
            yield Violation("announced", "", visit.id, f"检查 {visit.id} 含不预先告知的任务，不得预先告知")


def _needed_hours(problem: Problem, visit: Visit, asked: list[Demand]) -> float:
    """Hours the visit takes, merged wishes included."""
    if visit.mode is Mode.ON_SITE:
        hours = [d.hours for d in asked]
    else:
        hours = [d.off_hours or d.hours for d in asked]
    return merged_hours(hours, problem.merge_share)


def _working_hours(facts: Facts) -> Iterator[Violation]:
    for visit in facts.plan.visits:
        if not visit.wishes:
            continue
        needed = _needed_hours(facts.problem, visit, [facts.demands[w] for w in visit.wishes])
        if abs(visit.hours - needed) > 1e-6:
            yield Violation(
                "wrong_hours", "", visit.id, f"检查 {visit.id} 需 {needed:.2f} 小时，写为 {visit.hours:.2f}"
            )


def _trips(facts: Facts) -> Iterator[Violation]:
    problem = facts.problem
    listed = Counter(stop for trip in facts.plan.trips for stop in trip.stops)
    for visit in facts.plan.visits:
        if listed[visit.id] != 1 or visit.id not in facts.trips[visit.trip].stops:
            yield Violation("wrong_trip", "", visit.id, f"检查 {visit.id} 应恰好属于行程 {visit.trip}")
    for trip in facts.plan.trips:
        stops = [facts.visits[s] for s in trip.stops]
        if any(v.day != trip.day for v in stops):
            yield Violation("wrong_day", "", trip.id, f"行程 {trip.id} 与其检查的日期不一致")
        if trip.week != (trip.day - problem.start).days // 7 + 1:
            yield Violation("wrong_week", "", trip.id, f"行程 {trip.id} 的周次与日期不符")
        if not stops:
            yield Violation("empty_trip", "", trip.id, f"行程 {trip.id} 没有检查")
        if len(stops) > problem.visits_per_day:
            yield Violation(
                "too_many_visits",
                "",
                trip.id,
                f"行程 {trip.id} 一天 {len(stops)} 次检查，上限 {problem.visits_per_day}",
            )
        minutes = facts.legs.tour(trip.base, [v.party for v in stops if v.mode is Mode.ON_SITE])
        if abs(minutes - trip.travel_minutes) > 0.01:
            yield Violation(
                "wrong_travel",
                "",
                trip.id,
                f"行程 {trip.id} 路程应为 {minutes:.1f} 分钟，写为 {trip.travel_minutes:.1f}",
            )
        hours = minutes / 60 + sum(v.hours for v in stops)
        if abs(hours - trip.hours) > 0.001:
            yield Violation("wrong_trip_hours", "", trip.id, f"行程 {trip.id} 用时应为 {hours:.2f} 小时")


def _merging(facts: Facts) -> Iterator[Violation]:
    rule = facts.problem.rules.merge_days
    fixed = facts.problem.fixed_before
    assert rule is not None
    for party, visits in facts.by_party.items():
        ordered = sorted(visits, key=lambda v: v.day)
        for a, b in itertools.pairwise(ordered):
            urgent = any(facts.demands[w].after_past for w in b.wishes)
            if urgent and fixed is not None and a.day < fixed <= b.day:
                continue
            if (b.day - a.day).days <= rule.value:
                yield Violation(
                    "must_merge",
                    rule.article,
                    b.id,
                    f"对象 {party} 的两次检查 {a.day} 与 {b.day} 间隔不超过 {rule.value} 日，应当合并",
                )
        for visit in ordered:
            if any(facts.demands[w].after_past for w in visit.wishes):
                continue
            for past in facts.parties[party].past_visits:
                if abs((visit.day - past).days) <= rule.value:
                    yield Violation(
                        "must_merge_past",
                        rule.article,
                        visit.id,
                        f"对象 {party} 已于 {past} 检查，{visit.day} 再查间隔不超过 {rule.value} 日",
                    )


def _caps(facts: Facts) -> Iterator[Violation]:
    cap = facts.problem.cap
    for key, visits in facts.by_party.items():
        limit = _cap_of(facts.problem, facts.parties[key])
        if limit is None:
            continue
        years: dict[int, int] = defaultdict(int)
        for visit in visits:
            asked = [facts.demands[w] for w in visit.wishes]
            on_site = visit.mode is Mode.ON_SITE
            if any(d.counts if on_site else d.off_counts for d in asked):
                years[visit.day.year] += 1
        for year, count in years.items():
            before = sum(1 for past in facts.parties[key].past_visits if past.year == year)
            if count + before > limit:
                yield Violation(
                    "over_cap",
                    cap.article,
                    key,
                    f"对象 {key} 在 {year} 年计入上限的检查 {count + before} 次，上限 {limit} 次",
                )


def _cap_of(problem: Problem, party: Party) -> int | None:
    """The party's own cap, else that of its grade, else the general one."""
    if party.cap is not None:
        return party.cap
    return problem.cap.by_grade.get(party.grade, problem.cap.per_year)


def _changes(facts: Facts, before: Plan) -> Iterator[Violation]:
    old, new = _appointments(before), _appointments(facts.plan)
    moved = {wish for wish, when in old.items() if wish in facts.demands and new.get(wish) != when}
    for wish in sorted(moved ^ set(facts.plan.changed)):
        said = "没有列明" if wish in moved else "其实没有变动"
        yield Violation("wrong_changes", "", wish, f"任务 {wish} 较原计划的变动{said}")
    fixed = facts.problem.fixed_before
    for wish, (day, _) in old.items():
        if fixed is not None and day < fixed and new.get(wish) != old[wish]:
            yield Violation("past_changed", "", wish, f"任务 {wish} 已于 {day} 完成，不得改动")


def _appointments(plan: Plan) -> dict[str, tuple[date, frozenset[str]]]:
    """Day and people of every wish served."""
    teams = {trip.id: frozenset(trip.team) for trip in plan.trips}
    return {wish: (v.day, teams[v.trip]) for v in plan.visits for wish in v.wishes}
