"""Compiled memory of good trips, and the exact choice of disjoint ones among them (set packing by depth-first search)."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit

from zhuangjian.engines.planner.orienteering.plan import Floats, Ints, Plan, State, Task

Pool: TypeAlias = tuple[State, Floats, Floats, Ints, Ints]
"""``(mask[k, word], value[k], length[k], seq[k], size[k])``; an empty place has value 0."""


@njit
def remember(task: Task, plan: Plan, pool: Pool) -> None:
    """Put the plan's trips into the pool; a place is decided by a hash of the sites, a newcomer takes it over."""
    s = task[1]
    seq, size, length, _ = plan
    mask, value, cost, kept, count = pool
    words = mask.shape[1]
    bits = np.zeros(words, np.uint64)
    for r in range(size.shape[0]):
        if size[r] == 0:
            continue
        bits[:] = np.uint64(0)
        total = 0.0
        for p in range(1, size[r] + 1):
            i = seq[r, p]
            bits[i >> 6] |= np.uint64(1) << np.uint64(i & 63)
            total += s[i]
        h = np.uint64(14695981039346656037)
        for w in range(words):
            h = (h ^ bits[w]) * np.uint64(1099511628211)
            h ^= h >> np.uint64(29)
        k = int(h % np.uint64(value.shape[0]))
        same = value[k] > 0.0
        for w in range(words):
            same = same and mask[k, w] == bits[w]
        if same and cost[k] <= length[r]:
            continue
        mask[k, :] = bits
        value[k] = total
        cost[k] = length[r]
        count[k] = size[r]
        kept[k, : size[r]] = seq[r, 1 : size[r] + 1]


@njit
def combine(task: Task, pool: Pool, plan: Plan, top: float, most: int) -> bool:
    """Build in ``plan`` the best disjoint trips of the pool if they score more than ``top``; whether they do.

    Gives up after ``most`` steps: the choice is exact unless it does.
    """
    limit = task[2]
    mask, value, cost, _, _ = pool
    m = limit.shape[0]
    order = np.argsort(-value)
    many = 0
    while many < order.shape[0] and value[order[many]] > 0.0:
        many += 1
    pick = np.full(m, -1, np.int64)
    best = np.full(m, -1, np.int64)
    sums = np.zeros(m + 1)
    used = np.zeros((m + 1, mask.shape[1]), np.uint64)
    bar = top + 1e-9
    level = 0
    at = 0
    nodes = 0
    while level >= 0 and nodes < most:
        nodes += 1
        found = False
        if level < m:
            while at < many:
                k = order[at]
                if sums[level] + value[k] * (m - level) <= bar:
                    break
                free = True
                for w in range(mask.shape[1]):
                    free = free and (mask[k, w] & used[level, w]) == np.uint64(0)
                if free:
                    found = True
                    break
                nodes += 1
                at += 1
        if not found:
            level -= 1
            if level >= 0:
                at = pick[level] + 1
            continue
        k = order[at]
        pick[level] = at
        sums[level + 1] = sums[level] + value[k]
        for w in range(mask.shape[1]):
            used[level + 1, w] = used[level, w] | mask[k, w]
        level += 1
        at += 1
        if sums[level] > bar and fits(limit, cost, order, pick, level):
            bar = sums[level] + 1e-9
            best[:] = -1
            best[:level] = pick[:level]
    if best[0] < 0:
        return False
    build(limit, pool, order, best, plan)
    return True


@njit
def fits(limit: Floats, cost: Floats, order: Ints, pick: Ints, level: int) -> bool:
    """Whether the longest picked trip fits the widest limit, the second the second, and so on."""
    wide = np.sort(limit)
    long = np.sort(cost[order[pick[:level]]])
    return bool(np.all(long <= wide[wide.shape[0] - level :]))


@njit
def build(limit: Floats, pool: Pool, order: Ints, best: Ints, plan: Plan) -> None:
    """Write the picked trips into ``plan``, longest to widest limit."""
    _, _, cost, kept, count = pool
    seq, size, length, where = plan
    end = where.shape[0] - 1
    where[:] = -1
    size[:] = 0
    length[:] = 0.0
    slots = np.argsort(-limit)
    chosen = order[best[best >= 0]]
    chosen = chosen[np.argsort(-cost[chosen])]
    for t in range(limit.shape[0]):
        r = slots[t]
        seq[r, 1] = end
        if t >= chosen.shape[0]:
            continue
        k = chosen[t]
        size[r] = count[k]
        length[r] = cost[k]
        for p in range(count[k]):
            seq[r, p + 1] = kept[k, p]
            where[kept[k, p]] = r
        seq[r, count[k] + 1] = end
