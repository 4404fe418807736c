"""Gamma-Poisson shrinker: prior, likelihood and its derivatives (DuMouchel 1999; DuMouchel and Pregibon 2001).

λ, the true ratio of observed to expected reports, is drawn from P·Gamma(α₁, β₁) + (1 − P)·Gamma(α₂, β₂); a count n with
expected count e is then a mixture of two negative binomials. Only pairs reported at least once are seen, so each
component is truncated at n ≥ 1 *before* mixing, as openEBGM does; truncating the mixture instead leads elsewhere.
The parameters without bounds are u = (log α₁, log β₁, log α₂, log β₂, log(P/(1 − P))).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.squash import Points

Floats: TypeAlias = NDArray[np.float64]
Theta: TypeAlias = tuple[float, float, float, float, float]


@dataclass(frozen=True)
class Surface:
    """The negative log-likelihood at one u, with gradient (5) and Hessian (5, 5)."""

    nll: float
    gradient: Floats
    hessian: Floats


def to_theta(u: Floats) -> Theta:
    """(α₁, β₁, α₂, β₂, P) of unbounded parameters."""
    a1, b1, a2, b2 = (float(value) for value in np.exp(u[:4]))
    return a1, b1, a2, b2, float(1 / (1 + np.exp(-u[4])))


def from_theta(theta: ArrayLike) -> Floats:
    """Unbounded parameters of (α₁, β₁, α₂, β₂, P); refuses values outside their range."""
    values = checked(theta)
    return np.array([*np.log(values[:4]), np.log(values[4]) - np.log1p(-values[4])])


def checked(theta: ArrayLike) -> Floats:
    """Five numbers, the first four positive, the last between 0 and 1; else refused."""
    values = np.asarray(theta, dtype=np.float64)
    if values.shape != (5,) or not np.all(np.isfinite(values)) or values.min() <= 0 or values[4] >= 1:
        raise Refusal("先验参数须为五个数 α₁、β₁、α₂、β₂、P：前四个为正，P 在 0 与 1 之间。")
    return values


def negative_log_likelihood(theta: ArrayLike, data: Points) -> float:
    """−Σ weight·log(P·f₁*(n) + (1 − P)·f₂*(n)), f* truncated at n ≥ 1 (natural logarithm)."""
    return surface(from_theta(theta), data).nll


def surface(u: Floats, data: Points) -> Surface:
    """Likelihood and both derivatives, exactly, in one pass over the points.

    For integer n the differences of log-gamma, digamma and trigamma are finite sums over 0 … n − 1, so that nothing is
    lost for tiny α.
    """
    p = 1 / (1 + np.exp(-u[4]))
    first, second = _component(u[0], u[1], data), _component(u[2], u[3], data)
    log_p, log_q = -np.logaddexp(0.0, -u[4]), -np.logaddexp(0.0, u[4])
    one, two = first.log + log_p, second.log + log_q
    joint = np.logaddexp(one, two)
    r1 = np.exp(one - joint)
    r2 = np.exp(two - joint)
    w = data.weight.astype(np.float64)
    w1, w2 = w * r1, w * r2
    gradient = np.array(
        [w1 @ first.by_a, w1 @ first.by_b, w2 @ second.by_a, w2 @ second.by_b, w1.sum() - p * w.sum()]
    )
    hessian = np.zeros((5, 5))
    for at, component, weight in ((0, first, w1), (2, second, w2)):
        hessian[at, at] = weight @ component.by_aa
        hessian[at, at + 1] = hessian[at + 1, at] = weight @ component.by_ab
        hessian[at + 1, at + 1] = weight @ component.by_bb
    hessian[4, 4] = -p * (1 - p) * w.sum()
    between = np.stack([first.by_a, first.by_b, -second.by_a, -second.by_b, np.ones(len(w))])
    hessian += (between * (w * r1 * r2)) @ between.T
    return Surface(-float(w @ joint), -gradient, -hessian)


@dataclass(frozen=True)
class _Component:
    log: Floats
    by_a: Floats
    by_b: Floats
    by_aa: Floats
    by_ab: Floats
    by_bb: Floats


def _component(log_a: float, log_b: float, data: Points) -> _Component:
    """log of one truncated negative binomial at each point, and its derivatives in log α and log β."""
    a, b = float(np.exp(log_a)), float(np.exp(log_b))
    n, e = data.n, data.e
    top = int(n.max())
    k = np.arange(top)
    rising = np.concatenate([[0.0], np.cumsum(np.log(a + k) - np.log1p(k))])[n]
    s1 = np.concatenate([[0.0], np.cumsum(a / (a + k))])[n]
    s2 = np.concatenate([[0.0], np.cumsum((a / (a + k)) ** 2)])[n]
    seen = e / (b + e)
    unseen = b / (b + e)
    log_zero = -a * np.log1p(e / b)
    with np.errstate(over="ignore"):
        some = -1 / np.expm1(log_zero)
        odds = 1 / np.expm1(-log_zero)
    slope = a * seen
    log = rising + log_zero + n * np.log(seen) - np.log(-np.expm1(log_zero))
    by_a = s1 + log_zero * some
    by_b = slope * some - n * unseen
    bend = some * odds
    by_aa = s1 - s2 + log_zero * some + log_zero**2 * bend
    by_ab = slope * some + slope * log_zero * bend
    by_bb = -slope * unseen * some + slope**2 * bend - n * seen * unseen
    return _Component(log, by_a, by_b, by_aa, by_ab, by_bb)
