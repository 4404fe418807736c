"""Plans as arrays, and the compiled steps everything else is made of.

``n`` sites, ``m`` trips; node 0 is the start, node ``n + 1`` the end. What the functions share:

- ``Task`` = (``d[i, j]`` cost of going from ``i`` to ``j`` with service time folded in, ``s[i]`` score,
  ``limit[r]`` longest cost of trip ``r``, ``near[i]`` the other sites, nearest first);
- ``Plan`` = (``seq[r, 0..size[r] + 1]`` trip ``r`` with both depots, ``size``, ``length[r]`` its cost,
  ``where[i]`` the trip of a site or -1);
- ``Cheap`` = (``delta[i, r]`` cheapest insertion of an unvisited site into a trip, ``spot[i, r]`` the position it takes);
- ``g[0]`` the state of the random generator (xorshift64*): nothing else is random.
"""

# mypy: allow-untyped-decorators

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
State: TypeAlias = NDArray[np.uint64]
Task: TypeAlias = tuple[Floats, Floats, Floats, Ints]
Plan: TypeAlias = tuple[Ints, Ints, Floats, Ints]
Cheap: TypeAlias = tuple[Floats, Ints]

FAR = 1e300


@njit
def uniform(g: State) -> float:
    """A number in [0, 1)."""
    x = g[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    g[0] = x
    return float(((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0))


@njit
def below(g: State, k: int) -> int:
    """A whole number in [0, k)."""
    return int(uniform(g) * k)


@njit
def cost_of(d: Floats, plan: Plan, r: int) -> float:
    """Length of trip ``r``, summed afresh."""
    seq, size = plan[0], plan[1]
    total = 0.0
    for p in range(size[r] + 1):
        total += d[seq[r, p], seq[r, p + 1]]
    return total


@njit
def scan(d: Floats, plan: Plan, r: int, i: int, cheap: Cheap) -> None:
    """Cheapest insertion of site ``i`` into trip ``r``."""
    seq, size = plan[0], plan[1]
    delta, spot = cheap[0], cheap[1]
    best = FAR
    at = 1
    for p in range(1, size[r] + 2):
        a = seq[r, p - 1]
        b = seq[r, p]
        c = d[a, i] + d[i, b] - d[a, b]
        if c < best:
            best = c
            at = p
    delta[i, r] = best
    spot[i, r] = at


@njit
def rescan(d: Floats, plan: Plan, r: int, cheap: Cheap) -> None:
    """Cheapest insertions of all unvisited sites into trip ``r``."""
    where = plan[3]
    for i in range(1, where.shape[0] - 1):
        if where[i] < 0:
            scan(d, plan, r, i, cheap)


@njit
def put(plan: Plan, r: int, p: int, i: int) -> None:
    """Put site ``i`` at position ``p`` of trip ``r``."""
    seq, size, _, where = plan
    for q in range(size[r] + 1, p - 1, -1):
        seq[r, q + 1] = seq[r, q]
    seq[r, p] = i
    size[r] += 1
    where[i] = r


@njit
def take(plan: Plan, r: int, p: int) -> None:
    """Take the site at position ``p`` out of trip ``r``."""
    seq, size, _, where = plan
    where[seq[r, p]] = -1
    for q in range(p, size[r] + 1):
        seq[r, q] = seq[r, q + 1]
    size[r] -= 1


@njit
def drop(plan: Plan, i: int) -> None:
    """Take site ``i`` out of the trip it is in."""
    seq, where = plan[0], plan[3]
    r = where[i]
    p = 1
    while seq[r, p] != i:
        p += 1
    take(plan, r, p)


@njit
def copy(source: Plan, target: Plan) -> None:
    """Copy one plan over another."""
    target[0][:] = source[0]
    target[1][:] = source[1]
    target[2][:] = source[2]
    target[3][:] = source[3]


@njit
def total_score(s: Floats, where: Ints) -> float:
    """Score of all visited sites."""
    total = 0.0
    for i in range(1, where.shape[0] - 1):
        if where[i] >= 0:
            total += s[i]
    return total


@njit
def fill(task: Task, plan: Plan, cheap: Cheap, weight: Floats) -> bool:
    """Insert, one after another, the site with most weight per added cost until none fits; whether any was.

    ``weight[i]`` is the weight of site ``i``, ``weight[n + 2 + r]`` the factor of trip ``r``.
    """
    d, limit = task[0], task[2]
    seq, size, length, where = plan
    delta, spot = cheap[0], cheap[1]
    n = where.shape[0] - 2
    m = size.shape[0]
    any_put = False
    while True:
        best = -1.0
        bi = -1
        br = -1
        for i in range(1, n + 1):
            if where[i] < 0:
                for r in range(m):
                    c = delta[i, r]
                    if length[r] + c <= limit[r]:
                        value = weight[n + 2 + r] * weight[i] / (max(c, 0.0) + 1e-6)
                        if value > best:
                            best = value
                            bi = i
                            br = r
        if bi < 0:
            return any_put
        any_put = True
        p = spot[bi, br]
        length[br] += delta[bi, br]
        put(plan, br, p, bi)
        a = seq[br, p - 1]
        b = seq[br, p + 1]
        for i in range(1, n + 1):
            if where[i] >= 0:
                continue
            if spot[i, br] == p:
                scan(d, plan, br, i, cheap)
                continue
            if spot[i, br] > p:
                spot[i, br] += 1
            c = d[a, i] + d[i, bi] - d[a, bi]
            if c < delta[i, br]:
                delta[i, br] = c
                spot[i, br] = p
            c = d[bi, i] + d[i, b] - d[bi, b]
            if c < delta[i, br]:
                delta[i, br] = c
                spot[i, br] = p + 1
