"""Compiled local search inside one trip: 2-opt and Or-opt, right for one-way costs too."""

# mypy: allow-untyped-decorators

from __future__ import annotations

from numba import njit

from zhuangjian.engines.planner.orienteering.plan import Floats, Ints, Plan


@njit
def reverse(seq: Ints, r: int, p: int, q: int) -> None:
    """Turn positions ``p..q`` of trip ``r`` round."""
    while p < q:
        x = seq[r, p]
        seq[r, p] = seq[r, q]
        seq[r, q] = x
        p += 1
        q -= 1


@njit
def two_opt(d: Floats, plan: Plan, r: int) -> bool:
    """Turn the first stretch round that shortens the trip; also right for one-way costs."""
    seq, size, length, _ = plan
    k = size[r]
    for p in range(1, k):
        a = seq[r, p - 1]
        forth = 0.0
        back = 0.0
        for q in range(p + 1, k + 1):
            forth += d[seq[r, q - 1], seq[r, q]]
            back += d[seq[r, q], seq[r, q - 1]]
            b = seq[r, q + 1]
            gain = d[a, seq[r, p]] + forth + d[seq[r, q], b] - d[a, seq[r, q]] - back - d[seq[r, p], b]
            if gain > 1e-9:
                reverse(seq, r, p, q)
                length[r] -= gain
                return True
    return False


@njit
def or_opt(d: Floats, plan: Plan, r: int) -> bool:
    """Move the first stretch of up to three sites elsewhere in the trip if that shortens it."""
    seq, size, length, _ = plan
    k = size[r]
    for span in range(1, 4):
        for p in range(1, k - span + 2):
            q = p + span - 1
            a = seq[r, p - 1]
            x = seq[r, p]
            y = seq[r, q]
            b = seq[r, q + 1]
            saved = d[a, x] + d[y, b] - d[a, b]
            if saved <= 1e-9:
                continue
            for t in range(k + 1):
                if p - 1 <= t <= q:
                    continue
                u = seq[r, t]
                v = seq[r, t + 1]
                gain = saved - (d[u, x] + d[y, v] - d[u, v])
                if gain > 1e-9:
                    # three reversals move the stretch and keep both directions
                    if t > q:
                        reverse(seq, r, p, q)
                        reverse(seq, r, q + 1, t)
                        reverse(seq, r, p, t)
                    else:
                        reverse(seq, r, t + 1, p - 1)
                        reverse(seq, r, p, q)
                        reverse(seq, r, t + 1, q)
                    length[r] -= gain
                    return True
    return False


@njit
def shorten(d: Floats, plan: Plan, r: int) -> bool:
    """2-opt and Or-opt to their common local optimum; whether the trip changed."""
    changed = False
    while two_opt(d, plan, r) or or_opt(d, plan, r):
        changed = True
    return changed
