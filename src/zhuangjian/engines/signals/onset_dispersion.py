"""How much more than Poisson the counts vary, measured so that a change of level does not pass for noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR_PAIRS = 40.0


def pair_sums(counts: NDArray[np.int64], exposure: Floats) -> tuple[Floats, Floats, Floats]:
    """Sums over neighbouring periods, one value a series (rows): squared differences, what Poisson expects of
    them, and how many pairs hold an event.

    Of two neighbours with n events between them the first holds n·share on average, with variance n·share·(1 - share) if
    Poisson, for whatever rate: so a step costs one pair and a slow drift hardly anything, where a variance around one
    mean would swallow the very change that is looked for.
    """
    both = counts[:, :-1] + counts[:, 1:]
    joint = exposure[..., :-1] + exposure[..., 1:]
    share = np.divide(exposure[..., :-1], joint, out=np.full(joint.shape, 0.5), where=joint > 0)
    squared = (counts[:, :-1] - both * share) ** 2
    expected = both * share * (1 - share)
    return squared.sum(axis=1), expected.sum(axis=1), (both > 0).sum(axis=1).astype(np.float64)


def dispersions(counts: NDArray[np.int64], exposure: Floats) -> Floats:
    """Variance ÷ mean of each series (at least 1): its own estimate drawn towards that of all series together.

    ``counts`` is series × periods, ``exposure`` the same shape or one row for all. A series' own estimate weighs as many
    pairs as it has with events, the common one weighs ``PRIOR_PAIRS``.
    """
    squared, expected, pairs = pair_sums(counts, exposure)
    if expected.sum() <= 0:
        return np.ones(len(counts))
    common = float(squared.sum() / expected.sum())
    own = np.divide(squared, expected, out=np.full(len(counts), common), where=expected > 0)
    shrunk = (own * pairs + common * PRIOR_PAIRS) / (pairs + PRIOR_PAIRS)
    return np.asarray(np.maximum(1.0, shrunk))
