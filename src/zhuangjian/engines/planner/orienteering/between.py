"""Compiled local search between trips, and between the trips and the sites left out."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from numba import njit

from zhuangjian.engines.planner.orienteering.plan import (
    Cheap,
    Floats,
    Ints,
    Plan,
    Task,
    fill,
    put,
    rescan,
    take,
)
from zhuangjian.engines.planner.orienteering.within import shorten


@njit
def swap_tails(task: Task, plan: Plan, tail: Ints) -> bool:
    """2-opt*: exchange the ends of two trips if both stay in the limit and together get shorter."""
    d, limit = task[0], task[2]
    seq, size, length, where = plan
    m = size.shape[0]
    for r in range(m):
        for q in range(r + 1, m):
            head_r = 0.0
            for i in range(size[r] + 1):
                if i > 0:
                    head_r += d[seq[r, i - 1], seq[r, i]]
                a = seq[r, i]
                a2 = seq[r, i + 1]
                rest_r = length[r] - head_r - d[a, a2]
                head_q = 0.0
                for j in range(size[q] + 1):
                    if j > 0:
                        head_q += d[seq[q, j - 1], seq[q, j]]
                    b = seq[q, j]
                    b2 = seq[q, j + 1]
                    gain = d[a, a2] + d[b, b2] - d[a, b2] - d[b, a2]
                    if gain <= 1e-9:
                        continue
                    rest_q = length[q] - head_q - d[b, b2]
                    new_r = head_r + d[a, b2] + rest_q
                    new_q = head_q + d[b, a2] + rest_r
                    if new_r > limit[r] or new_q > limit[q]:
                        continue
                    k = size[r] - i
                    for t in range(k):
                        tail[t] = seq[r, i + 1 + t]
                    h = size[q] - j
                    for t in range(h):
                        seq[r, i + 1 + t] = seq[q, j + 1 + t]
                        where[seq[q, j + 1 + t]] = r
                    for t in range(k):
                        seq[q, j + 1 + t] = tail[t]
                        where[tail[t]] = q
                    size[r] = i + h
                    size[q] = j + k
                    end = d.shape[0] - 1
                    seq[r, size[r] + 1] = end
                    seq[q, size[q] + 1] = end
                    length[r] = new_r
                    length[q] = new_q
                    return True
    return False


@njit
def relocate(task: Task, plan: Plan) -> bool:
    """Move a site to another trip if both together get shorter."""
    d, limit = task[0], task[2]
    seq, size, length, _ = plan
    m = size.shape[0]
    for r in range(m):
        for p in range(1, size[r] + 1):
            x = seq[r, p]
            saved = d[seq[r, p - 1], x] + d[x, seq[r, p + 1]] - d[seq[r, p - 1], seq[r, p + 1]]
            for q in range(m):
                if q == r:
                    continue
                room = min(saved - 1e-9, limit[q] - length[q])
                for t in range(1, size[q] + 2):
                    u = seq[q, t - 1]
                    v = seq[q, t]
                    c = d[u, x] + d[x, v] - d[u, v]
                    if c < room:
                        take(plan, r, p)
                        put(plan, q, t, x)
                        length[r] -= saved
                        length[q] += c
                        return True
    return False


@njit
def exchange(task: Task, plan: Plan) -> bool:
    """Let two sites of different trips change places if both together get shorter."""
    d, limit = task[0], task[2]
    seq, size, length, where = plan
    m = size.shape[0]
    for r in range(m):
        for q in range(r + 1, m):
            for p in range(1, size[r] + 1):
                a = seq[r, p - 1]
                x = seq[r, p]
                b = seq[r, p + 1]
                old_r = d[a, x] + d[x, b]
                for t in range(1, size[q] + 1):
                    u = seq[q, t - 1]
                    y = seq[q, t]
                    v = seq[q, t + 1]
                    more_r = d[a, y] + d[y, b] - old_r
                    more_q = d[u, x] + d[x, v] - d[u, y] - d[y, v]
                    if (
                        more_r + more_q < -1e-9
                        and length[r] + more_r <= limit[r]
                        and length[q] + more_q <= limit[q]
                    ):
                        seq[r, p] = y
                        seq[q, t] = x
                        where[y] = r
                        where[x] = q
                        length[r] += more_r
                        length[q] += more_q
                        return True
    return False


@njit
def replace(task: Task, plan: Plan, cheap: Cheap) -> bool:
    """Put an unvisited site in for a visited one of lower score (or equal score and longer way), if any."""
    d, s, limit, _ = task
    seq, size, length, where = plan
    delta, spot = cheap[0], cheap[1]
    n = where.shape[0] - 2
    best_score = 0.0
    best_cost = -1e-9
    bi = -1
    br = -1
    bp = -1
    bt = -1
    for r in range(size.shape[0]):
        for p in range(1, size[r] + 1):
            a = seq[r, p - 1]
            v = seq[r, p]
            b = seq[r, p + 1]
            freed = d[a, v] + d[v, b] - d[a, b]
            for i in range(1, n + 1):
                if where[i] >= 0 or s[i] - s[v] < best_score:
                    continue
                cost = d[a, i] + d[i, b] - d[a, b] - freed
                t = p
                if spot[i, r] != p and spot[i, r] != p + 1 and delta[i, r] - freed < cost:
                    cost = delta[i, r] - freed
                    t = spot[i, r] if spot[i, r] < p else spot[i, r] - 1
                if length[r] + cost <= limit[r] and (s[i] - s[v] > best_score or cost < best_cost):
                    best_score = s[i] - s[v]
                    best_cost = cost
                    bi = i
                    br = r
                    bp = p
                    bt = t
    if bi >= 0:
        take(plan, br, bp)
        put(plan, br, bt, bi)
        length[br] += best_cost
    return bi >= 0


@njit
def improve(task: Task, plan: Plan, cheap: Cheap, weight: Floats, tail: Ints) -> None:
    """Shorten, fill and replace until none of it helps any more."""
    d, m = task[0], plan[1].shape[0]
    while True:
        for r in range(m):
            shorten(d, plan, r)
        while relocate(task, plan) or exchange(task, plan) or swap_tails(task, plan, tail):
            for r in range(m):
                shorten(d, plan, r)
        for r in range(m):
            rescan(d, plan, r, cheap)
        if fill(task, plan, cheap, weight):
            continue
        if not replace(task, plan, cheap):
            return
