"""Hierarchical logistic regression by penalised Newton steps and Laplace's approximation.

    logit P(found) = item + inspector + inspector×item + case mix
    inspector ~ N(0, between²),  inspector×item ~ N(0, within²)

The two spreads maximise the approximate marginal likelihood (empirical Bayes), with a weak prior log-density ``log
spread`` that keeps them off zero (Chung et al., Psychometrika 78, 2013). The inspector×item effects are eliminated
first (they touch each cell once), so that what is solved densely has only items + inspectors + case-mix levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, sparse

from .strictness_cases import Cases, Floats, Ints

ITEM_SPREAD = 4.0
MIX_SPREAD = 1.5
_STEPS = 60


@dataclass(frozen=True)
class Fit:
    """Posterior mode and spread of inspector and inspector×item effects against the mean inspector, in log-odds."""

    between: float
    within: float
    inspector: Floats
    inspector_sd: Floats
    pairs: Ints
    pair: Floats
    pair_sd: Floats
    item: Floats
    eta: Floats
    effect: Floats


class _Model:
    """The parts of the likelihood that do not change with the spreads."""

    def __init__(self, cases: Cases) -> None:
        self.y, self.n = cases.y, cases.n
        self.items, self.people = len(cases.items), len(cases.inspectors)
        size = len(self.n)
        at = np.arange(size)
        blocks: list[Any] = [
            sparse.csr_matrix((np.ones(size), (at, cases.item)), (size, self.items)),
            sparse.csr_matrix((np.ones(size), (at, cases.inspector)), (size, self.people)),
        ]
        for column, (_, levels) in enumerate(cases.levels):
            blocks.append(sparse.csr_matrix((np.ones(size), (at, cases.mix[:, column])), (size, len(levels))))
        self.design = sparse.hstack(blocks, format="csr")
        keys = np.column_stack([cases.inspector, cases.item])
        self.pairs, pair_of = np.unique(keys, axis=0, return_inverse=True)
        self.pair_of = pair_of.reshape(-1)
        self.grouped = sparse.csr_matrix((np.ones(size), (self.pair_of, at)), (len(self.pairs), size))
        self.crossed = self.items > 1
        overall = float(self.y.sum() / self.n.sum())
        self.centre = np.zeros(self.design.shape[1])
        self.centre[: self.items] = np.log(overall / (1 - overall))
        self.core = self.centre.copy()
        self.cross = np.zeros(len(self.pairs))

    def precision(self, between: float) -> Floats:
        found = np.full(self.design.shape[1], MIX_SPREAD**-2)
        found[: self.items] = ITEM_SPREAD**-2
        found[self.items : self.items + self.people] = between**-2
        return found

    def linear(self, core: Floats, cross: Floats) -> Floats:
        value: Floats = self.design @ core + cross[self.pair_of]
        return value

    def objective(self, core: Floats, cross: Floats, precision: Floats, within: float) -> float:
        eta = self.linear(core, cross)
        value = self.y @ eta - self.n @ np.logaddexp(0, eta)
        value -= 0.5 * (precision @ (core - self.centre) ** 2)
        if self.crossed:
            value -= 0.5 * float(cross @ cross) / within**2
        return float(value)

    def curvature(self, eta: Floats, precision: Floats, within: float) -> tuple[Any, Floats, Any, Floats]:
        rate = 1 / (1 + np.exp(-eta))
        weight = self.n * rate * (1 - rate)
        weighted = self.design.multiply(weight[:, None]).tocsr()
        whole = np.asarray((self.design.T @ weighted).todense()) + np.diag(precision)
        border = (self.grouped @ weighted).tocsr()
        own = self.grouped @ weight + within**-2
        if self.crossed:
            whole = whole - np.asarray((border.T @ sparse.diags(1 / own) @ border).todense())
        return whole, own, border, self.y - self.n * rate

    def mode(self, between: float, within: float) -> tuple[float, Any, Floats, Any]:
        """Newton to the mode from the last one; (objective, reduced curvature, own curvature, border)."""
        precision = self.precision(between)
        core, cross = self.core, self.cross
        now = self.objective(core, cross, precision, within)
        for _ in range(_STEPS):
            whole, own, border, rest = self.curvature(self.linear(core, cross), precision, within)
            pull = self.design.T @ rest - precision * (core - self.centre)
            step_cross = np.zeros_like(cross)
            if self.crossed:
                pull_cross = self.grouped @ rest - cross / within**2
                step = np.linalg.solve(whole, pull - border.T @ (pull_cross / own))
                step_cross = (pull_cross - border @ step) / own
            else:
                step = np.linalg.solve(whole, pull)
            length = 1.0
            while length > 1e-6:
                then = self.objective(core + length * step, cross + length * step_cross, precision, within)
                if then >= now:
                    break
                length /= 2
            core, cross = core + length * step, cross + length * step_cross
            if then - now < 1e-9:
                break
            now = then
        self.core, self.cross = core, cross
        whole, own, border, _ = self.curvature(self.linear(core, cross), precision, within)
        return self.objective(core, cross, precision, within), whole, own, border

    def evidence(self, between: float, within: float) -> float:
        """Laplace's approximation to the log marginal likelihood, with the prior on the spreads."""
        value, whole, own, _ = self.mode(between, within)
        value -= 0.5 * float(np.linalg.slogdet(whole)[1]) + self.people * np.log(between)
        value += np.log(between)
        if self.crossed:
            value -= 0.5 * float(np.log(own).sum()) + len(own) * np.log(within)
            value += np.log(within)
        return float(value)


