"""Parties' rates as if the average inspector had come, and a gate that no inspector column passes.

``adjust`` explains each party's findings by its items, its case mix, the inspectors' strictness and its own
difference, shrunken towards nothing; the strictness is then set to that of the average inspector.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, stats

from zhuangjian.engines.rules.answer import Refusal

from .strictness import Strictness
from .strictness_cases import Floats, Ints

if TYPE_CHECKING:
    import pyarrow as pa

_WORDS = ("inspector", "sanitarian", "officer", "检查员", "检查人", "执法人员", "组长", "检查组")


@dataclass(frozen=True, slots=True)
class PartyTable:
    """A table fit for features of parties: it cannot be made with a column whose name tells of an inspector.

    Where the inspectors are known, make it by ``inspector_free``, which looks at the contents too.
    """

    arrow: pa.Table

    def __post_init__(self) -> None:
        named = [name for name in self.arrow.column_names if any(word in name.lower() for word in _WORDS)]
        if named:
            raise _refused(named)


@dataclass(frozen=True, slots=True)
class AdjustedRates:
    """One row a party, sorted: rate of findings had the average inspector come, with its interval.

    ``excess`` is the party's own log-odds against a party of the same items and case mix. There is no field for who
    inspected, and none from which it could be read.
    """

    party: tuple[str, ...]
    n: Ints
    rate: Floats
    low: Floats
    high: Floats
    excess: Floats
    spread: float

    def table(self) -> PartyTable:
        """The rows as a table fit for a party's features."""
        import pyarrow as pa

        columns = {
            "party": list(self.party),
            "n": self.n,
            "adjusted_rate": self.rate,
            "adjusted_low": self.low,
            "adjusted_high": self.high,
            "adjusted_excess": self.excess,
        }
        return PartyTable(pa.table(columns))


def expected_rates(estimate: Strictness) -> Floats:
    """For each row of the cases: probability of a finding had the average inspector come (party unknown)."""
    base = estimate.fit.eta - estimate.fit.effect
    return _rate(base)[estimate.cases.cell_of_row]


def adjust(estimate: Strictness, party: Sequence[Any], level: float = 0.95) -> AdjustedRates:
    """Adjusted rate per party; ``party`` is aligned with the rows that ``estimate`` was made from.

    A party's own difference is ~ N(0, spread²) with the spread estimated from all parties (Laplace); the interval is
    that of the difference, given strictness. Raises ``Refusal`` when the lengths differ or a party is missing.
    """
    cases, fitted = estimate.cases, estimate.fit
    if len(party) != cases.rows:
        raise Refusal(f"主体列有 {len(party)} 行，检查结果有 {cases.rows} 行，请用同一张表")
    texts = ["" if p is None or p != p else str(p).strip() for p in party]
    if "" in texts:
        raise Refusal(f"第 {texts.index('') + 1} 行没有写主体，请补上或者先去掉这些行")
    names, code = np.unique(np.asarray(texts, dtype=object).astype(str), return_inverse=True)
    code = code.reshape(-1)
    eta, effect = fitted.eta[cases.cell_of_row], fitted.effect[cases.cell_of_row]
    # Sums of decimals depend on the order of the rows; a shuffled table must give the same bytes.
    order = np.lexsort((cases.found, effect, eta, code))
    code, eta, plain, y = code[order], eta[order], (eta - effect)[order], cases.found[order]
    count = len(names)
    best = optimize.minimize_scalar(
        lambda log: -_evidence(eta, y, code, count, float(np.exp(log))),
        bounds=(-4.0, 1.5),
        method="bounded",
        options={"xatol": 0.01},
    )
    spread = float(np.exp(best.x))
    own, variance = _modes(eta, y, code, count, spread)
    n = np.bincount(code, minlength=count)
    half = float(stats.norm.ppf(0.5 + level / 2)) * np.sqrt(variance)

    def rates(difference: Floats) -> Floats:
        value: Floats = np.bincount(code, weights=_rate(plain + difference[code]), minlength=count) / n
        return value

    return AdjustedRates(
        party=tuple(str(name) for name in names),
        n=n.astype(np.int64),
        rate=rates(own),
        low=rates(own - half),
        high=rates(own + half),
        excess=own,
        spread=spread,
    )


def _rate(eta: Floats) -> Floats:
    value: Floats = 1 / (1 + np.exp(-eta))
    return value


def _modes(eta: Floats, y: Floats, code: Ints, count: int, spread: float) -> tuple[Floats, Floats]:
    own = np.zeros(count)
    for _ in range(50):
        rate = _rate(eta + own[code])
        slope = np.bincount(code, weights=y - rate, minlength=count) - own / spread**2
        curve = np.bincount(code, weights=rate * (1 - rate), minlength=count) + spread**-2
        step = np.clip(slope / curve, -1, 1)
        own = own + step
        if np.max(np.abs(step)) < 1e-10:
            break
    rate = _rate(eta + own[code])
    curve = np.bincount(code, weights=rate * (1 - rate), minlength=count) + spread**-2
    return own, 1 / curve


def _evidence(eta: Floats, y: Floats, code: Ints, count: int, spread: float) -> float:
    own, variance = _modes(eta, y, code, count, spread)
    full = eta + own[code]
    value = float(y @ full - np.logaddexp(0, full).sum()) - 0.5 * float(own @ own) / spread**2
    return value + 0.5 * float(np.log(variance).sum()) - count * float(np.log(spread)) + float(np.log(spread))


def inspector_free(table: pa.Table, inspector: Sequence[Any] | None = None) -> PartyTable:
    """``table`` as a party's table when no column tells who inspected; otherwise a refusal that names the columns.

    A column does so by its name (inspector, sanitarian, 检查员 …) or, where the aligned ``inspector`` is given, by its
    content: it names the inspector one to one, or marks exactly one inspector's rows.
    """
    told = [] if inspector is None else [n for n in table.column_names if _tells(table.column(n), inspector)]
    if told:
        raise _refused(told)
    return PartyTable(table)


def _refused(columns: Sequence[str]) -> Refusal:
    return Refusal(
        f"列 {'、'.join(columns)} 说明是谁检查的，不能作为被检查对象的特征。请去掉这些列；"
        f"检查尺度用 risk strictness 估计并扣除",
        missing=columns,
    )


def _tells(column: Any, inspector: Sequence[Any]) -> bool:
    values = [str(v) for v in column.to_pylist()]
    who = [str(v) for v in inspector]
    if len(values) != len(who):
        raise Refusal(f"检查员列有 {len(who)} 行，特征表有 {len(values)} 行，请用同一张表")
    people, kinds = set(who), set(values)
    if len(people) < 2 or len(kinds) < 2:
        return False
    together = set(zip(values, who, strict=True))
    if len(kinds) == len(people) == len(together):
        return True
    if len(kinds) != 2:
        return False
    return any(len({w for v, w in together if v == kind}) == 1
               and sum(w in {x for v, x in together if v == kind} for _, w in together) == 1
               for kind in kinds)  # fmt: skip
