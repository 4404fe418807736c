"""Has what the model sees, or what it meets, changed since it was trained?

Per feature and window: population stability index (PSI) over the reference's deciles or levels, with the p-value of
the two-sample χ² on the same cells, and Kolmogorov–Smirnov for numbers; per window: share of findings and observed
against expected. A feature drifts only when the change is both large (PSI) and not chance (Benjamini–Hochberg over all
features and windows); rates and calibration are corrected over windows (Holm).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from zhuangjian.engines.rules.answer import Refusal, plain

Floats = npt.NDArray[np.float64]
WATCH, ACT = 0.10, 0.25  # customary reading of PSI; the decision also needs the corrected p-value
BINS = 10
FEW_VALUES = 8
_SOFTEN = 0.5


@dataclass(frozen=True)
class Sample:
    """Rows of one period: columns of equal length, and where known the outcome (1/0) and the score (0–1)."""

    columns: Mapping[str, Sequence[Any]]
    outcome: Sequence[float] | None = None
    score: Sequence[float] | None = None

    @property
    def n(self) -> int:
        """Number of rows."""
        for values in (*self.columns.values(), self.outcome, self.score):
            if values is not None:
                return len(values)
        return 0


@dataclass(frozen=True, slots=True)
class FeatureDrift:
    """One feature in one window. ``p`` is that of the χ² on PSI's cells, corrected over everything."""

    window: str
    feature: str
    n: int
    psi: float
    ks: float | None
    ks_p: float | None
    p: float
    state: str


