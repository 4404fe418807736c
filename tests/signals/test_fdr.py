"""Adjusted p values: the textbook definition, and what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhuangjian.engines.signals.fdr import benjamini_hochberg, benjamini_yekutieli

# Table 1 of Benjamini & Hochberg (1995): at 5 % the first four are called.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
some_p = arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1))


def naive(p, scale=1.0):
    """The smallest level at which the step-up rule calls each test, by the definition."""
    m = len(p)
    ranked = sorted(p)
    out = []
    for one in p:
        levels = [ranked[i] * m * scale / (i + 1) for i in range(m) if ranked[i] >= one]
        out.append(min([1.0, *levels]))
    return out


def test_the_published_example_calls_exactly_the_first_four():
    assert (benjamini_hochberg(PUBLISHED) <= 0.05).sum() == 4


def test_bonferroni_and_yekutieli_call_fewer_in_the_published_example():
    assert (np.array(PUBLISHED) * 15 <= 0.05).sum() == 3
    assert (benjamini_yekutieli(PUBLISHED) <= 0.05).sum() == 3


@given(some_p)
def test_it_is_the_definition(p):
    harmonic = sum(1 / i for i in range(1, len(p) + 1))
    assert benjamini_hochberg(p) == pytest.approx(naive(list(p)))
    assert benjamini_yekutieli(p) == pytest.approx(naive(list(p), harmonic))


@given(some_p, st.randoms(use_true_random=False))
def test_the_order_of_the_tests_changes_nothing(p, shuffle):
    order = list(range(len(p)))
    shuffle.shuffle(order)
    assert benjamini_hochberg(p[order]) == pytest.approx(benjamini_hochberg(p)[order])


def test_what_was_not_tested_is_not_counted():
    q = benjamini_hochberg([0.01, np.nan, 0.02])
    assert np.isnan(q[1])
    assert q[[0, 2]] == pytest.approx(benjamini_hochberg([0.01, 0.02]))


def test_no_test_gives_no_q():
    assert benjamini_hochberg([]).size == 0


@pytest.mark.parametrize("wrong", [-0.01, 1.01])
def test_what_is_no_probability_is_refused(wrong):
    with pytest.raises(ValueError):
        benjamini_hochberg([0.5, wrong])
