"""The verifier's own sums: travel by the stated model, and each term of the objective from the plan alone."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from zhuangjian.engines.rules.vocabulary import Mode

from .demands import Demand
from .plan import Plan
from .problem import Inspector, Problem

Fault = tuple[str, str, str, str]


class Legs:
    """Minutes between the places of one problem, by its travel model."""

    def __init__(self, problem: Problem) -> None:
        self.travel = problem.travel
        self.places = {b.id: (b.lon, b.lat) for b in problem.bases}
        self.places |= {p.id: (p.lon, p.lat) for p in problem.parties}
        self.rows = {key: n for n, key in enumerate(problem.travel.places)}

    def minutes(self, origin: str, target: str) -> float:
        """From one place to another; 0 for the same place."""
        if origin == target:
            return 0.0
        travel = self.travel
        if travel.kind == "matrix":
            return travel.minutes[self.rows[origin]][self.rows[target]]
        (lon1, lat1), (lon2, lat2) = self.places[origin], self.places[target]
        east = (lon2 - lon1) * 111.32 * math.cos(math.radians(travel.reference_latitude))
        north = (lat2 - lat1) * 110.574
        km = math.hypot(east, north) * travel.road_factor
        return km / travel.speed_kmh * 60 + travel.leg_minutes

    def tour(self, base: str, stops: list[str]) -> float:
        """From the base through the stops in this order and back."""
        route = [base, *stops, base]
        return sum(self.minutes(a, b) for a, b in itertools.pairwise(route))

    def joining(self, home: str, base: str) -> float:
        """From a person's own base to the trip's base and home again."""
        return self.minutes(home, base) + self.minutes(base, home)


def works(problem: Problem, day: date) -> bool:
    """Whether the plan has inspections on that day: Monday to Friday, less holidays, plus make-up days."""
    if day.weekday() >= 5:
        return day in problem.working_weekend_days
    return day not in problem.closed_days


def weekly_days(person: Inspector, week: int) -> int:
    """Days the person can give in a week counted from 0; none beyond the list given."""
    given = person.days_per_week
    if isinstance(given, int):
        return given
    return given[week] if 0 <= week < len(given) else 0


def amounts(problem: Problem, plan: Plan, wished: dict[str, Demand], legs: Legs) -> dict[str, float]:
    """The amount of each term of the objective, by its name."""
    people = {i.id: i for i in problem.inspectors}
    districts = {p.id: p.district for p in problem.parties}
    wanted: dict[str, float] = defaultdict(float)
    for demand in wished.values():
        wanted[districts[demand.party]] += demand.value
    covered: dict[str, float] = defaultdict(float)
    risk = late = travel = 0.0
    for visit in plan.visits:
        share = 1.0 if visit.mode is Mode.ON_SITE else problem.off_site_value
        for wish in visit.wishes:
            demand = wished[wish]
            risk += demand.value * share
            covered[districts[visit.party]] += demand.value * share
            late += demand.value / 100 * max(0, (visit.day - demand.due).days) / 7
    days: dict[str, int] = defaultdict(int)
    for trip in plan.trips:
        for key in trip.team:
            travel += (trip.travel_minutes + legs.joining(people[key].base, trip.base)) / 60
            days[key] += 1
    short = sum(max(0.0, problem.region_floor * total - covered[name]) for name, total in wanted.items())
    return {
        "risk": risk,
        "lateness": late,
        "load": _excess_days(problem, days),
        "region": short,
        "travel": travel,
        "change": float(len(plan.changed)),
    }


def _excess_days(problem: Problem, days: dict[str, int]) -> float:
    """Person-days above the fair share: ``1 + fair_margin`` times the common rate of use, at least one day."""
    bases = {b.id for b in problem.bases}
    free = {i.id: _available_days(problem, i) for i in problem.inspectors if i.base in bases}
    total = sum(free.values())
    if not total:
        return 0.0
    rate = sum(days.values()) / total * (1 + problem.fair_margin)
    return sum(max(0.0, days[key] - max(1.0, rate * count)) for key, count in free.items())


def _available_days(problem: Problem, person: Inspector) -> int:
    away = {
        away.start + timedelta(days=n)
        for away in person.away
        for n in range((away.end - away.start).days + 1)
    } | set(person.training)
    total = 0
    for week in range(problem.weeks):
        days = (problem.start + timedelta(days=7 * week + n) for n in range(7))
        present = sum(1 for day in days if day not in away and works(problem, day))
        total += min(weekly_days(person, week), present)
    return total


def score_faults(problem: Problem, plan: Plan, wished: dict[str, Demand], legs: Legs) -> Iterator[Fault]:
    """Claims about quality that the plan itself does not bear out."""
    found = amounts(problem, plan, wished, legs)
    total = 0.0
    claimed = {term.name: term for term in plan.terms}
    for name, amount in found.items():
        sign = 1 if name == "risk" else -1
        points = sign * amount * getattr(problem.weights, name)
        total += points
        term = claimed.get(name)
        if term is None:
            yield ("term_missing", "", name, f"目标中缺少“{name}”一项")
        elif abs(term.amount - amount) > 1e-6 * max(1.0, abs(amount)) or abs(
            term.points - points
        ) > 1e-6 * max(1.0, abs(points)):
            yield ("wrong_term", "", name, f"“{term.label}”应为 {amount:.4f}，写为 {term.amount:.4f}")
    tolerance = 1e-6 * max(1.0, abs(total))
    if abs(plan.objective - total) > tolerance:
        yield ("wrong_objective", "", "objective", f"目标值应为 {total:.4f}，写为 {plan.objective:.4f}")
    if plan.bound < total - tolerance:
        yield ("bound_below", "", "bound", f"上界 {plan.bound:.4f} 低于目标值 {total:.4f}，不可能成立")
    gap = 100 * max(0.0, plan.bound - plan.objective) / max(abs(plan.bound), 1e-9)
    if abs(gap - plan.gap_percent) > 1e-3:
        yield ("wrong_gap", "", "gap", f"差距应为 {gap:.4f}%，写为 {plan.gap_percent:.4f}%")
