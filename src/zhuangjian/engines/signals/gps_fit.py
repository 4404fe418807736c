"""Maximum likelihood for the gamma-Poisson shrinker: Newton's method from several starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.gps import Floats, Surface, Theta, from_theta, surface, to_theta
from zhuangjian.engines.signals.squash import Points, group

# DuMouchel's (1999) and further ones far apart: a rare strong component, a broad one, near-equal ones.
STARTS: tuple[Theta, ...] = (
    (0.2, 0.1, 2.0, 4.0, 1 / 3),
    (0.1, 0.1, 10.0, 10.0, 0.2),
    (0.3, 0.5, 6.0, 6.0, 0.5),
    (0.5, 0.3, 12.0, 12.0, 0.8),
    (0.2, 0.2, 5.0, 5.0, 0.4),
)
BOUNDS = np.array([12.0, 12.0, 12.0, 12.0, 16.0])
STEPS = 300
REACH = 0.5  # longest step in log units: a start stays in its own basin instead of leaping into another
MIN_POINTS = 6


@dataclass(frozen=True)
class Start:
    """Where one search began and ended. ``converged``: the gradient vanished inside the bounds."""

    start: Theta
    theta: Theta
    nll: float
    steps: int
    converged: bool


@dataclass(frozen=True)
class Optimum:
    """One place where searches ended, and how many did (same likelihood within 0.001)."""

    theta: Theta
    nll: float
    reached: int
    converged: bool


@dataclass(frozen=True)
class Fit:
    """The chosen optimum, the component with the larger mean first.

    Chosen is the least negative log-likelihood that at least two searches reached (as openEBGM's ``autoHyper`` asks);
    ``optima`` lists all of them, best first, so that a lower one which only a single search found is not hidden.
    ``standard_errors``: of θ, from the observed information; None where it is not positive definite. ``points``: points
    of the likelihood, ``pairs`` what they stand for. ``converged`` False: the value lies on a bound (a component has
    shrunk to a point or to nothing); θ is then the best found, not an inner maximum.
    """

    theta: Theta
    nll: float
    standard_errors: Theta | None
    converged: bool
    points: int
    pairs: int
    optima: tuple[Optimum, ...]
    starts: tuple[Start, ...]


def wide_starts(count: int, seed: int) -> tuple[Theta, ...]:
    """Further starts: α, β log-uniform between 1/12 and 12, P uniform between 0.02 and 0.98; fixed by the seed."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        a1, b1, a2, b2 = (float(value) for value in np.exp(rng.uniform(-2.5, 2.5, 4)))
        found.append((a1, b1, a2, b2, float(rng.uniform(0.02, 0.98))))
    return tuple(found)


def fit(data: Points, starts: Sequence[Theta] = STARTS) -> Fit:
    """θ by maximum likelihood; refused when fewer than six different points cannot determine it."""
    grouped = group(data)
    if len(grouped) < MIN_POINTS:
        raise Refusal(
            f"不同的（报告数，期望数）只有 {len(grouped)} 组，不足以估计五个先验参数（至少 {MIN_POINTS} 组）。"
        )
    searches = tuple(search(grouped, start) for start in starts)
    optima = _optima(searches)
    confirmed = [one for one in optima if one.converged and one.reached > 1]
    chosen = next(iter([*confirmed, *(one for one in optima if one.converged), *optima]))
    u = from_theta(chosen.theta)
    found = surface(u, grouped)
    errors = _standard_errors(u, found) if chosen.converged else None
    return Fit(
        chosen.theta, found.nll, errors, chosen.converged, len(data), int(data.weight.sum()), optima, searches
    )


def _optima(searches: Sequence[Start]) -> tuple[Optimum, ...]:
    found: list[list[Start]] = []
    for one in sorted(searches, key=lambda one: (one.nll, not one.converged)):
        if found and one.nll <= found[-1][0].nll + 1e-3:
            found[-1].append(one)
        else:
            found.append([one])
    optima = []
    for same in found:
        best = min(same, key=lambda one: (not one.converged, one.nll))
        optima.append(Optimum(_ordered(best.theta), best.nll, len(same), best.converged))
    return tuple(optima)


def search(data: Points, start: Theta) -> Start:
    """One descent: Newton steps made positive by the absolute curvature, halved until the likelihood improves."""
    u = from_theta(start)
    here = surface(u, data)
    scale = max(float(data.weight.sum()), 1.0)
    steps = 0
    for steps in range(1, STEPS + 1):  # noqa: B007 - the number of steps is told
        free = ~((np.abs(u) >= BOUNDS) & (here.gradient * np.sign(u) < 0))
        if np.max(np.abs(here.gradient[free]), initial=0.0) < 1e-9 * scale:
            break
        step = _newton_step(here, free)
        moved = _descend(data, u, here, step)
        if moved is None:
            break
        u, here = moved
    inner = bool(np.all(np.abs(u) < BOUNDS))
    flat = bool(np.max(np.abs(here.gradient)) < 1e-5 * scale)
    return Start(start, to_theta(u), here.nll, steps, inner and flat)


def _newton_step(here: Surface, free: np.ndarray) -> Floats:
    values, vectors = np.linalg.eigh(here.hessian[np.ix_(free, free)])
    curvature = np.maximum(np.abs(values), 1e-8 * max(float(np.abs(values).max()), 1e-300))
    step = np.zeros(len(free))
    step[free] = -(vectors / curvature) @ (vectors.T @ here.gradient[free])
    longest = float(np.abs(step).max())
    return step * min(1.0, REACH / longest) if longest > 0 else step


def _descend(data: Points, u: Floats, here: Surface, step: Floats) -> tuple[Floats, Surface] | None:
    for halving in range(40):
        candidate = np.clip(u + step * 0.5**halving, -BOUNDS, BOUNDS)
        there = surface(candidate, data)
        if np.isfinite(there.nll) and there.nll < here.nll:
            return candidate, there
    return None


def _ordered(theta: Theta) -> Theta:
    a1, b1, a2, b2, p = theta
    p = min(max(p, 1e-12), 1 - 1e-12)
    return (a1, b1, a2, b2, p) if a1 * b2 >= a2 * b1 else (a2, b2, a1, b1, 1 - p)


def _standard_errors(u: Floats, found: Surface) -> Theta | None:
    try:
        np.linalg.cholesky(found.hessian)
    except np.linalg.LinAlgError:
        return None
    a1, b1, a2, b2, p = to_theta(u)
    scale = np.array([a1, b1, a2, b2, p * (1 - p)])
    variance = np.diag(np.linalg.inv(found.hessian)) * scale**2
    e1, e2, e3, e4, e5 = (float(value) for value in np.sqrt(variance))
    return e1, e2, e3, e4, e5
