"""A draft: the units' plans side by side, each item with its reasons, and what capacity and weights cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.planning.facts import Facts, facts_of
from zhuangjian.apps.planning.problems import officers_of, problem_of
from zhuangjian.apps.planning.progress import region_name
from zhuangjian.apps.programme.models import Programme, Task, TaskStatus
from zhuangjian.apps.registry.models import Jurisdiction, Party
from zhuangjian.engines.planner import solve
from zhuangjian.engines.planner.demands import Demand, demands, visits_a_year
from zhuangjian.engines.planner.plan import Plan
from zhuangjian.engines.planner.problem import Party as Planned
from zhuangjian.engines.planner.problem import Problem, Reason
from zhuangjian.engines.rules.vocabulary import AuthorityKind

# Parties above which the question of one officer more is answered by the bound alone, which costs a fraction.
FEW = 2000
# Of the units that are competent for one party: those that inspect before those that order it.
NEAREST = {AuthorityKind.MUNICIPAL: 1, AuthorityKind.DISTRICT: 2}
GONE = (TaskStatus.CANCELLED, TaskStatus.MERGED)
Say = Callable[[int, int], None]


def draft(
    person: Any, programme: Programme, units: Sequence[Authority], given: Any, today: date, say: Say
) -> Any:
    """The whole draft as plain values; ``say`` hears how far it is and may stop it by raising."""
    start = max(today + timedelta(days=1), date(programme.year, 1, 1))
    weeks = max(1, (date(programme.year, 12, 31) - start).days // 7)
    shares = _parties(person, programme, units)
    total = len(units) * given.rounds * 2
    told: dict[str, Any] = {"units": [], "items": [], "unmet": [], "start": start.isoformat(), "weeks": weeks}
    for place, unit in enumerate(units):
        say(place * given.rounds * 2, total)
        facts = facts_of(shares[unit.pk], today)
        if facts and officers_of(unit):
            done = place * given.rounds * 2

            def heard(rounds: int, done: int = done) -> None:
                say(done + rounds, total)

            _unit(told, unit, facts, start, weeks, given, heard)
        elif facts:
            told["units"].append({"unit": unit.name, "parties": len(facts), "officers": 0})
    told["items"].sort(key=lambda item: (-item["value"], item["party"]))
    told["regions"] = _regions(told)
    told["visits"] = sorted(Counter(Counter(item["key"] for item in told["items"]).values()).items())
    return told


def _parties(person: Any, programme: Programme, units: Sequence[Authority]) -> dict[int, list[Party]]:
    """Each party with the one unit that plans it: of several that are competent, one that has officers, and is nearest."""
    planned = set(
        Task._base_manager.filter(programme=programme)
        .exclude(status__in=GONE)
        .values_list("party_id", flat=True)
    )
    order = sorted(
        units, key=lambda unit: (not officers_of(unit), NEAREST.get(AuthorityKind(unit.kind), 0), unit.pk)
    )
    of: dict[int, int] = {}
    held = {unit.pk: place for place, unit in enumerate(order)}
    rows = Jurisdiction._base_manager.filter(authority__in=order).values_list("party_id", "authority_id")
    for party, unit in rows:
        if party not in planned and (party not in of or held[unit] < held[of[party]]):
            of[party] = unit
    shares: dict[int, list[Party]] = {unit.pk: [] for unit in units}
    for row in Party.objects.visible_to(person).order_by("pk").iterator():
        if row.pk in of:
            shares[of[row.pk]].append(row)
    return shares


def _unit(
    told: dict[str, Any],
    unit: Authority,
    facts: list[Facts],
    start: date,
    weeks: int,
    given: Any,
    say: Callable[[int], None],
) -> None:
    problem = problem_of(unit, facts, start, weeks, given)
    plan = solve(
        problem, rounds=given.rounds, progress=lambda at: say(at.done if at.phase == "improve" else 0)
    )
    wished = {one.id: one for one in demands(problem)}
    left = {one.wish for one in plan.unmet}
    covered = sum(one.value for key, one in wished.items() if key not in left)
    more = None
    if left and len(facts) <= FEW:
        richer = problem_of(unit, facts, start, weeks, given, more=1)
        again = solve(
            richer, rounds=given.rounds, progress=lambda at: say(given.rounds + min(at.done, given.rounds))
        )
        more = _covered(richer, again) - covered
    told["units"].append(
        {
            "unit": unit.name,
            "parties": len(facts),
            "officers": len(problem.inspectors),
            "wished": len(wished),
            "planned": len(plan.visits),
            "risk": sum(one.value for one in wished.values()),
            "covered": covered,
            "objective": plan.objective,
            "bound": plan.bound,
            "gap": plan.gap_percent,
            "more": more,
            "collisions": [one.message for one in plan.collisions][:20],
        }
    )
    _items(told, unit, facts, problem, plan, wished)


def _covered(problem: Problem, plan: Plan) -> float:
    left = {one.wish for one in plan.unmet}
    return sum(one.value for one in demands(problem) if one.id not in left)


def _items(
    told: dict[str, Any],
    unit: Authority,
    facts: list[Facts],
    problem: Problem,
    plan: Plan,
    wished: dict[str, Demand],
) -> None:
    by_key = {str(one.party.pk): one for one in facts}
    parties = {one.id: one for one in problem.parties}
    for visit in plan.visits:
        one = by_key[visit.party]
        why = [_why(wished[key], problem, parties[visit.party]) for key in visit.wishes]
        told["items"].append(
            {
                "key": visit.party,
                "party": one.party.name,
                "region": region_name(one.party.region_code),
                "unit": unit.name,
                "day": visit.day.isoformat(),
                "mode": str(visit.mode),
                "risk": round(one.risk, 1),
                "value": round(sum(wished[key].value for key in visit.wishes), 1),
                "hours": visit.hours,
                "reasons": [*dict.fromkeys(why), *one.reasons],
            }
        )
    for left in plan.unmet:
        told["unmet"].append(
            {
                "party": by_key[left.party].party.name,
                "region": region_name(by_key[left.party].party.region_code),
                "why": _why(wished[left.wish], problem, parties[left.party]),
                "value": round(left.value, 1),
                "reason": left.reason,
                "article": left.article,
            }
        )


def _why(demand: Demand, problem: Problem, party: Planned) -> str:
    rule = visits_a_year(problem, party) if demand.reason is Reason.FREQUENCY else None
    if rule:
        return f"{Reason.FREQUENCY.label}：每年 {rule.per_year:g} 次，{rule.source or rule.article}"
    return str(demand.reason.label)


def _regions(told: dict[str, Any]) -> list[dict[str, Any]]:
    planned = Counter(item["region"] for item in told["items"])
    left = Counter(item["region"] for item in told["unmet"])
    return [
        {"region": name, "planned": planned[name], "left": left[name]} for name in sorted({*planned, *left})
    ]
