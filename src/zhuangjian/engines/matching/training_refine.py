"""A second look at the weights: m counted once more among the pairs that clustering, not a pair alone, put together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from zhuangjian.engines.matching.pairs import beside_sql, level_sql
from zhuangjian.engines.matching.training import Model

MIN_TOGETHER: Final = 200
SAMPLE: Final = 200_000


def refine(con: Any, model: Model, together: str) -> Model:
    """The model with m from the pairs (l, r) of table ``together``; unchanged when there are too few of them.

    Pairs that share one field by chance of a common owner blur what expectation maximisation learns about the
    others; inside clusters that agree as a whole they are few.
    """
    if not model.trained or con.execute(f"SELECT count(*) FROM {together}").fetchone()[0] < MIN_TOGETHER:
        return model
    columns = [row[0] for row in con.execute("DESCRIBE party").fetchall() if row[0] != "rid"]
    some = f"(SELECT l, r FROM {together} ORDER BY hash(l, r), l, r LIMIT {SAMPLE})"
    levels = ", ".join(f"{level_sql(one)} AS {one.name}" for one in model.comparisons)
    con.execute(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT {levels} FROM ({beside_sql(columns, some)})")
    weights = {}
    for comparison in model.comparisons:
        counted = dict(con.execute(f"SELECT {comparison.name}, count(*) FROM seen GROUP BY 1").fetchall())
        counts = [counted.get(place, 0) + 0.5 for place in range(len(comparison.levels))]
        weights[comparison.name] = [
            (count / sum(counts), u)
            for count, (_, u) in zip(counts, model.weights[comparison.name], strict=True)
        ]
    con.execute("DROP TABLE seen")
    return replace(model, weights=weights, notes=(*model.notes, "按首轮聚类内的记录对重新计数一次。"))
