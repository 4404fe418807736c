"""Is a score as good, as well calibrated and as hard on one region or size of party as on another?

Per group: AUC with DeLong's interval, observed against expected findings, share of the group that is flagged against
its share of all findings, and how many of its findings are caught. Each group is compared with all others; Holm's
correction over groups and measures decides what is called a difference, so that thirty regions do not yield a false
one by number alone. Groups too small to judge are named and their figures left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from zhuangjian.engines.rules.answer import Refusal, plain

from .fairness_measures import Floats, Interval, auc_interval, auc_with_spread, wilson
from .fairness_within import auc_within, within_warning

SMALL = 50
FEW = 10
WORDS = {"auc": "区分能力（AUC）", "calibration": "校准", "caught": "命中率"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one group against all others; ``p`` is Holm-adjusted over the whole report."""

    column: str
    group: str
    measure: str
    value: float
    others: float
    low: float
    high: float
    p: float
    differs: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group. Everything but ``n`` is absent when ``suppressed``."""

    column: str
    group: str
    n: int
    suppressed: bool
    positives: int | None = None
    rate: Interval | None = None
    expected_rate: float | None = None
    auc: Interval | None = None
    flagged_share: Interval | None = None
    share_of_flagged: float | None = None
    share_of_positives: float | None = None
    caught: Interval | None = None


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """What was found; ``warnings`` in Chinese name the group, the measure and both figures."""

    n: int
    positives: int
    flag_share: float
    threshold: float
    level: float
    auc: Interval
    rate: Interval
    expected_rate: float
    groups: tuple[GroupRow, ...]
    differences: tuple[Difference, ...]
    suppressed: tuple[str, ...]
    warnings: tuple[str, ...]
    auc_within: Interval | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}


def fairness(
    score: Sequence[float],
    outcome: Sequence[Any],
    groups: Mapping[str, Sequence[Any]],
    flag_share: float = 0.2,
    level: float = 0.95,
    small: int = SMALL,
    few: int = FEW,
    inspector: Sequence[Any] | None = None,
) -> FairnessReport:
    """Fairness of ``score`` (probability of a finding, 0–1) against ``outcome`` (1/0) by each column of ``groups``.

    The top ``flag_share`` of all rows is what is flagged. A group with fewer than ``small`` rows, or fewer than ``few``
    findings or non-findings, is suppressed. With ``inspector``, ``auc_within`` tells the skill between parties of the same
    inspector. Raises ``Refusal`` for different lengths, scores outside 0–1, outcomes
    that are all the same.
    """
    s, y = _checked(score, outcome, groups)
    # Sums of floats depend on their order; the answer must not depend on the rows'.
    order = np.lexsort((y, s))
    s, y = s[order], y[order]
    threshold = float(np.quantile(s, 1 - flag_share, method="higher"))
    flagged = s >= threshold
    z = float(stats.norm.ppf(0.5 + level / 2))
    rows: list[GroupRow] = []
    raw: list[Difference] = []
    for column in groups:
        labels = np.asarray(_labels(groups[column]), dtype=object)[order]
        for label in sorted(set(labels)):
            inside = labels == label
            row = _row(column, label, s, y, flagged, inside, z, small, few)
            rows.append(row)
            rest = y[~inside]
            if not row.suppressed and len(rest) >= small and min(rest.sum(), (1 - rest).sum()) >= few:
                raw += _against_others(column, label, s, y, flagged, inside, z)
    differences = _holm(raw, 1 - level)
    hidden = tuple(f"{row.column}：{row.group}（{row.n} 行）" for row in rows if row.suppressed)
    whole = auc_interval(s, y, z)
    inside = None if inspector is None else auc_within(s, y, [inspector[i] for i in order], level)
    told = [_told(d) for d in differences if d.differs]
    if inside is not None and (warning := within_warning(whole, inside)):
        told.insert(0, warning)
    return FairnessReport(
        n=len(y),
        positives=int(y.sum()),
        flag_share=float(flagged.mean()),
        threshold=threshold,
        level=level,
        auc=whole,
        rate=wilson(int(y.sum()), len(y), z),
        expected_rate=float(s.mean()),
        groups=tuple(rows),
        differences=tuple(differences),
        suppressed=hidden,
        warnings=tuple(told),
        auc_within=inside,
    )


def _checked(
    score: Sequence[float], outcome: Sequence[Any], groups: Mapping[str, Sequence[Any]]
) -> tuple[Floats, Floats]:
    try:
        s, y = np.asarray(score, dtype=float), np.asarray(outcome, dtype=float)
    except (TypeError, ValueError):
        raise Refusal("分数或结果里有不是数字的值，请把分数写成 0 至 1 的小数，结果写成 1 或 0") from None
    for name, values in {"结果": outcome, **groups}.items():
        if len(values) != len(s):
            raise Refusal(f"{name}有 {len(values)} 行，分数有 {len(s)} 行，请用同一张表")
    if not groups:
        raise Refusal("没有写明按哪一列分组，请至少给一列（地区、规模……）", missing=["分组列"])
    bad = np.flatnonzero(~((s >= 0) & (s <= 1)))
    if len(bad):
        raise Refusal(f"第 {bad[0] + 1} 行的分数 {score[bad[0]]} 不在 0 至 1 之间，请用概率作为分数")
    bad = np.flatnonzero(~np.isin(y, (0, 1)))
    if len(bad):
        raise Refusal(f"第 {bad[0] + 1} 行的结果 {outcome[bad[0]]} 不是 1 或 0，请改正")
    if len(np.unique(y)) < 2:
        raise Refusal(f"全部 {len(y)} 行的结果相同，无法评价公平性，请换用有两种结果的数据")
    return s, y


def _labels(values: Sequence[Any]) -> list[str]:
    texts = []
    for value in values:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # codes with gaps arrive as 42.0
        texts.append("缺失" if value is None or value != value else str(value).strip() or "缺失")
    return texts


def _row(
    column: str, label: str, s: Floats, y: Floats, flagged: Any, inside: Any, z: float, small: int, few: int
) -> GroupRow:
    n, positives = int(inside.sum()), int(y[inside].sum())
    if n < small or min(positives, n - positives) < few:
        return GroupRow(column, label, n, suppressed=True)
    hits = int(flagged[inside].sum())
    return GroupRow(
        column=column,
        group=label,
        n=n,
        suppressed=False,
        positives=positives,
        rate=wilson(positives, n, z),
        expected_rate=float(s[inside].mean()),
        auc=auc_interval(s[inside], y[inside], z),
        flagged_share=wilson(hits, n, z),
        share_of_flagged=float(hits / max(1, flagged.sum())),
        share_of_positives=float(positives / y.sum()),
        caught=wilson(int((flagged & (y == 1))[inside].sum()), positives, z),
    )


def _against_others(
    column: str, label: str, s: Floats, y: Floats, flagged: Any, inside: Any, z: float
) -> list[Difference]:
    found = []
    parts = [(s[side], y[side], flagged[side]) for side in (inside, ~inside)]
    for measure, pair in {
        "auc": [auc_with_spread(a, b) for a, b, _ in parts],
        "calibration": [_calibration(a, b) for a, b, _ in parts],
        "caught": [_share(f[b == 1]) for _, b, f in parts],
    }.items():
        (own, own_spread), (others, others_spread) = pair
        spread = float(np.hypot(own_spread, others_spread))
        gap = own - others
        p = float(2 * stats.norm.sf(abs(gap) / spread)) if spread > 0 else (0.0 if gap else 1.0)
        found.append(
            Difference(column, label, measure, own, others, gap - z * spread, gap + z * spread, p, False)
        )
    return found


def _calibration(s: Floats, y: Floats) -> tuple[float, float]:
    """Observed minus expected rate, and its spread if the scores were right."""
    return float(y.mean() - s.mean()), float(np.sqrt(np.sum(s * (1 - s))) / len(s))


def _share(hits: Any) -> tuple[float, float]:
    n = len(hits)
    share = float(np.mean(hits))
    softened = (float(np.sum(hits)) + 1) / (n + 2)
    return share, float(np.sqrt(softened * (1 - softened) / n))


def _holm(raw: Sequence[Difference], alpha: float) -> list[Difference]:
    order = sorted(range(len(raw)), key=lambda i: raw[i].p)
    adjusted, worst = [0.0] * len(raw), 0.0
    for place, i in enumerate(order):
        worst = max(worst, min(1.0, raw[i].p * (len(raw) - place)))
        adjusted[i] = worst
    found = []
    for d, p in zip(raw, adjusted, strict=True):
        fields = (d.column, d.group, d.measure, d.value, d.others, d.low, d.high)
        found.append(Difference(*fields, p, p < alpha))
    return found


def _told(d: Difference) -> str:
    figures = f"{d.value:.3f}，其余 {d.others:.3f}"
    if d.measure == "calibration":
        figures = f"实际减预期 {d.value:+.3f}，其余 {d.others:+.3f}"
    effect = {
        "auc": "分数在这一组不如其他组可靠" if d.value < d.others else "分数在这一组比其他组更可靠",
        "calibration": "与其余相比，这一组的风险被低估"
        if d.value > d.others
        else "与其余相比，这一组的风险被高估",
        "caught": "这一组的问题较少被查到" if d.value < d.others else "这一组的问题较多被查到",
    }[d.measure]
    return f"{d.column} {d.group}：{WORDS[d.measure]} {figures}（校正后 p={d.p:.2g}），{effect}"
