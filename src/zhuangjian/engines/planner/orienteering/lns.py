"""Compiled large-neighbourhood search: take sites out, fill up again, improve, keep or forget."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

from zhuangjian.engines.planner.orienteering.between import improve
from zhuangjian.engines.planner.orienteering.plan import (
    FAR,
    Floats,
    Plan,
    State,
    Task,
    below,
    copy,
    cost_of,
    drop,
    fill,
    rescan,
    take,
    total_score,
    uniform,
)
from zhuangjian.engines.planner.orienteering.pool import Pool, combine, remember

GOOD = 0.97
"""Trips of plans with at least this share of the best score are remembered."""


@njit
def ruin(task: Task, plan: Plan, g: State, most: int) -> None:
    """Take out up to ``most`` sites: scattered, around one place, stretches of trips, or the least worth their way."""
    d, s, _, near = task
    seq, size, _, where = plan
    n = where.shape[0] - 2
    m = size.shape[0]
    visited = 0
    for r in range(m):
        visited += size[r]
    if visited == 0:
        return
    k = 1 + below(g, min(most, visited))
    kind = below(g, 4)
    if kind == 0:
        while k > 0:
            i = 1 + below(g, n)
            if where[i] >= 0:
                drop(plan, i)
                k -= 1
    elif kind == 1:
        centre = 1 + below(g, n)
        if where[centre] >= 0:
            drop(plan, centre)
            k -= 1
        for j in range(near.shape[1]):
            i = near[centre, j]
            if k > 0 and where[i] >= 0 and uniform(g) < 0.85:
                drop(plan, i)
                k -= 1
    elif kind == 2:
        while k > 0:
            r = below(g, m)
            if size[r] == 0:
                continue
            span = min(1 + below(g, k), size[r])
            p = 1 + below(g, size[r] - span + 1)
            for _ in range(span):
                take(plan, r, p)
            k -= span
    else:
        while k > 0:
            worst = FAR
            wi = -1
            for r in range(m):
                for p in range(1, size[r] + 1):
                    i = seq[r, p]
                    saved = d[seq[r, p - 1], i] + d[i, seq[r, p + 1]] - d[seq[r, p - 1], seq[r, p + 1]]
                    value = s[i] / (saved + 1e-3) * uniform(g)
                    if value < worst:
                        worst = value
                        wi = i
            drop(plan, wi)
            k -= 1


@njit
def weigh(task: Task, weight: Floats, g: State) -> None:
    """Weights for the next filling: scores with a random exponent and noise, now and then one region raised or trips preferred."""
    s, near = task[1], task[3]
    n = s.shape[0] - 2
    power = 0.5 + 1.5 * uniform(g)
    noise = 1.0 * uniform(g)
    for i in range(1, n + 1):
        weight[i] = s[i] ** power * (1.0 - noise * uniform(g))
    spread = 0.7 if uniform(g) < 0.3 else 0.0
    for r in range(n + 2, len(weight)):
        weight[r] = 1.0 - spread * uniform(g)
    if uniform(g) < 0.3:
        i = 1 + below(g, n)
        weight[i] *= 10.0
        for j in range(min(near.shape[1], 1 + below(g, 8))):
            weight[near[i, j]] *= 4.0


def search_kernel(
    stamp: int, keep: bool = True
) -> Callable[[Task, Plan, Plan, Pool, State, int, float, float, int], float]:
    """The compiled search. ``stamp`` names the state of all kernel files and becomes part of the key of numba's cache.

    numba itself only notices a change of this file, not of the files whose functions are called here. ``keep=False``
    compiles without the cache on disk.
    """

    @njit(cache=keep)
    def run(
        task: Task,
        now: Plan,
        best: Plan,
        pool: Pool,
        g: State,
        rounds: int,
        hot: float,
        cold: float,
        most: int,
    ) -> float:
        """``rounds`` rounds of ruin, refill and improve from plan ``now``; keeps the best plan met in ``best``.

        A worse plan replaces ``now`` with a probability that falls with the loss and with the temperature, which
        goes from ``hot`` to ``cold`` (shares of the best score, or of that of 20 average sites if that is more).
        At the end the trips of all good plans met so far are recombined (``pool``). Returns the best score.
        """
        if rounds == stamp:
            return 0.0
        d, s = task[0], task[1]
        m, width = now[0].shape
        n = s.shape[0] - 2
        plan = (
            np.zeros((m, width), np.int64),
            np.zeros(m, np.int64),
            np.zeros(m),
            np.zeros(n + 2, np.int64),
        )
        cheap = (np.zeros((n + 2, m)), np.zeros((n + 2, m), np.int64))
        weight = np.zeros(n + 2 + m)
        tail = np.zeros(width, np.int64)
        everything = s.sum()
        floor = 20.0 * everything / n
        have = total_score(s, now[3])
        top = total_score(s, best[3])
        for turn in range(rounds):
            heat = hot * (cold / hot) ** (turn / rounds)
            copy(now, plan)
            ruin(task, plan, g, most)
            weigh(task, weight, g)
            for r in range(m):
                plan[2][r] = cost_of(d, plan, r)
                rescan(d, plan, r, cheap)
            fill(task, plan, cheap, weight)
            improve(task, plan, cheap, weight, tail)
            new = total_score(s, plan[3])
            if new >= GOOD * top:
                remember(task, plan, pool)
            if new >= have + heat * max(top, floor) * np.log(uniform(g) + 1e-12):
                have = new
                copy(plan, now)
                if new > top or (new == top and plan[2].sum() < best[2].sum() - 1e-9):
                    top = new
                    copy(plan, best)
                    if top >= everything - 1e-9:
                        break
        if len(plan[1]) > 1 and combine(task, pool, plan, top, min(1_000_000, 2000 * rounds)):
            for r in range(m):
                plan[2][r] = cost_of(d, plan, r)
            top = total_score(s, plan[3])
            copy(plan, now)
            copy(plan, best)
        return top

    return run
