"""Whatever the problem, the plan is lawful by the independent reader, its bound holds, and the seed decides everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.chance import random_problem
from tests.planner.tiny import inspector, party, problem, wish
from zhuangjian.engines.planner import Progress, example, solve, verify
from zhuangjian.engines.planner.problem import Reason, Travel
from zhuangjian.engines.planner.reading import write_json


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_every_plan_is_clean_for_the_verifier_and_below_its_bound(seed: int) -> None:
    given_problem = random_problem(seed)
    made = solve(given_problem, seed=seed, rounds=15)
    assert verify(given_problem, made) == []
    assert made.objective <= made.bound + 1e-6
    assert made.gap_percent >= 0


def test_the_same_seed_and_rounds_give_the_same_plan() -> None:
    given_problem = example(80, 16, 5, weeks=20)
    first, second = (solve(given_problem, seed=3, rounds=40) for _ in range(2))
    assert write_json(first) == write_json(second)
    assert first.iterations == 40
    assert write_json(solve(given_problem, seed=4, rounds=40)) != write_json(first)


def test_a_run_that_was_stopped_is_repeated_by_its_number_of_rounds() -> None:
    given_problem = example(80, 16, 5, weeks=20)
    rounds_seen: list[int] = []

    def progress(step: Progress) -> None:
        if step.phase == "improve":
            rounds_seen.append(step.done)

    stopped = solve(
        given_problem, seed=3, rounds=10**6, stop=lambda: len(rounds_seen) >= 2, progress=progress
    )
    assert stopped.ended == "stopped"
    again = solve(given_problem, seed=3, rounds=stopped.iterations)
    assert (again.visits, again.trips, again.objective) == (stopped.visits, stopped.trips, stopped.objective)


def test_cancelling_at_once_still_gives_a_lawful_plan_with_a_bound() -> None:
    given_problem = example(60, 12, 1, weeks=20)
    made = solve(given_problem, stop=lambda: True)
    assert made.ended == "stopped"
    assert made.iterations == 0
    assert verify(given_problem, made) == []


def test_cancelling_later_gives_the_best_plan_so_far() -> None:
    given_problem = example(120, 24, 1)
    seen: list[float] = []
    made = solve(
        given_problem,
        rounds=10**6,
        stop=lambda: len(seen) >= 4,
        progress=lambda step: seen.append(step.objective) if step.phase == "improve" else None,
    )
    assert made.objective == pytest.approx(max(seen))
    assert seen == sorted(seen)


def test_the_search_improves_on_the_first_plan() -> None:
    given_problem = example(150, 30, 2, tightness=1.3)
    assert solve(given_problem, rounds=300).objective > solve(given_problem, rounds=0).objective


def test_when_time_is_short_the_dearest_party_is_served() -> None:
    given_problem = problem(
        weeks=1,
        parties=(
            party("P1", risk=20.0, hours=5.0),
            party("P2", risk=80.0, hours=5.0),
            party("P3", risk=50.0, hours=5.0),
        ),
        wishes=(wish("W1", "P1"), wish("W2", "P2"), wish("W3", "P3")),
        inspectors=(inspector("I1", days_per_week=2), inspector("I2", days_per_week=2)),
    )
    made = solve(given_problem, rounds=20)
    assert sorted(w for v in made.visits for w in v.wishes) == ["W2", "W3"]
    assert [(u.wish, u.code) for u in made.unmet] == [("W1", "capacity")]


def test_wishes_of_one_party_from_several_authorities_become_one_visit() -> None:
    given_problem = problem(
        wishes=(wish("W1", authority="甲局"), wish("W2", authority="乙局"), wish("W3", reason=Reason.RANDOM))
    )
    made = solve(given_problem, rounds=5)
    assert len(made.visits) == 1
    assert set(made.visits[0].wishes) == {"W1", "W2", "W3"}
    assert made.visits[0].merged


def test_neighbours_share_a_day_trip() -> None:
    given_problem = problem(
        parties=(party("P1", 107.5), party("P2", 107.51)), wishes=(wish("W1"), wish("W2", "P2"))
    )
    assert len(solve(given_problem, rounds=20).trips) == 1


def test_weights_are_shown_and_decide() -> None:
    near = problem()
    assert len(solve(near, rounds=5).visits) == 1
    dear = replace(near, weights=replace(near.weights, travel=1000.0))
    made = solve(dear, rounds=5)
    assert made.visits == ()
    assert {t.name: t.weight for t in made.terms}["travel"] == 1000.0


def test_an_off_site_inspection_serves_where_the_way_is_too_long() -> None:
    matrix = Travel("matrix", places=("B1", "P1"), minutes=((0, 300), (300, 0)))
    far = problem(parties=(party("P1", off_site_hours=2.0),), travel=matrix)
    assert solve(far, rounds=5).unmet[0].code == "too_long"
    allowed = replace(far, wishes=(wish("W1", off_site=True),))
    made = solve(allowed, rounds=5)
    assert made.visits[0].mode.value == "off_site_written"
    assert verify(allowed, made) == []


def test_nothing_to_do_is_a_plan_too() -> None:
    for empty in (
        problem(wishes=()),
        problem(wishes=(), parties=()),
        problem(inspectors=()),
        problem(bases=()),
    ):
        made = solve(empty, rounds=3)
        assert made.visits == ()
        assert verify(empty, made) == []
