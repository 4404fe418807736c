"""Drift: a planted change is seen, noise is not, and many features do not make a false alarm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.risk.drift import Sample, drift, psi
from zhuangjian.engines.rules.answer import Refusal


def rows(seed, n=2000, shift=0.0, level=0.3, rate=0.2, bias=0.0):
    rng = np.random.default_rng(seed)
    score = np.clip(rng.beta(2, 8, n) * rate / 0.2, 0.01, 0.99)
    y = (rng.random(n) < np.clip(score + bias, 0, 1)).astype(float)
    columns = {
        "年龄": rng.normal(shift, 1, n),
        "种类": rng.choice(["甲", "乙"], n, p=[level, 1 - level]).tolist(),
    }
    return Sample(columns, y, score)


def state(report, feature, window):
    return next(f.state for f in report.features if (f.feature, f.window) == (feature, window))


def test_a_planted_change_is_seen_and_the_rest_is_stable():
    report = drift(
        rows(1), {"一季度": rows(2), "二季度": rows(3, shift=0.4), "三季度": rows(4, shift=1.5, level=0.8)}
    )
    assert [state(report, "年龄", q) for q in ("一季度", "二季度", "三季度")] == ["stable", "watch", "drift"]
    assert [state(report, "种类", q) for q in ("一季度", "二季度", "三季度")] == ["stable", "stable", "drift"]
    assert any("三季度 年龄" in text and "重新训练" in text for text in report.warnings)


def test_two_hundred_features_of_noise_raise_no_alarm_even_in_small_windows():
    """Ninety rows give a PSI above .1 by chance alone in many features; the corrected test keeps them quiet."""
    rng = np.random.default_rng(5)
    before = Sample({f"f{i}": rng.normal(size=400) for i in range(200)})
    after = Sample({f"f{i}": rng.normal(size=90) for i in range(200)})
    report = drift(before, {"窗": after})
    assert sum(f.psi > 0.1 for f in report.features) > 20
    assert sum(f.state != "stable" for f in report.features) == 0


def test_a_change_in_the_rate_and_in_the_calibration_is_seen():
    report = drift(rows(1), {"同": rows(7), "多": rows(3, bias=0.15)})
    same, more = report.windows
    assert (same.rate_drifts, same.gap_drifts) == (False, False)
    assert (more.rate_drifts, more.gap_drifts) == (True, True)
    assert more.gap == pytest.approx(0.15, abs=0.04)
    assert any("被低估" in text for text in report.warnings)


def test_forty_windows_without_change_stay_quiet():
    quiet = drift(rows(0), {str(seed): rows(seed) for seed in range(1, 41)})
    assert sum(w.rate_drifts + w.gap_drifts for w in quiet.windows) <= 1


def test_what_was_not_given_is_not_judged():
    plain = Sample({"年龄": [1.0, 2.0, 3.0]})
    report = drift(plain, {"窗": plain})
    assert report.reference_rate is None
    assert (report.windows[0].rate, report.windows[0].gap_drifts) == (None, False)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-5, 5), min_size=30, max_size=200),
    st.lists(st.floats(-5, 5), min_size=5, max_size=200),
)
def test_psi_is_never_negative_and_nothing_between_a_sample_and_itself(before, after):
    assert psi(before, after)[0] >= 0
    assert psi(before, before)[0] == pytest.approx(0, abs=1e-12)


def test_psi_by_hand():
    """Two levels, 50:50 then 90:10 of 100 rows, half a row added to each cell."""
    a, b = 50.5 / 101, 90.5 / 101
    expected = (b - a) * np.log(b / a) + ((1 - b) - (1 - a)) * np.log((1 - b) / (1 - a))
    assert psi(["x"] * 50 + ["y"] * 50, ["x"] * 90 + ["y"] * 10)[0] == pytest.approx(expected)


def test_missing_values_are_a_cell_of_their_own():
    values = list(np.linspace(0, 1, 100))
    gone = [None if i % 2 else v for i, v in enumerate(values)]
    assert psi(values, gone)[0] > 0.25
    assert psi(gone, gone)[0] == pytest.approx(0)


@pytest.mark.parametrize(
    ("before", "windows", "words"),
    [
        (Sample({"a": []}), {"w": Sample({"a": [1]})}, "基准期没有一行"),
        (Sample({"a": [1]}), {"w": Sample({"a": []})}, "w没有一行"),
        (Sample({"a": [1]}), {"w": Sample({"b": [1]})}, "列不同：a、b"),
        (Sample({"a": [1]}), {}, "没有一个要比较的时段"),
        (Sample({"a": [1, 2]}, [1]), {"w": Sample({"a": [1]})}, "结果 有 1 行"),
    ],
)
def test_periods_that_cannot_be_compared_are_refused(before, windows, words):
    with pytest.raises(Refusal, match=words):
        drift(before, windows)


@pytest.mark.parametrize("bad", ["x", None, 2, float("nan"), float("inf")])
def test_an_outcome_that_is_not_one_or_zero_is_refused_with_its_row(bad):
    good = Sample({"a": [1, 2, 3]}, [0, 1, 0])
    with pytest.raises(Refusal, match="第 2 行的结果"):
        drift(good, {"later": Sample({"a": [1, 2, 3]}, [0, bad, 0])})
    with pytest.raises(Refusal, match="第 2 行的分数"):
        drift(good, {"later": Sample({"a": [1, 2, 3]}, [0, 1, 0], [0.5, "y" if bad == 2 else bad, 0.5])})
