"""The bound against every plan there is: tiny problems are solved by trying everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import combinations, permutations, product

import numpy as np
import pytest

from tests.planner.chance import START, random_problem
from tests.planner.tiny import summed
from zhuangjian.engines.planner import Plan, Problem, Trip, Unmet, Visit, solve, verify
from zhuangjian.engines.planner.board import make_board
from zhuangjian.engines.planner.bound import Bound, _dual_feasible, _most_teams
from zhuangjian.engines.planner.demands import Demand, demands, merged_hours
from zhuangjian.engines.planner.state import State
from zhuangjian.engines.planner.verify_scores import Legs, amounts
from zhuangjian.engines.rules.vocabulary import Mode

DAYS = (1, 35)
Choice = tuple[int, tuple[str, ...], Mode] | None


def every_plan(given: Problem) -> Iterator[Plan]:
    """Every way to serve the wishes on the working days by any teams, in either mode, in the best order of stops."""
    wished = {d.id: d for d in demands(given)}
    people = [i.id for i in given.inspectors]
    teams = [t for size in (2, 3) for t in combinations(people, size)]
    modes = (Mode.ON_SITE, Mode.OFF_SITE_WRITTEN)
    options: list[list[Choice]] = [
        [None, *((d, t, m) for d in DAYS for t in teams for m in modes if m is Mode.ON_SITE or w.off_hours)]
        for w in wished.values()
    ]
    legs = Legs(given)
    for chosen in product(*options):
        yield from _plans(given, wished, dict(zip(wished, chosen, strict=True)), legs)


def _plans(
    given: Problem, wished: dict[str, Demand], chosen: dict[str, Choice], legs: Legs
) -> Iterator[Plan]:
    homes = {i.id: i.base for i in given.inspectors}
    trips: dict[tuple[int, tuple[str, ...]], dict[tuple[str, Mode], list[str]]] = {}
    for key, choice in chosen.items():
        if choice is not None:
            day, team, mode = choice
            trips.setdefault((day, team), {}).setdefault((wished[key].party, mode), []).append(key)
    for leaders in product(*(team for _, team in trips)):
        visits: list[Visit] = []
        made: list[Trip] = []
        for number, (((after, team), stops), leader) in enumerate(zip(trips.items(), leaders, strict=True)):
            day = START + timedelta(days=after)
            here = []
            for (of, mode), keys in stops.items():
                asked = [wished[k] for k in keys]
                hours = [d.hours if mode is Mode.ON_SITE else d.off_hours or d.hours for d in asked]
                here.append(
                    Visit(
                        f"V{number}{of}{mode}",
                        of,
                        tuple(keys),
                        day,
                        after // 7 + 1,
                        f"T{number}",
                        mode,
                        all(d.announced for d in asked),
                        merged_hours(hours, given.merge_share),
                    )
                )
            base = homes[leader]
            order = min(
                permutations(here),
                key=lambda p: legs.tour(base, [v.party for v in p if v.mode is Mode.ON_SITE]),
            )
            minutes = legs.tour(base, [v.party for v in order if v.mode is Mode.ON_SITE])
            visits += order
            made.append(
                Trip(
                    f"T{number}",
                    day,
                    after // 7 + 1,
                    base,
                    leader,
                    team,
                    tuple(v.id for v in order),
                    minutes,
                    minutes / 60 + sum(v.hours for v in order),
                )
            )
        unmet = tuple(
            Unmet(k, wished[k].party, 0.0, "", "", "未安排") for k, c in chosen.items() if c is None
        )
        yield Plan("", 1, 0, "iterations", 0.0, 0.0, 0.0, (), tuple(visits), tuple(made), unmet)


@cache
def best_of_all(seed: int) -> float:
    """The best objective any lawful plan of the tiny problem with that seed has."""
    given = dict(TINY)[seed]
    best = -np.inf
    wished, legs = {d.id: d for d in demands(given)}, Legs(given)
    for bare in every_plan(given):
        found = amounts(given, bare, wished, legs)
        total = sum((1 if n == "risk" else -1) * a * getattr(given.weights, n) for n, a in found.items())
        if total > best and not verify(given, summed(given, bare)):
            best = total
    return float(best)


def tiny_problems() -> Iterator[tuple[int, Problem]]:
    """Twelve problems with two wishes and two with three, nearly all of which can be served."""
    left = {2: 12, 3: 2}
    for seed in range(1500):
        given = random_problem(seed, parties=2, people=3, weeks=6, wishes=2, days=DAYS, mild=True)
        open_wishes = sum(1 for d in demands(given) if d.earliest <= d.latest)
        count = len(demands(given))
        if count == open_wishes and left.get(count, 0):
            left[count] -= 1
            yield seed, given


TINY = list(tiny_problems())


@pytest.mark.parametrize(("seed", "given"), TINY, ids=[str(seed) for seed, _ in TINY])
def test_no_plan_there_is_beats_the_bound(seed: int, given: Problem) -> None:
    best = best_of_all(seed)
    made = solve(given, seed=seed, rounds=60)
    assert verify(given, made) == []
    assert made.objective <= best + 1e-6
    assert best <= made.bound + 1e-6


def test_the_tiny_problems_are_worth_trying() -> None:
    served = [len(solve(given, rounds=30).visits) for _, given in TINY]
    assert sum(1 for count in served if count) >= len(TINY) // 2


def test_on_tiny_problems_the_search_finds_the_best_plan_nearly_always() -> None:
    gaps = []
    for seed, given in TINY:
        best = best_of_all(seed)
        gaps.append(best - solve(given, seed=seed, rounds=200).objective)
    assert sum(1 for gap in gaps if gap < 1e-6) >= len(TINY) - 1


def test_the_bound_holds_for_any_prices() -> None:
    rng = np.random.default_rng(1)
    for seed in range(6):
        given = random_problem(seed)
        state = State(make_board(given))
        plan = solve(given, rounds=40)
        bound = Bound(state)
        for _ in range(20):
            bound.prices = rng.exponential(rng.choice([0.1, 5.0, 50.0]), bound.prices.shape)
            bound.floors = rng.uniform(0, given.weights.region, bound.floors.shape)
            value, _, _ = bound._evaluate()
            assert value >= plan.objective - 1e-6


def test_the_shortened_bound_of_large_problems_holds_and_is_no_better(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from zhuangjian.engines.planner import bound as module

    for seed in (3, 4, 5):
        given = random_problem(seed, parties=12, people=9)
        given = replace(given, travel=replace(given.travel, kind="coordinates", places=(), minutes=()))
        plan = solve(given, rounds=40)
        state = State(make_board(given))
        full = Bound(state)
        monkeypatch.setattr(module, "_ROWS", 0)
        monkeypatch.setattr(module, "_NEAR", 0 if len(full.bases) < 2 else 1)
        monkeypatch.setattr(module, "_CELLS", 0)
        short = Bound(state)
        monkeypatch.undo()
        assert short.improve(plan.objective, 30) >= plan.objective - 1e-6


def test_shares_of_a_day_under_a_dual_feasible_function_never_exceed_one() -> None:
    rng = np.random.default_rng(7)
    for k in (1, 2, 3):
        for _ in range(500):
            parts = rng.dirichlet(np.ones(rng.integers(1, 6)))
            assert _dual_feasible(parts, k).sum() <= 1 + 1e-9
        assert _dual_feasible(np.array([0.5]), 1)[0] == 0.5
        assert _dual_feasible(np.array([0.51]), 1)[0] == 1.0
        assert _dual_feasible(np.array([0.49]), 1)[0] == 0.0


def test_the_most_teams_of_different_people_is_what_trying_finds() -> None:
    for days in ((1, 1), (2, 1), (3, 1), (2, 2, 1), (0, 5), (1, 1, 1), (3, 2, 2), (4, 1, 1)):
        assert _most_teams(np.array(days), 2) == _tried(days, 2)
        assert _most_teams(np.array(days), 3) == _tried(days, 3)


def _tried(days: tuple[int, ...], size: int) -> int:
    best = 0
    for team in combinations(range(len(days)), size):
        if all(days[i] for i in team):
            left = tuple(d - (i in team) for i, d in enumerate(days))
            best = max(best, 1 + _tried(left, size))
    return best
