"""How large the most unusual window gets when nothing is unusual: replicates, drawn until the answer is clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Draw = Callable[[np.random.Generator], Ints]

CELLS_AT_ONCE = 8_000_000
ENOUGH = 20


@dataclass(frozen=True)
class Null:
    """``maxima`` of the replicates drawn; ``stopped``: as many as :data:`ENOUGH` reached the observed value early."""

    maxima: Floats
    stopped: bool

    def p(self, statistic: float) -> float:
        """Monte Carlo p value; exact in the sense that P(p ≤ a) ≤ a (Besag & Clifford 1991 when stopped early)."""
        reached = int((self.maxima >= statistic - 1e-9 * (1 + statistic)).sum())
        if self.stopped and reached == ENOUGH:
            return reached / len(self.maxima)
        return min(1.0, (reached + 1) / (len(self.maxima) + 1))

    def p_gumbel(self, statistic: float) -> float:
        """p from a Gumbel distribution fitted to the replicates: an approximation that can go below 1/(replicates + 1)
        (Abrams, Kulldorff & Kleinman 2010)."""
        spread = float(self.maxima.std(ddof=1)) * np.sqrt(6) / np.pi if len(self.maxima) > 1 else 0.0
        if spread <= 0:
            return self.p(statistic)
        place = float(self.maxima.mean()) - np.euler_gamma * spread
        return float(-np.expm1(-np.exp(-(statistic - place) / spread)))


def multinomial_draw(expected: Floats) -> Draw:
    """Cases fall on places and periods in proportion to what is expected there."""
    total = round(float(expected.sum()))
    shares = (expected / expected.sum()).ravel()

    def draw(rng: np.random.Generator) -> Ints:
        return rng.multinomial(total, shares).reshape(expected.shape)

    return draw


def permutation_draw(place: Ints, period: Ints, shape: tuple[int, int]) -> Draw:
    """The days of the cases dealt out anew among them: every place keeps its number of cases, every period its own."""

    def draw(rng: np.random.Generator) -> Ints:
        cells = place * shape[1] + rng.permutation(period)
        return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)

    return draw


def replicate(
    draw: Draw,
    largest: Callable[[NDArray[np.int32]], Floats],
    observed: float,
    shape: tuple[int, int],
    replications: int,
    seed: int,
) -> Null:
    """Up to ``replications`` maxima; stops as soon as :data:`ENOUGH` of them reach ``observed``.

    Every replicate has a generator of its own made of ``seed`` and its number: the batches in which they are worked
    off change nothing.
    """
    batch = int(max(1, min(100, CELLS_AT_ONCE // (shape[0] * (shape[1] + 1)))))
    maxima: list[float] = []
    reached = 0
    while len(maxima) < replications:
        size = min(batch, replications - len(maxima))
        counts = np.empty((*shape, size), dtype=np.int32)
        for number in range(size):
            counts[..., number] = draw(np.random.default_rng([seed, len(maxima) + number]))
        for value in largest(counts).tolist():
            maxima.append(value)
            reached += value >= observed - 1e-9 * (1 + observed)
            if reached == ENOUGH and len(maxima) < replications:
                return Null(np.array(maxima), True)
    return Null(np.array(maxima), False)