def fit(cases: Cases) -> Fit:
    """Inspectors' effects shrunken towards the average inspector, with their posterior spread."""
    model = _Model(cases)

    def loss(logs: Floats) -> float:
        between, within = np.exp(np.clip(logs, -4.0, 1.5))
        return -model.evidence(float(between), float(within)) + 10 * float(np.sum(np.abs(logs - np.clip(logs, -4.0, 1.5))))  # fmt: skip

    start = np.log([0.5, 0.3]) if model.crossed else np.log([0.5])
    if not model.crossed:
        best = optimize.minimize_scalar(
            lambda v: loss(np.array([v, np.log(0.3)])), bounds=(-4, 1.5), method="bounded"
        )
        logs = np.array([best.x, np.log(0.3)])
    else:
        logs = optimize.minimize(
            loss, start, method="Nelder-Mead", options={"xatol": 0.01, "fatol": 0.01, "maxfev": 90}
        ).x
    between, within = (float(v) for v in np.exp(np.clip(logs, -4.0, 1.5)))
    model.core, model.cross = model.centre.copy(), np.zeros(len(model.pairs))
    _, whole, own, border = model.mode(between, within)
    return _read(model, np.linalg.inv(whole), own, border, between, within)


def _read(model: _Model, inverse: Any, own: Floats, border: Any, between: float, within: float) -> Fit:
    """Effects against the mean of the inspectors at hand, not of imagined ones: with few inspectors the latter is
    hardly known, and nobody asks for it."""
    people = slice(model.items, model.items + model.people)
    inspector = model.core[people]
    covariance = inverse[people, people]
    with_mean, of_mean = covariance.mean(axis=1), float(covariance.mean())
    variance = np.diag(covariance) - 2 * with_mean + of_mean
    who = model.pairs[:, 0]
    middle = float(inspector.mean())
    pair, pair_variance = inspector[who] - middle, variance[who]
    if model.crossed:
        across = np.asarray(border @ inverse)
        own_variance = 1 / own + np.einsum("ij,ij->i", across, border.toarray()) / own**2
        shared = -across[:, people] / own[:, None]
        pair = pair + model.cross
        pair_variance = (
            pair_variance + own_variance + 2 * (shared[np.arange(len(own)), who] - shared.mean(axis=1))
        )
    return Fit(
        between=between,
        within=within if model.crossed else 0.0,
        inspector=inspector - middle,
        inspector_sd=np.sqrt(np.maximum(variance, 0)),
        pairs=model.pairs,
        pair=pair,
        pair_sd=np.sqrt(np.maximum(pair_variance, 0)),
        item=model.core[: model.items] + middle,
        eta=model.linear(model.core, model.cross),
        effect=pair[model.pair_of],
    )
