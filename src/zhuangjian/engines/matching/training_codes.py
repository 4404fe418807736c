"""What credit codes teach: among pairs whose codes are both known, which agreements go with one party after all."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from zhuangjian.engines.matching.pairs import beside_sql, level_sql
from zhuangjian.engines.matching.training import Model

MIN_EACH: Final = 200
SAMPLE: Final = 200_000
RIDGE: Final = 1.0
_LEAST: Final = 1e-9
_MOST: Final = 0.999

Numbers = npt.NDArray[np.float64]


def learn_from_codes(con: Any, model: Model, prior: float) -> Model | None:
    """The model with each level's weight corrected by the pairs of table ``scored`` that both bear a valid code.

    Fields are not independent: sisters under one owner share telephone, house and person, and each agreement alone
    would count in full. The correction is a logistic regression on the levels, started from the weights there are
    and held near them; what remains is a sum over fields. None when too few such pairs match or differ.
    """
    names = [one.name for one in model.comparisons]
    columns = [row[0] for row in con.execute("DESCRIBE party").fetchall() if row[0] != "rid"]
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE coded AS
        SELECT s.l, s.r, a.code = b.code AS same, s.bits + {prior} AS bits
        FROM scored s JOIN party a ON a.rid = s.l JOIN party b ON b.rid = s.r
        WHERE a.code IS NOT NULL AND b.code IS NOT NULL ORDER BY hash(s.l, s.r), s.l, s.r LIMIT {SAMPLE}"""
    )
    same, all_of_them = con.execute("SELECT count(*) FILTER (same), count(*) FROM coded").fetchone()
    if not names or min(same, all_of_them - same) < MIN_EACH:
        return None
    levels = ", ".join(f"{level_sql(one)} AS {one.name}" for one in model.comparisons)
    found = con.execute(
        f"""SELECT v.*, c.same, c.bits FROM (SELECT l, r, {levels} FROM ({beside_sql(columns, "coded")})) v
        JOIN coded c USING (l, r) ORDER BY l, r"""
    ).fetchnumpy()
    con.execute("DROP TABLE coded")
    design = np.hstack([_indicators(found[one.name], len(one.levels)) for one in model.comparisons])
    shift = _fit(design, np.asarray(found["bits"], float) * math.log(2), np.asarray(found["same"], float))
    note = f"按{all_of_them}对两边都有信用代码的记录（其中{same}对代码相同）校正权重。"
    return replace(model, weights=_shifted(model, np.round(shift, 4)), notes=(*model.notes, note))


def _indicators(levels: npt.NDArray[Any], count: int) -> Numbers:
    held: Numbers = (np.asarray(levels)[:, None] == np.arange(count)[None, :]).astype(float)
    return held


def _fit(design: Numbers, start: Numbers, same: Numbers) -> Numbers:
    """Corrections in natural logarithms by Newton's method, drawn towards zero.

    A level that matches often show is held the more firmly: the correction falls on what matches hardly ever show.
    """
    shift = np.zeros(design.shape[1])
    ridge = RIDGE * (1 + design.T @ same)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(start + design @ shift, -30, 30)))
        slope = design.T @ (same - chance) - ridge * shift
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        shift = shift + np.clip(step, -2, 2)
        if np.max(np.abs(step)) < 1e-6:
            break
    return shift


def _shifted(model: Model, shift: Numbers) -> dict[str, list[tuple[float, float]]]:
    weights: dict[str, list[tuple[float, float]]] = {}
    at = 0
    for comparison in model.comparisons:
        weights[comparison.name] = [
            (min(max(m * math.exp(shift[at + place]), _LEAST), _MOST), u)
            for place, (m, u) in enumerate(model.weights[comparison.name])
        ]
        at += len(comparison.levels)
    return weights
