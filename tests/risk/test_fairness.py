"""Fairness: a planted difference is named, none is invented, small groups are not shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score

from zhuangjian.engines.risk.fairness import fairness
from zhuangjian.engines.risk.fairness_measures import auc_interval, wilson
from zhuangjian.engines.risk.fairness_within import auc_within
from zhuangjian.engines.rules.answer import Refusal

Z = 1.959963984540054


def world(seed, n=4000, groups=4, shift=0.0, blunt=False):
    """Calibrated scores in equal groups; in ``g0`` truth is ``shift`` log-odds higher, or the score is blunt."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, n)
    eta = rng.normal(-1.2, 0.9, n)
    truth = eta + np.where(group == 0, shift, 0)
    if blunt:
        truth = np.where(group == 0, rng.permutation(eta), truth)
    y = (rng.random(n) < 1 / (1 + np.exp(-truth))).astype(int)
    return 1 / (1 + np.exp(-eta)), y, [f"g{g}" for g in group]


def told(report):
    return {(d.group, d.measure) for d in report.differences if d.differs}


def test_a_group_whose_risk_is_underestimated_is_named():
    for seed in range(5):
        score, y, group = world(seed, shift=0.7)
        report = fairness(score, y, {"地区": group})
        assert ("g0", "calibration") in told(report)
        assert any("地区 g0" in text and "被低估" in text for text in report.warnings)


def test_a_group_where_the_score_says_nothing_is_named():
    for seed in range(5):
        score, y, group = world(seed, blunt=True)
        assert ("g0", "auc") in told(fairness(score, y, {"地区": group}))


def test_with_thirty_groups_and_no_difference_a_false_one_stays_rare():
    """Family-wise error of 5 %: in 30 worlds at most 5 false alarms (more has p < .004 at that rate)."""
    alarms = sum(
        bool(told(fairness(s, y, {"地区": g}))) for s, y, g in (world(seed, 6000, 30) for seed in range(30))
    )
    assert alarms <= 5


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_the_auc_is_that_of_the_textbook(seed):
    score, y, _ = world(seed, n=300)
    score = np.round(score, 1)
    assert auc_interval(score, y.astype(float), Z).value == pytest.approx(roc_auc_score(y, score))


