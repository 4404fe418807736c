"""Who inspected: how strictly each inspector marks each item, estimated with shrinkage, and then removed.

LN 2(10) asks for consistency between inspectors. The estimate compares inspectors on the same item and the same case
mix; what the case mix does not hold (an inspector sent only to the worst) stays in it, so ``comparable`` says which
share of an inspector's cases lies where others went too. It is about inspection, never a fact about the inspected:
``adjust`` gives parties' rates as if the average inspector had come, and its result has no place for an inspector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from .strictness_cases import Cases, Floats, cases_from
from .strictness_fit import Fit, fit

FEW_CASES = 20
LITTLE_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """One inspector. ``strictness`` is the log-odds of finding against the mean of the inspectors at hand on the same case;
    ``rate`` what this inspector would find if sent to all cases, ``raw_rate`` what was found on the own ones."""

    inspector: str
    n: int
    found: int
    raw_rate: float
    strictness: float
    low: float
    high: float
    odds_ratio: float
    rate: float
    rate_low: float
    rate_high: float
    comparable: float
    differs: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """One inspector on one item, in the same terms."""

    inspector: str
    item: str
    n: int
    found: int
    strictness: float
    low: float
    high: float
    odds_ratio: float


@dataclass(frozen=True)
class Strictness:
    """The estimate. Real names leave it only through ``names`` and ``to_dict(names=True)``."""

    cases: Cases
    fit: Fit
    level: float
    pseudonyms: tuple[str, ...]
    inspectors: tuple[InspectorRow, ...]
    pairs: tuple[PairRow, ...]
    average_rate: float
    warnings: tuple[str, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Pseudonym → real name."""
        return dict(zip(self.pseudonyms, self.cases.inspectors, strict=True))

    def to_dict(self, *, names: bool = False) -> dict[str, Any]:
        """JSON-ready report, pseudonyms unless ``names``; inspectors by strictness, strictest first."""
        real = self.names

        def told(row: InspectorRow | PairRow) -> dict[str, Any]:
            body = {key: getattr(row, key) for key in row.__dataclass_fields__}
            return body | ({"inspector": real[row.inspector]} if names else {})

        return {
            "rows": self.cases.rows,
            "found": int(self.cases.found.sum()),
            "average_rate": self.average_rate,
            "between": self.fit.between,
            "within": self.fit.within,
            "level": self.level,
            "case_mix": [name for name, _ in self.cases.levels],
            "inspectors": [told(row) for row in self.inspectors],
            "pairs": [told(row) for row in self.pairs],
            "pseudonyms": not names,
            "warnings": list(self.warnings),
        }


def strictness(
    inspector: Sequence[Any],
    found: Sequence[Any],
    item: Sequence[Any] | None = None,
    case_mix: Mapping[str, Sequence[Any]] | None = None,
    level: float = 0.95,
) -> Strictness:
    """Strictness per inspector and item with intervals of ``level`` (posterior, given the estimated spreads).

    Columns are aligned row by row, one row an item looked at in an inspection. Raises ``Refusal`` as ``cases_from``.
    """
    cases = cases_from(inspector, found, item, case_mix)
    fitted = fit(cases)
    z = float(stats.norm.ppf(0.5 + level / 2))
    pseudonyms = _pseudonyms(cases.inspectors)
    base = fitted.eta - fitted.effect
    average = float(cases.n @ _rate(base) / cases.n.sum())
    people = _people(cases, fitted, pseudonyms, base, z)
    return Strictness(
        cases=cases,
        fit=fitted,
        level=level,
        pseudonyms=pseudonyms,
        inspectors=tuple(sorted(people, key=lambda row: (-row.strictness, row.inspector))),
        pairs=_pairs(cases, fitted, pseudonyms, z),
        average_rate=average,
        warnings=_warnings(people),
    )


def _rate(eta: Floats) -> Floats:
    value: Floats = 1 / (1 + np.exp(-eta))
    return value


