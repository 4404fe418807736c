"""The day-trip solver: right on everything small enough to enumerate, within its limits on everything else."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise, permutations
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.planner.orienteering import Trips, faults, solve_trips, solver, trips
from zhuangjian.engines.planner.orienteering.solver import warm_up
from zhuangjian.engines.planner.orienteering.trips import euclidean
from zhuangjian.engines.rules.answer import Refusal

HOME = (0.0, 0.0)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    warm_up()


def best_possible(scores, service, travel, limits) -> float:
    """Every set of sites a single trip can serve, then the best choice of disjoint sets: no idea shared with the solver."""
    n = len(scores)
    shortest = {0: 0.0}
    for size in range(1, n + 1):
        for order in permutations(range(1, n + 1), size):
            stops = [0, *order, n + 1]
            way = sum(travel[a][b] for a, b in pairwise(stops))
            way += sum(service[i - 1] for i in order)
            key = sum(1 << (i - 1) for i in order)
            shortest[key] = min(way, shortest.get(key, way))
    worth = {0: 0.0}
    for limit in limits:
        can = [key for key, way in shortest.items() if way <= limit + 1e-9 or key == 0]
        grown = dict(worth)
        for done, value in worth.items():
            for key in can:
                if not done & key:
                    more = value + sum(scores[i] for i in range(n) if key >> i & 1)
                    grown[done | key] = max(more, grown.get(done | key, 0.0))
        worth = grown
    return max(worth.values())


def random_problem(seed: int, one_way: bool):
    rng = random.Random(seed)
    n = rng.randint(1, 6)
    points = [(rng.randint(-9, 9), rng.randint(-9, 9)) for _ in range(n)]
    scores = [rng.randint(0, 9) for _ in range(n)]
    service = [rng.choice([0, 0.5, 3]) for _ in range(n)]
    end = (rng.randint(-4, 4), rng.randint(-4, 4))
    travel = euclidean([HOME, *points, end])
    if one_way:
        travel = [[x * rng.uniform(1, 1.4) for x in row] for row in travel]
    limits = [rng.uniform(8, 45) for _ in range(rng.randint(1, 3))]
    return points, scores, service, end, travel, limits


@pytest.mark.parametrize("one_way", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_it_finds_what_full_enumeration_finds(seed, one_way):
    points, scores, service, end, travel, limits = random_problem(seed, one_way)
    # A site only reachable by way of another does not exist where ways obey the triangle inequality.
    best = best_possible(scores, service, _closed(travel, service), limits)
    got = solve_trips(
        points,
        scores,
        service,
        HOME,
        end,
        limits,
        len(limits),
        iterations=300,
        travel=_closed(travel, service),
    )
    assert got.score == best


@pytest.mark.parametrize("seed", [101, 102])
def test_it_finds_what_full_enumeration_finds_with_eight_sites(seed):
    rng = random.Random(seed)
    points = [(rng.randint(-9, 9), rng.randint(-9, 9)) for _ in range(8)]
    scores = [rng.randint(1, 30) for _ in points]
    travel = euclidean([HOME, *points, HOME])
    best = best_possible(scores, [1.0] * 8, travel, [24.0, 24.0])
    assert 0 < best < sum(scores)
    assert solve_trips(points, scores, [1.0] * 8, HOME, HOME, 24.0, 2, iterations=400).score == best


def _closed(travel, service):
    """Shortest ways, so that the matrix obeys the triangle inequality."""
    size = len(travel)
    ways = [list(row) for row in travel]
    for k in range(size):
        for i in range(size):
            for j in range(size):
                ways[i][j] = min(ways[i][j], ways[i][k] + ways[k][j])
    return ways


problems = st.integers(0, 30).flatmap(
    lambda n: st.tuples(
        st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=n, max_size=n),
        st.lists(st.floats(0, 100), min_size=n, max_size=n),
        st.lists(st.floats(0, 50), min_size=n, max_size=n),
        st.lists(st.floats(0, 5e3), min_size=0, max_size=4),
    )
)


@settings(max_examples=60, deadline=None)
@given(problems, st.integers(0, 5))
def test_any_problem_gets_trips_without_a_fault(problem, seed):
    points, scores, service, limits = problem
    got = solve_trips(
        points, scores, service, HOME, (3.0, 4.0), limits, len(limits), iterations=15, seed=seed
    )
    travel = euclidean([HOME, *points, (3.0, 4.0)])
    numbered = [[site + 1 for site in route] for route in got.routes]
    assert faults(numbered, lambda i, j: travel[i][j], service, limits) == []
    assert got.score == pytest.approx(sum(scores[site] for route in got.routes for site in route))
    assert len(got.routes) == len(got.lengths) == len(limits)


def test_a_trip_may_use_its_limit_to_the_last_minute_and_not_one_more():
    site, score = [(30.0, 40.0)], [7.0]
    exactly = solve_trips(site, score, [60.0], HOME, HOME, 160.0, 1, iterations=5)
    assert exactly == Trips(((0,),), 7.0, (160.0,), exactly.rounds)
    short = solve_trips(site, score, [60.0], HOME, HOME, 159.999, 1, iterations=5)
    assert short.routes == ((),)
    assert short.lengths == (0.0,)


def test_an_inspector_with_a_short_day_gets_the_short_trip():
    points = [(10.0, 0.0), (0.0, 40.0)]
    got = solve_trips(points, [1.0, 5.0], [0.0, 0.0], HOME, HOME, [25.0, 85.0], 2, iterations=50)
    assert got.score == 6.0
    assert got.routes == ((0,), (1,))


def test_one_way_roads_decide_the_direction_of_a_trip():
    travel = [
        [0.0, 1.0, 2.0, 0.0],
        [2.0, 0.0, 1.0, 2.0],
        [1.0, 2.0, 0.0, 1.0],
        [0.0, 1.0, 2.0, 0.0],
    ]
    got = solve_trips(
        [(0.0, 0.0)] * 2, [1.0, 1.0], [0.0, 0.0], HOME, HOME, 3.0, 1, iterations=50, travel=travel
    )
    assert got.routes == ((0, 1),)


def _city(n: int = 60):
    rng = random.Random(4)
    return [(rng.uniform(0, 50), rng.uniform(0, 50)) for _ in range(n)], [rng.randint(1, 9) for _ in range(n)]


def test_the_same_seed_and_number_of_iterations_give_the_same_trips():
    points, scores = _city()
    once, again, other = (
        solve_trips(points, scores, [1.0] * 60, HOME, HOME, 90.0, 3, iterations=3, seed=seed)
        for seed in (5, 5, 6)
    )
    assert once == again
    assert once.routes != other.routes
    assert once.rounds == 3


def test_more_iterations_of_the_same_seed_collect_more_on_a_problem_with_choice():
    points, scores = _city()
    little, much = (
        solve_trips(points, scores, [1.0] * 60, HOME, HOME, 90.0, 3, iterations=n).score for n in (1, 1500)
    )
    assert much > little


@pytest.mark.parametrize("speed", [200, 4_000])
def test_a_time_limit_is_kept_and_used(monkeypatch, speed):
    """The clock is the test's own: so many rounds a second, however fast the machine is."""
    points, scores = _city()
    told, search_on = [0.0], solver._Run.slice

    def timed(run, rounds, begin, end):
        told[0] += rounds / speed
        return search_on(run, rounds, begin, end)

    monkeypatch.setattr(solver._Run, "slice", timed)
    monkeypatch.setattr(trips, "time", SimpleNamespace(perf_counter=lambda: told[0]))
    got = solve_trips(points, scores, [1.0] * 60, HOME, HOME, 90.0, 3, seconds=0.5)
    assert 0.4 < told[0] <= 0.5
    assert got.rounds == pytest.approx(told[0] * speed)


