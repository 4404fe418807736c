"""False-discovery control over many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """Adjusted p values (q): calling every q ≤ a keeps the expected share of false calls at or below a.

    Holds for independent or positively dependent tests (Benjamini & Hochberg 1995). NaN marks "not tested": it stays
    NaN and does not count as a test. Raises ValueError for a value outside [0, 1].
    """
    return _step_up(p, dependent=False)


def benjamini_yekutieli(p: ArrayLike) -> NDArray[np.float64]:
    """As :func:`benjamini_hochberg`, but under any dependence: larger by the factor 1 + 1/2 + … + 1/m
    (Benjamini & Yekutieli 2001)."""
    return _step_up(p, dependent=True)


def _step_up(p: ArrayLike, *, dependent: bool) -> NDArray[np.float64]:
    values = np.asarray(p, dtype=np.float64)
    out = np.full(values.shape, np.nan)
    tested = ~np.isnan(values)
    found = values[tested]
    if found.size == 0:
        return out
    if found.min() < 0 or found.max() > 1:
        raise ValueError("p values lie between 0 and 1")
    m = found.size
    order = np.argsort(found, kind="stable")
    scale = m / np.arange(1, m + 1)
    if dependent:
        scale = scale * float(np.sum(1.0 / np.arange(1, m + 1)))
    stepped = np.minimum.accumulate((found[order] * scale)[::-1])[::-1]
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(stepped, 1.0)
    out[tested] = adjusted
    return out
