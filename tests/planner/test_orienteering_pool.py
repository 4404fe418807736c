"""The choice of disjoint trips from the pool is the best there is."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from zhuangjian.engines.planner.orienteering.pool import combine, remember
from zhuangjian.engines.planner.orienteering.solver import _empty, _pool

SITES = 70  # more than one word of the bit masks


def a_plan(limits, trips, lengths):
    """The arrays of one plan with the given trips."""
    cost = np.zeros((SITES + 2, SITES + 2))
    plan = _empty(cost, len(limits), SITES)
    for r, trip in enumerate(trips):
        plan[0][r, 1 : len(trip) + 1] = trip
        plan[0][r, len(trip) + 1] = SITES + 1
        plan[1][r] = len(trip)
        plan[2][r] = lengths[r]
        plan[3][trip] = r
    return plan


def filled(seed):
    rng = random.Random(seed)
    limits = np.array(rng.choice([[9.0, 9.0, 9.0], [9.0, 6.0, 4.0], [9.0, 5.0]]))
    score = np.array([0.0, *(rng.randint(1, 9) for _ in range(SITES)), 0.0])
    task = (np.zeros((SITES + 2, SITES + 2)), score, limits, np.zeros((SITES + 2, SITES - 1), np.int64))
    pool = _pool(SITES)
    known = []
    for _ in range(14):
        trip = rng.sample(range(58, 71), rng.randint(1, 5))
        known.append((trip, rng.uniform(1.0, 9.0)))
        remember(task, a_plan(limits, [known[-1][0]], [known[-1][1]]), pool)
    return task, pool, known


def best_by_hand(task, known):
    best = 0.0
    for many in range(1, len(task[2]) + 1):
        for chosen in combinations(known, many):
            sites = [site for trip, _ in chosen for site in trip]
            long = sorted((length for _, length in chosen), reverse=True)
            wide = sorted(task[2], reverse=True)
            if len(sites) == len(set(sites)) and all(a <= b for a, b in zip(long, wide, strict=False)):
                best = max(best, float(task[1][sites].sum()))
    return best


@pytest.mark.parametrize("seed", range(30))
def test_no_disjoint_trips_of_the_pool_score_more_than_the_ones_chosen(seed):
    task, pool, known = filled(seed)
    best = best_by_hand(task, known)
    plan = a_plan(task[2], [], [])
    assert combine(task, pool, plan, best - 1.0, 1_000_000)
    visited = [int(i) for r in range(len(task[2])) for i in plan[0][r, 1 : plan[1][r] + 1]]
    assert len(visited) == len(set(visited))
    assert task[1][visited].sum() == best
    assert all(plan[2] <= task[2])
    assert sorted(np.flatnonzero(plan[3] >= 0)) == sorted(visited)
    assert not combine(task, pool, plan, best, 1_000_000)


def test_the_shorter_of_two_trips_over_the_same_sites_is_kept():
    task, _, _ = filled(0)
    for lengths in [(3.0, 2.0), (2.0, 3.0)]:
        pool = _pool(SITES)
        remember(task, a_plan(task[2], [[5, 66]], [lengths[0]]), pool)
        remember(task, a_plan(task[2], [[66, 5]], [lengths[1]]), pool)
        assert (pool[1] > 0).sum() == 1
        assert pool[2].max() == 2.0
