"""Drives the compiled search: prepares the arrays, keeps to the budget, gives the trips back.

numba is imported only here and in the kernel files, and this module is imported only when something is to be solved:
no other command pays for it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from zhuangjian.engines.planner.orienteering.lns import search_kernel
from zhuangjian.engines.planner.orienteering.plan import Floats, Ints, Plan
from zhuangjian.engines.planner.orienteering.pool import Pool

HOT, COLD = 0.02, 0.0005
"""Temperatures at the beginning and the end, as shares of the best score."""
SHARE = 0.8
"""Largest share of all sites taken out in one round."""
SLICES = 30
"""Parts a run is cut into, to look at the clock and lower the temperature in between."""
SLACK = 1e-10
"""Relative tolerance on a limit; ten times finer than the checker's."""
KERNELS = ("plan.py", "within.py", "between.py", "pool.py", "lns.py")


@cache
def kernel() -> Callable[..., float]:
    """The search, compiled on first use (or read from numba's cache)."""
    folder = Path(__file__).parent
    stamp = zlib.crc32(b"".join((folder / name).read_bytes() for name in KERNELS))
    try:
        return search_kernel(-1 - stamp)
    except RuntimeError:  # numba finds no folder it may write to
        return search_kernel(-1 - stamp, keep=False)


def warm_up() -> None:
    """Compile the search, or read it from the cache: 20 seconds once per version, then a fraction of one."""
    search(np.ones((4, 4)), np.array([0.0, 1.0, 1.0, 0.0]), np.array([2.0]), rounds=1)


def search(
    cost: Floats,
    score: Floats,
    limits: Floats,
    *,
    rounds: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    seed: int = 1,
) -> tuple[list[list[int]], int]:
    """Trips through nodes ``1..n`` (node 0 is the start, the last the end) and the number of rounds done.

    ``cost`` has service times folded in and may be one-way; trip ``r`` costs at most ``limits[r]``. The budget is
    ``rounds`` (same seed, same result) or ``seconds`` on ``clock`` (as good as the machine is fast).
    """
    if not len(limits):
        return [], 0
    scale = 2.0 ** round(math.log2(100.0 / max(float(limits.max()), 1e-9)))  # a power of two loses no digit
    task_nodes = _reachable(cost, score, limits)
    n, m = len(task_nodes) - 2, len(limits)
    if n <= 0:
        return [[] for _ in range(m)], 0
    small = np.ascontiguousarray(cost[np.ix_(task_nodes, task_nodes)]) * scale
    gain = np.ascontiguousarray(score[task_nodes])
    gain[0] = gain[-1] = 0.0
    scaled = limits * scale
    task = (small, gain, scaled + SLACK * np.maximum(1.0, scaled), _near(small))
    best = _Run(task, m, n, seed).go(rounds, seconds, clock)
    trips = [[int(task_nodes[i]) for i in best.seq(r)] for r in range(m)]
    return trips, best.done


class _Run:
    """One search: its two plans, its random state and how far it has come."""

    def __init__(self, task: Any, m: int, n: int, seed: int) -> None:
        self.task = task
        self.now, self.best = _empty(task[0], m, n), _empty(task[0], m, n)
        self.pool = _pool(n)
        self.state = np.array([_mix(seed)], np.uint64)
        self.most = max(8, int(SHARE * n))
        self.all = float(task[1].sum())
        self.done = 0

    def seq(self, r: int) -> Ints:
        """The sites of trip ``r`` in the best plan."""
        return self.best[0][r, 1 : self.best[1][r] + 1]

    def slice(self, rounds: int, begin: float, end: float) -> bool:
        """Search on while the share of the budget used goes from ``begin`` to ``end``; True when nothing is left."""
        hot, cold = (HOT * (COLD / HOT) ** x for x in (begin, end))
        top = kernel()(self.task, self.now, self.best, self.pool, self.state, rounds, hot, cold, self.most)
        self.done += rounds
        return bool(top >= self.all - 1e-9)

    def go(self, rounds: int | None, seconds: float | None, clock: Callable[[], float] | None) -> _Run:
        """Spend the whole budget, or stop when every site is visited."""
        if seconds is not None and clock is not None:
            self._until(seconds, clock)
        else:
            total = rounds or 0
            step = max(1, -(-total // SLICES))
            while self.done < total:
                now = min(step, total - self.done)
                if self.slice(now, self.done / total, (self.done + now) / total):
                    break
        return self

    def _until(self, seconds: float, clock: Callable[[], float]) -> None:
        begin = clock()
        step, used, slowest = 4, 0.0, 0.0
        while used + 1.5 * slowest * step < seconds:
            if self.slice(step, used / seconds, min(1.0, used / seconds + 1 / SLICES)):
                return
            before, used = used, clock() - begin
            slowest = (used - before) / step
            step = max(1, min(2 * step, int(seconds / SLICES / max(slowest, 1e-7))))


def _reachable(cost: Floats, score: Floats, limits: Floats) -> Ints:
    """Both depots and every site with a score that some trip could visit alone."""
    last = len(score) - 1
    widest = float(limits.max())
    alone = cost[0, :] + cost[:, last] <= widest + SLACK * max(1.0, widest)
    inner = [i for i in range(1, last) if score[i] > 0 and alone[i]]
    return np.array([0, *inner, last], np.int64)


def _near(cost: Floats) -> Ints:
    """For each site the other sites, nearest first (both directions together)."""
    n = len(cost) - 2
    near = np.zeros((n + 2, n - 1), np.int64)
    both = cost + cost.T
    for i in range(1, n + 1):
        order = np.argsort(both[i, 1 : n + 1], kind="stable") + 1
        near[i] = order[order != i]
    return near


def _empty(cost: Floats, m: int, n: int) -> Plan:
    """A plan that visits nothing."""
    seq = np.zeros((m, n + 3), np.int64)
    seq[:, 1] = n + 1
    return seq, np.zeros(m, np.int64), np.full(m, cost[0, n + 1]), np.full(n + 2, -1, np.int64)


def _pool(n: int) -> Pool:
    """Room for some thousand trips, less where trips are long."""
    places = max(64, min(4096, 2_000_000 // (n + 3)))
    return (
        np.zeros((places, (n + 2) // 64 + 1), np.uint64),
        np.zeros(places),
        np.zeros(places),
        np.zeros((places, n + 3), np.int64),
        np.zeros(places, np.int64),
    )


def _mix(seed: int) -> int:
    """A seed spread over 64 bits and never zero (splitmix64)."""
    z = (seed + 1) * 0x9E3779B97F4A7C15 % 2**64
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
    return (z ^ (z >> 31)) or 1