def test_auc_intervals_cover_as_often_as_stated():
    hits = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        y = (rng.random(150) < 0.2).astype(float)
        span = auc_interval(rng.random(150), y, Z)
        hits += span.low <= 0.5 <= span.high
    assert 0.92 <= hits / 400 <= 0.98
    shifted = stats.norm.cdf(1 / np.sqrt(2))
    hits = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        y = (rng.random(200) < 0.3).astype(float)
        span = auc_interval(rng.normal(y, 1), y, Z)
        hits += span.low <= shifted <= span.high
    assert 0.92 <= hits / 400 <= 0.98


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_shares_have_wilsons_interval(hits, n, low, high):
    span = wilson(hits, n, Z)
    assert (round(span.low, 4), round(span.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("n", "positives", "hidden"),
    [(49, 20, True), (50, 20, False), (60, 9, True), (60, 10, False), (60, 51, True), (60, 50, False)],
)
def test_small_groups_are_named_and_their_figures_left_out(n, positives, hidden):
    score, y, group = world(1)
    rng = np.random.default_rng(0)
    score, group = np.append(score, rng.random(n)), [*group, *["小县"] * n]
    y = np.append(y, [1] * positives + [0] * (n - positives))
    report = fairness(score, y, {"地区": group})
    row = next(r for r in report.groups if r.group == "小县")
    assert row.suppressed is hidden
    assert (row.auc is None) is hidden
    assert bool(report.suppressed) is hidden
    assert any(d.group == "小县" for d in report.differences) is not hidden


def test_shares_add_up_and_the_flagged_are_the_top():
    score, y, group = world(2)
    report = fairness(score, y, {"地区": group}, flag_share=0.25)
    assert report.flag_share == pytest.approx(0.25, abs=0.001)
    for part in ("share_of_flagged", "share_of_positives"):
        assert sum(getattr(row, part) for row in report.groups) == pytest.approx(1)
    caught = sum(row.caught.value * row.positives for row in report.groups)
    assert caught == pytest.approx(y[score >= report.threshold].sum())


def test_missing_groups_are_a_group():
    score, y, group = world(3)
    report = fairness(score, y, {"规模": [None if g == "g1" else g for g in group]})
    assert "缺失" in {row.group for row in report.groups}


@pytest.mark.parametrize(
    ("score", "y", "groups", "words"),
    [
        ([0.1, 1.2], [0, 1], {"a": ["x", "y"]}, "第 2 行的分数"),
        ([0.1, float("nan")], [0, 1], {"a": ["x", "y"]}, "第 2 行的分数"),
        ([0.1, 0.2], [0, 3], {"a": ["x", "y"]}, "第 2 行的结果"),
        ([0.1, 0.2], [0, 0], {"a": ["x", "y"]}, "结果相同"),
        ([0.1, 0.2], [0, 1], {"a": ["x"]}, "a有 1 行"),
        ([0.1, 0.2], [0, 1], {}, "哪一列分组"),
        (["高", 0.2], [0, 1], {"a": ["x", "y"]}, "不是数字"),
    ],
)
def test_tables_that_cannot_be_judged_are_refused(score, y, groups, words):
    with pytest.raises(Refusal, match=words):
        fairness(score, y, groups)


def visited(seed, knows):
    """Strict and mild inspectors have their own districts; the score knows the district, or the party."""
    rng = np.random.default_rng(seed)
    who = rng.integers(0, 5, 3000)
    party = rng.normal(0, 0.8, 3000)
    eta = -1.5 + np.linspace(-1.5, 1.5, 5)[who] + party
    y = (rng.random(3000) < 1 / (1 + np.exp(-eta))).astype(int)
    told = party if knows == "party" else np.linspace(-1.5, 1.5, 5)[who] + rng.normal(0, 0.3, 3000)
    return 1 / (1 + np.exp(-told)), y, [f"i{w}" for w in who]


def test_a_score_that_only_guesses_who_comes_has_no_skill_inside_an_inspector():
    spans = []
    for seed in range(12):
        score, y, who = visited(seed, "district")
        report = fairness(score, y, {"地区": who}, inspector=who)
        assert report.auc.value > 0.65
        assert "谁去检查" in report.warnings[0]
        spans.append(report.auc_within)
    assert sum(span.low <= 0.5 <= span.high for span in spans) >= 10
    assert abs(np.mean([span.value for span in spans]) - 0.5) < 0.015


def test_a_score_that_knows_the_party_keeps_its_skill_inside_an_inspector():
    score, y, who = visited(1, "party")
    report = fairness(score, y, {"地区": who}, inspector=who)
    assert report.auc_within.value >= report.auc.value - 0.02
    assert not any("谁去检查" in text for text in report.warnings)
    assert fairness(score, y, {"地区": who}).auc_within is None


def test_the_auc_inside_inspectors_is_the_share_of_their_pairs_put_right():
    rng = np.random.default_rng(3)
    score, y, who = (
        np.round(rng.random(60), 1),
        rng.integers(0, 2, 60),
        [f"i{w}" for w in rng.integers(0, 4, 60)],
    )
    right = pairs = 0.0
    for i in range(60):
        for j in range(60):
            if who[i] == who[j] and y[i] == 1 and y[j] == 0:
                pairs += 1
                right += (score[i] > score[j]) + 0.5 * (score[i] == score[j])
    assert auc_within(score, y.astype(float), who).value == pytest.approx(right / pairs)


def test_inspectors_that_cannot_be_compared_are_refused():
    with pytest.raises(Refusal, match="既有发现问题的也有没有发现的"):
        auc_within(np.array([0.1, 0.2]), np.array([0.0, 1.0]), ["a", "b"])
    with pytest.raises(Refusal, match="检查员列有 1 行"):
        auc_within(np.array([0.1, 0.2]), np.array([0.0, 1.0]), ["a"])


def test_the_order_of_the_rows_changes_not_one_digit():
    score, y, group = world(3, shift=0.7)
    who = [f"员{i % 7}" for i in range(len(y))]
    straight = fairness(score, y, {"地区": group}, inspector=who)
    order = np.random.default_rng(1).permutation(len(y))
    mixed = fairness(
        score[order], y[order], {"地区": [group[i] for i in order]}, inspector=[who[i] for i in order]
    )
    assert mixed == straight
