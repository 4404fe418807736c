"""Every measure of every pair of a table of reports, and what is told about them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import bcpnn, measures
from zhuangjian.engines.signals.counts import Counts, Floats, count_pairs
from zhuangjian.engines.signals.gps import Theta
from zhuangjian.engines.signals.gps_fit import STARTS, Fit, fit
from zhuangjian.engines.signals.squash import Points, group, points, squash_by

if TYPE_CHECKING:
    import pyarrow as pa

MANY_POINTS = 200_000

COLUMNS = (
    "product",
    "event",
    "n",
    "e",
    "rr",
    "prr",
    "prr_low",
    "prr_high",
    "ror",
    "ror_low",
    "ror_high",
    "chi2",
    "chi2_yates",
    "ic",
    "ic025",
    "ic975",
    "ebgm",
    "eb05",
    "eb95",
)


@dataclass(frozen=True)
class Result:
    """Counts, measures by column name (see `COLUMNS`), the prior and remarks in Chinese.

    ``fit`` is None and the ``eb…`` columns are not numbers when the prior was not asked for or cannot be estimated.
    """

    counts: Counts
    values: dict[str, Floats]
    fit: Fit | None
    squash: str
    notes: tuple[str, ...] = field(default=())

    def chosen(self, min_reports: int = 1) -> NDArray[np.int64]:
        """Places of the pairs with at least so many reports."""
        return np.flatnonzero(self.counts.n >= min_reports)

    def table(self, *, min_reports: int = 1, digits: int | None = 2) -> pa.Table:
        """One row a pair, sorted by product and event; infinite ratios stay infinite, undefined values are null.

        ``digits``: decimals of ``ebgm``, two as it is published; None keeps all. Everything else is unrounded.
        """
        import pyarrow as pa

        at = self.chosen(min_reports)
        counts = self.counts
        columns: dict[str, Any] = {
            "product": counts.products.take(pa.array(counts.product_code[at])),
            "event": counts.events.take(pa.array(counts.event_code[at])),
            "n": pa.array(counts.n[at]),
            "e": pa.array(counts.expected[at]),
        }
        for name in COLUMNS[4:]:
            columns[name] = pa.array(self._shown(name, digits)[at], from_pandas=True)
        return pa.table(columns)

    def summary(self, *, min_reports: int = 1, digits: int | None = 2) -> dict[str, Any]:
        """Numbers of the whole run, ready for JSON; the counts of signals are those of the rows of `table`."""
        counts, at = self.counts, self.chosen(min_reports)
        known = self.fit is not None

        def how_many(condition: NDArray[np.bool_]) -> int:
            return int(condition[at].sum())

        found: dict[str, Any] = {
            "theta": list(self.fit.theta) if self.fit else None,
            "nll": self.fit.nll if self.fit else None,
            "pairs": len(counts),
            "reports": counts.reports,
            "rows": counts.rows,
            "rows_dropped": counts.rows_dropped,
            "products": len(counts.products),
            "events": len(counts.events),
            "rows_written": len(at),
            "min_reports": min_reports,
            "eb05_ge_2": how_many(self.values["eb05"] >= 2) if known else None,
            "ebgm_gt_3": how_many(self._shown("ebgm", digits) > 3) if known else None,
            "ic025_gt_0": how_many(self.values["ic025"] > 0),
            "evans": how_many(measures.evans_signal(counts.n, self.values["prr"], self.values["chi2_yates"])),
            "strata": None,
            "squash": self.squash,
            "notes": list(self.notes),
        }
        if counts.strata:
            found["strata"] = {
                "columns": list(counts.strata.columns),
                "count": len(counts.strata.labels),
                "smallest": int(counts.strata.reports.min()),
            }
        return found | _told(self.fit)

    def _shown(self, name: str, digits: int | None) -> Floats:
        values = self.values[name]
        return values if name != "ebgm" or digits is None else np.round(values, digits)


def disproportionality(
    reports: Any,
    *,
    id: str,
    product: str,
    event: str,
    strata: Sequence[str] = (),
    squash: str | None = None,
    ic: bcpnn.Form = "noren",
    shrink: bool = True,
    starts: Sequence[Theta] = STARTS,
    max_categories: int = 10,
) -> Result:
    """All measures of all pairs of a table of reports (ibis or Arrow; one row for each report, product and event).

    See `count_pairs` for the columns and `measure` for the rest.
    """
    counts = count_pairs(
        reports, id=id, product=product, event=event, strata=strata, max_categories=max_categories
    )
    return measure(counts, squash=squash, ic=ic, shrink=shrink, starts=starts)


def measure(
    counts: Counts,
    *,
    squash: str | None = None,
    ic: bcpnn.Form = "noren",
    shrink: bool = True,
    starts: Sequence[Theta] = STARTS,
) -> Result:
    """All measures of counted pairs.

    ``squash``: see `squash_by`; None fits all pairs, and squashes by itself only beyond 200,000 different points.
    ``ic``: which form of the information component (see `bcpnn`). ``shrink`` False leaves out EBGM and its limits.
    """
    if ic not in bcpnn.FORMS:
        raise Refusal(f"没有名为“{ic}”的信息成分算法。可选 {'、'.join(bcpnn.FORMS)}。")
    values = _plain(counts, ic)
    notes = list(counts.strata.notes()) if counts.strata else []
    if counts.rows_dropped:
        notes.append(f"{counts.rows_dropped} 行缺编号、产品或反应，没有计入。")
    if counts.strata and ic != "noren":
        notes.append(f"信息成分 {ic} 不按分层计算，其余用期望数的指标按分层计算。")
    fitted: Fit | None = None
    used = "none"
    if shrink:
        fitted, used, said = _prior(counts, squash, starts)
        notes += said
    values["ebgm"], values["eb05"], values["eb95"] = _shrunk(counts, fitted)
    return Result(counts, values, fitted, used, tuple(notes))


def _plain(counts: Counts, ic: bcpnn.Form) -> dict[str, Floats]:
    """The measures that need no prior, each family on a thread of its own (numpy works outside the interpreter lock)."""
    tables = measures.cells(counts.n, counts.n_product, counts.n_event, counts.reports)
    with ThreadPoolExecutor(max_workers=3) as pool:
        by_prr = pool.submit(measures.prr, tables)
        by_ror = pool.submit(measures.ror, tables)
        by_ic = pool.submit(_information, counts, ic)
        values = {
            "rr": np.where(tables.c + tables.d == 0, np.nan, counts.n / counts.expected),
            "chi2": measures.chi_squared(tables),
            "chi2_yates": measures.chi_squared(tables, corrected=True),
        }
        values["prr"], values["prr_low"], values["prr_high"] = by_prr.result()
        values["ror"], values["ror_low"], values["ror_high"] = by_ror.result()
        values["ic"], values["ic025"], values["ic975"] = by_ic.result()
    return values


def _information(counts: Counts, ic: bcpnn.Form) -> tuple[Floats, Floats, Floats]:
    if ic == "noren":
        return bcpnn.noren_ic(counts.n, counts.expected)
    form = bcpnn.bate_ic if ic == "bate" else bcpnn.gould_ic
    return form(counts.n, counts.n_product, counts.n_event, counts.reports)


def _prior(counts: Counts, squash: str | None, starts: Sequence[Theta]) -> tuple[Fit | None, str, list[str]]:
    data = points(counts.n, counts.expected)
    used = squash if squash is not None else "auto" if _many(data) else "no"
    said = []
    if squash is None and used == "auto":
        said.append("不同的（报告数，期望数）很多，先验参数用压缩后的点估计；要用全部点请指定 no。")
    data = squash_by(data, used)
    try:
        fitted = fit(data, starts)
    except Refusal as refusal:
        return None, used, [*said, f"没有计算 EBGM：{refusal.message}其余指标不受影响。"]
    if not fitted.converged:
        said.append("先验参数停在边界上（数据近于只有一种成分），EBGM 供参考。")
    better = [one for one in fitted.optima if one.converged and one.nll < fitted.nll - 1e-3]
    if better:
        said.append(
            f"有一次搜索到达更低的负对数似然 {better[0].nll:.3f}（采用的是 {fitted.nll:.3f}，至少两次搜索到达），"
            "见 optima；差别很小时两者同样说得通。"
        )
    return fitted, used, said


def _many(data: Points) -> bool:
    return len(data) > MANY_POINTS and len(group(data)) > MANY_POINTS


def _shrunk(counts: Counts, fitted: Fit | None) -> tuple[Floats, Floats, Floats]:
    if fitted is None:
        return (np.full(len(counts), np.nan),) * 3
    from zhuangjian.engines.signals.gps_posterior import scores

    return scores(fitted.theta, counts.n, counts.expected)


def _told(fitted: Fit | None) -> dict[str, Any]:
    if fitted is None:
        return {"standard_errors": None, "converged": None, "points": None, "optima": [], "starts": []}
    return {
        "standard_errors": list(fitted.standard_errors) if fitted.standard_errors else None,
        "converged": fitted.converged,
        "points": fitted.points,
        "optima": [
            {"theta": list(one.theta), "nll": one.nll, "reached": one.reached, "converged": one.converged}
            for one in fitted.optima
        ],
        "starts": [
            {
                "start": list(one.start),
                "theta": list(one.theta),
                "nll": one.nll,
                "steps": one.steps,
                "converged": one.converged,
            }
            for one in fitted.starts
        ],
    }