@dataclass(frozen=True, slots=True)
class WindowDrift:
    """One window's share of findings against the reference, and observed minus expected."""

    window: str
    n: int
    rate: float | None
    rate_p: float | None
    rate_drifts: bool
    gap: float | None
    gap_p: float | None
    gap_drifts: bool


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What has changed; ``state`` of a feature is stable, watch or drift."""

    reference_n: int
    reference_rate: float | None
    level: float
    thresholds: tuple[float, float]
    features: tuple[FeatureDrift, ...]
    windows: tuple[WindowDrift, ...]
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}


def drift(reference: Sample, windows: Mapping[str, Sample], level: float = 0.95) -> DriftReport:
    """Drift of each of ``windows`` (label → rows) against ``reference``.

    Raises ``Refusal`` for an empty period, columns that differ between periods or in length.
    """
    _check("基准期", reference, reference)
    if not windows:
        raise Refusal("没有一个要比较的时段，请至少给一个", missing=["时段"])
    for label, sample in windows.items():
        _check(label, sample, reference)
    raw = [
        _feature(label, name, reference.columns[name], sample.columns[name])
        for label, sample in windows.items()
        for name in reference.columns
    ]
    alpha = 1 - level
    corrected = _benjamini_hochberg([row.p for row in raw])
    features = tuple(_judged(row, p, alpha) for row, p in zip(raw, corrected, strict=True))
    judged = _windows(reference, windows, alpha)
    return DriftReport(
        reference_n=reference.n,
        reference_rate=None if reference.outcome is None else float(np.mean(reference.outcome)),
        level=level,
        thresholds=(WATCH, ACT),
        features=features,
        windows=judged,
        warnings=_warnings(features, judged),
    )


def psi(reference: Sequence[Any], current: Sequence[Any]) -> tuple[float, float]:
    """(population stability index, p-value of the χ² test that both come from one population).

    Numbers with more than eight values: cells are the reference's deciles; otherwise levels. A missing value is a cell
    of its own. Half a row is added to each cell, so that an empty one does not give infinity.
    """
    before, after = _counts(reference, current)
    p_before = (before + _SOFTEN) / (before.sum() + _SOFTEN * len(before))
    p_after = (after + _SOFTEN) / (after.sum() + _SOFTEN * len(after))
    index = float(np.sum((p_after - p_before) * np.log(p_after / p_before)))
    table = np.array([before, after])[:, before + after > 0]
    if table.shape[1] < 2:
        return index, 1.0
    return index, float(stats.chi2_contingency(table, correction=False).pvalue)


def _counts(reference: Sequence[Any], current: Sequence[Any]) -> tuple[Floats, Floats]:
    numbers = _numbers(reference), _numbers(current)
    before, after = numbers
    if before is not None and after is not None:
        present = before[~np.isnan(before)]
        if len(np.unique(present)) > FEW_VALUES:
            cuts = np.unique(np.quantile(present, np.linspace(0, 1, BINS + 1)[1:-1]))
            first, second = (
                np.bincount(
                    np.where(np.isnan(v), len(cuts) + 1, np.searchsorted(cuts, v, side="left")),
                    minlength=len(cuts) + 2,
                ).astype(float)
                for v in (before, after)
            )
            return first, second
    texts = [[_text(v) for v in values] for values in (reference, current)]
    levels = sorted(set(texts[0]) | set(texts[1]))
    place = {level: i for i, level in enumerate(levels)}
    first, second = (
        np.bincount([place[t] for t in side], minlength=len(levels)).astype(float) for side in texts
    )
    return first, second


def _text(value: Any) -> str:
    return "缺失" if value is None or value != value else str(value)


def _numbers(values: Sequence[Any]) -> Floats | None:
    try:
        return np.asarray([np.nan if v is None else float(v) for v in values])
    except (TypeError, ValueError):
        return None


def _check(label: str, sample: Sample, reference: Sample) -> None:
    if sample.n == 0:
        raise Refusal(f"{label}没有一行数据，请换用有内容的时段")
    if set(sample.columns) != set(reference.columns):
        differing = sorted(set(sample.columns) ^ set(reference.columns))
        raise Refusal(f"{label}与基准期的列不同：{'、'.join(differing)}，请用相同的列", missing=differing)
    for name, values in {**sample.columns, "结果": sample.outcome, "分数": sample.score}.items():
        if values is not None and len(values) != sample.n:
            raise Refusal(f"{label}的列 {name} 有 {len(values)} 行，应有 {sample.n} 行，请用同一张表")
    for name, values, allowed in (("结果", sample.outcome, "1 或 0"), ("分数", sample.score, "0 至 1 的数")):
        for number, value in enumerate(() if values is None else values, 1):
            plain = isinstance(value, (bool, int, float, np.number))
            if not plain or not 0 <= value <= 1 or (name == "结果" and value not in (0, 1)):
                raise Refusal(f"{label}第 {number} 行的{name}“{value}”不是{allowed}，请改正")


def _feature(label: str, name: str, reference: Sequence[Any], current: Sequence[Any]) -> FeatureDrift:
    index, p = psi(reference, current)
    ks, ks_p = None, None
    before, after = _numbers(reference), _numbers(current)
    if before is not None and after is not None:
        before, after = before[~np.isnan(before)], after[~np.isnan(after)]
        if len(before) and len(after):
            tested = stats.ks_2samp(before, after, method="asymp")
            ks, ks_p = float(tested.statistic), float(tested.pvalue)
    return FeatureDrift(label, name, len(current), index, ks, ks_p, p, "stable")


def _judged(row: FeatureDrift, p: float, alpha: float) -> FeatureDrift:
    state = "stable"
    if p < alpha and row.psi >= WATCH:
        state = "drift" if row.psi >= ACT else "watch"
    return FeatureDrift(row.window, row.feature, row.n, row.psi, row.ks, row.ks_p, p, state)


def _benjamini_hochberg(p: Sequence[float]) -> list[float]:
    order = sorted(range(len(p)), key=lambda i: -p[i])
    found, least = [0.0] * len(p), 1.0
    for place, i in enumerate(order):
        least = min(least, p[i] * len(p) / (len(p) - place))
        found[i] = least
    return found


def _holm(p: Sequence[float | None]) -> list[float | None]:
    order = sorted((i for i, v in enumerate(p) if v is not None), key=lambda i: p[i] or 0.0)
    found: list[float | None] = [None] * len(p)
    worst = 0.0
    for place, i in enumerate(order):
        worst = max(worst, min(1.0, (p[i] or 0.0) * (len(order) - place)))
        found[i] = worst
    return found


def _windows(reference: Sample, windows: Mapping[str, Sample], alpha: float) -> tuple[WindowDrift, ...]:
    rates = [None if w.outcome is None else float(np.mean(w.outcome)) for w in windows.values()]
    rate_p = _holm([_rate_p(reference, w) for w in windows.values()])
    gaps = [_gap(w) for w in windows.values()]
    gap_p = _holm([None if gap is None else gap[1] for gap in gaps])
    return tuple(
        WindowDrift(
            window=label,
            n=windows[label].n,
            rate=rates[i],
            rate_p=rate_p[i],
            rate_drifts=(found := rate_p[i]) is not None and found < alpha,
            gap=None if (own := gaps[i]) is None else own[0],
            gap_p=gap_p[i],
            gap_drifts=(off := gap_p[i]) is not None and off < alpha,
        )
        for i, label in enumerate(windows)
    )


def _rate_p(reference: Sample, window: Sample) -> float | None:
    if reference.outcome is None or window.outcome is None:
        return None
    before, after = np.asarray(reference.outcome, float), np.asarray(window.outcome, float)
    table = [[before.sum(), len(before) - before.sum()], [after.sum(), len(after) - after.sum()]]
    return float(stats.fisher_exact(table).pvalue)


def _gap(window: Sample) -> tuple[float, float] | None:
    if window.outcome is None or window.score is None:
        return None
    y, s = np.asarray(window.outcome, float), np.asarray(window.score, float)
    spread = float(np.sqrt(np.sum(s * (1 - s))))
    p = float(2 * stats.norm.sf(abs(y.sum() - s.sum()) / spread)) if spread else float(y.sum() == s.sum())
    return float(y.mean() - s.mean()), p


def _warnings(features: Sequence[FeatureDrift], windows: Sequence[WindowDrift]) -> tuple[str, ...]:
    found = []
    for row in features:
        if row.state != "stable":
            word = "明显变化，应考虑重新训练" if row.state == "drift" else "有变化，请关注"
            found.append(f"{row.window} {row.feature}：PSI {row.psi:.2f}，{word}")
    for window in windows:
        if window.rate_drifts:
            found.append(f"{window.window}：发现问题的比例 {window.rate:.3f} 与基准期不同")
        if window.gap_drifts and window.gap is not None:
            word = "低估" if window.gap > 0 else "高估"
            found.append(f"{window.window}：实际减预期 {window.gap:+.3f}，风险被{word}，请重新校准")
    return tuple(found)