def test_the_unit_of_length_does_not_change_the_trips():
    points, scores = _city()
    small = [(x / 1024, y / 1024) for x, y in points]
    large = solve_trips(points, scores, [1.0] * 60, HOME, HOME, 90.0, 3, iterations=80)
    tiny = solve_trips(small, scores, [1.0 / 1024] * 60, HOME, HOME, 90.0 / 1024, 3, iterations=80)
    assert large.routes == tiny.routes


BAD = {
    "风险分有1个": {"scores": [1.0]},
    "检查用时有3个": {"service_times": [1.0] * 3},
    "不小于0": {"scores": [1.0, -1.0]},
    "有限数": {"service_times": [1.0, float("nan")]},
    "不是有限数": {"points": [(1.0, 1.0), (float("inf"), 0.0)]},
    "上限有1个": {"limit": [9.0]},
    "上限是-1.0": {"limit": -1.0},
    "不能为负数": {"vehicles": -1},
    "4行4列": {"travel": [[0.0] * 3] * 3},
    "第1行第2列": {"travel": [[0.0, -1.0, 1.0, 1.0]] * 4},
    "只给出一个": {"seconds": 1.0},
    "须大于0": {"iterations": 0},
}


@pytest.mark.parametrize("said", BAD)
def test_numbers_that_make_no_problem_are_refused_with_where_and_what(said):
    good = {
        "points": [(1.0, 1.0), (2.0, 0.0)],
        "scores": [1.0, 2.0],
        "service_times": [0.0, 0.0],
        "depot_start": HOME,
        "depot_end": HOME,
        "limit": 9.0,
        "vehicles": 2,
        "iterations": 10,
    }
    assert solve_trips(**good).score == 3.0
    with pytest.raises(Refusal, match=said):
        solve_trips(**(good | BAD[said]))


def test_importing_the_package_and_its_command_does_not_load_numba():
    code = (
        "import sys, zhuangjian.engines.planner.orienteering, zhuangjian.cli.planner_benchmark;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
