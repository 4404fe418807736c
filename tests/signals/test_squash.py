"""Fewer points for the fit: what is lost, what never, and what is refused."""

from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.counts import count_pairs
from zhuangjian.engines.signals.gps import negative_log_likelihood
from zhuangjian.engines.signals.squash import auto_squash, group, points, squash, squash_by

THETA = (0.3, 0.4, 2.0, 3.0, 0.2)
SMALL = {"min_bins": 1, "min_points": 1}


def ones(size: int, more: int = 3):
    """``size`` pairs with one report, ``more`` with two, expected counts in no order."""
    rng = np.random.default_rng(5)
    return points([*[1] * size, *[2] * more], rng.permutation(np.arange(1, size + more + 1)) / 10)


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([0.1, 0.2, 0.5, 3.0])), min_size=1, max_size=60))
def test_grouping_loses_nothing(pairs):
    data = points(*zip(*pairs, strict=True))
    grouped = group(data)
    assert grouped.weight.sum() == len(pairs)
    assert len(grouped) == len(set(pairs))
    before, after = negative_log_likelihood(THETA, data), negative_log_likelihood(THETA, grouped)
    assert after == pytest.approx(before, rel=1e-12)


def test_a_bin_is_the_mean_of_neighbours_and_the_largest_stay():
    data = points([1, 1, 1, 1, 1, 2], [0.5, 0.1, 0.3, 9.0, 0.2, 7.0])
    squashed = squash(data, bin_size=2, keep=1, **SMALL)
    assert squashed.n.tolist() == [1, 1, 1, 2]
    assert squashed.e.tolist() == pytest.approx([0.15, 0.4, 9.0, 7.0])
    assert squashed.weight.tolist() == [2, 2, 1, 1]


def test_the_last_bin_holds_what_remains():
    squashed = squash(points([1] * 5, [1, 2, 3, 4, 5]), bin_size=2, keep=0, **SMALL)
    assert squashed.e.tolist() == [1.5, 3.5, 5.0]
    assert squashed.weight.tolist() == [2, 2, 1]


@given(st.integers(2, 30), st.integers(0, 40), st.integers(60, 200))
def test_weights_and_totals_are_kept(bin_size, keep, size):
    data = ones(size)
    squashed = squash(data, bin_size=bin_size, keep=min(keep, size - bin_size), **SMALL)
    assert squashed.weight.sum() == len(data)
    assert squashed.e @ squashed.weight == pytest.approx(data.e.sum())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": ones(499), "bin_size": 2}, "不足 500 个"),
        ({"data": ones(2499)}, "不足 50 格"),
        ({"data": ones(149), "min_bins": 1, "min_points": 1}, "不够分一格"),
        ({"data": ones(600), "bin_size": 1}, "压缩参数不对"),
        ({"data": ones(600), "keep": -1}, "压缩参数不对"),
    ],
)
def test_too_little_to_squash_is_refused(change, words):
    change = dict(change)
    with pytest.raises(Refusal, match=words):
        squash(change.pop("data"), **change)


@pytest.mark.parametrize("change", [{"data": ones(500), "bin_size": 2}, {"data": ones(2500)}])
def test_just_enough_is_squashed(change):
    change = dict(change)
    data = change.pop("data")
    assert len(squash(data, **change)) < len(data)


def test_a_count_is_squashed_only_once():
    once = squash(ones(600), bin_size=5)
    with pytest.raises(Refusal, match="已经压缩过"):
        squash(once, bin_size=5)


def test_counts_are_squashed_one_after_another():
    data = points([1] * 600 + [2] * 600, np.arange(1, 1201) / 100)
    both = squash(squash(data, bin_size=10), count=2, bin_size=10)
    assert sorted(set(zip(both.n.tolist(), both.weight.tolist(), strict=True))) == [
        (1, 1),
        (1, 10),
        (2, 1),
        (2, 10),
    ]


def test_automatic_squashing_keeps_the_published_numbers_of_points_for_each_count():
    rng = np.random.default_rng(3)
    n = np.repeat([1, 2, 3, 4, 5], [20_000, 900, 500, 101, 40])
    squashed = auto_squash(points(n, rng.random(len(n)) + 0.01))
    bins = {count: int(((squashed.n == count) & (squashed.weight > 1)).sum()) for count in (1, 2, 3, 4, 5)}
    assert squashed.weight[squashed.n == 1].max() == 39  # 19,900 points into 500 bins, rounded down
    assert squashed.weight[squashed.n == 2].max() == 11  # 825 points into 75 bins
    assert squashed.weight[squashed.n == 3].max() == 9  # 450 points into 50 bins
    assert bins[4] == 0  # 101 points are not more than the 100 to keep and one
    assert bins[5] == 0
    assert squashed.weight.sum() == len(n)


def test_a_text_says_how_to_squash():
    data = points([1] * 3000 + [2] * 3000, np.arange(1, 6001) / 100)
    assert squash_by(data, "no") is data
    assert len(squash_by(data, "50")) == len(squash(data))
    two = squash_by(data, "1:50:100,2:10:50")
    assert len(two) == len(squash(squash(data), count=2, bin_size=10, keep=50))
    assert len(squash_by(data, "auto")) == len(auto_squash(data))


@pytest.mark.parametrize("text", ["", "x", "1:2:3:4", "1:-5", "1.5"])
def test_another_text_is_refused(text):
    with pytest.raises(Refusal, match="压缩方式写法不对"):
        squash_by(ones(10), text)


@pytest.mark.parametrize(("n", "e"), [([0], [1.0]), ([1], [0.0]), ([1], [float("nan")]), ([1, 2], [1.0])])
def test_impossible_counts_are_refused(n, e):
    with pytest.raises(Refusal):
        points(n, e)


def test_the_published_table_shrinks_to_the_published_number_of_points():
    reports = pq.read_table(shared_path("data/adverse_reactions/caers_supplements_2012.parquet"))
    counts = count_pairs(reports, id="id", product="var1", event="var2")
    squashed = squash(points(counts.n, counts.expected))
    assert len(squashed) == 1568
    assert squashed.weight[:5].tolist() == [50] * 5
    assert squashed.e[0] == pytest.approx(0.0002979738, abs=5e-11)