def _pseudonyms(names: Sequence[str]) -> tuple[str, ...]:
    order = sorted(range(len(names)), key=lambda i: hashlib.sha256(names[i].encode()).hexdigest())
    width = max(2, len(str(len(names))))
    number = {who: place for place, who in enumerate(order, 1)}
    return tuple(f"检查员{number[i]:0{width}d}" for i in range(len(names)))


def _people(
    cases: Cases, fitted: Fit, pseudonyms: Sequence[str], base: Floats, z: float
) -> list[InspectorRow]:
    count = len(cases.inspectors)
    n = np.bincount(cases.inspector, weights=cases.n, minlength=count)
    y = np.bincount(cases.inspector, weights=cases.y, minlength=count)
    shared = _comparable(cases)
    rows = []
    for who in range(count):
        middle, spread = float(fitted.inspector[who]), z * float(fitted.inspector_sd[who])
        rates = [
            float(cases.n @ _rate(base + shift) / cases.n.sum())
            for shift in (middle, middle - spread, middle + spread)
        ]
        rows.append(
            InspectorRow(
                inspector=pseudonyms[who],
                n=int(n[who]),
                found=int(y[who]),
                raw_rate=float(y[who] / n[who]),
                strictness=middle,
                low=middle - spread,
                high=middle + spread,
                odds_ratio=float(np.exp(middle)),
                rate=rates[0],
                rate_low=rates[1],
                rate_high=rates[2],
                comparable=float(shared[who]),
                differs=bool(abs(middle) > spread),
            )
        )
    return rows


def _pairs(cases: Cases, fitted: Fit, pseudonyms: Sequence[str], z: float) -> tuple[PairRow, ...]:
    if len(cases.items) == 1:
        return ()
    where = {(int(a), int(b)): i for i, (a, b) in enumerate(fitted.pairs)}
    place = np.array([where[(int(a), int(b))] for a, b in zip(cases.inspector, cases.item, strict=True)])
    n = np.bincount(place, weights=cases.n, minlength=len(fitted.pairs))
    y = np.bincount(place, weights=cases.y, minlength=len(fitted.pairs))
    rows = [
        PairRow(
            inspector=pseudonyms[int(who)],
            item=cases.items[int(item)],
            n=int(n[i]),
            found=int(y[i]),
            strictness=float(fitted.pair[i]),
            low=float(fitted.pair[i] - z * fitted.pair_sd[i]),
            high=float(fitted.pair[i] + z * fitted.pair_sd[i]),
            odds_ratio=float(np.exp(fitted.pair[i])),
        )
        for i, (who, item) in enumerate(fitted.pairs)
    ]
    return tuple(sorted(rows, key=lambda row: (row.inspector, row.item)))


def _comparable(cases: Cases) -> Floats:
    """Share of each inspector's rows in item × case-mix cells that another inspector visited too."""
    keys = np.column_stack([cases.item, cases.mix])
    _, cell = np.unique(keys, axis=0, return_inverse=True)
    cell = cell.reshape(-1)
    visitors = np.bincount(cell)  # each inspector has one row of cells per item × case mix
    count = len(cases.inspectors)
    shared = np.bincount(cases.inspector, weights=cases.n * (visitors[cell] > 1), minlength=count)
    value: Floats = shared / np.bincount(cases.inspector, weights=cases.n, minlength=count)
    return value


def _warnings(people: Sequence[InspectorRow]) -> tuple[str, ...]:
    found = []
    few = sum(row.n < FEW_CASES for row in people)
    if few:
        found.append(f"{few} 名检查员的结果不足 {FEW_CASES} 行，估计主要靠平均水平，区间很宽")
    alone = sum(row.comparable < LITTLE_SHARED for row in people)
    if alone:
        found.append(
            f"{alone} 名检查员有一半以上的结果落在没有别人检查过的项目与构成里，其尺度无法与对象的差别分开，"
            f"请减少构成列或者安排交叉检查"
        )
    differing = sum(row.differs for row in people)
    if differing:
        found.append(f"{differing} 名检查员与平均尺度有差别（区间不含零），请结合具体项目统一尺度")
    return tuple(found)
