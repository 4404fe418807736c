"""PRR, ROR, χ² and IC: by hand, by other libraries, and at their limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from zhuangjian.engines.signals.bcpnn import bate_ic, gould_ic, noren_ic
from zhuangjian.engines.signals.measures import cells, chi_squared, evans_signal, prr, ror

four = st.tuples(*[st.integers(1, 400)] * 4)


def tables(a, b, c, d):
    return cells([a], [a + b], [a + c], a + b + c + d)


def one(values):
    return [float(value[0]) for value in values]


def test_cells_from_margins():
    t = cells([3], [10], [7], 100)
    assert (t.a[0], t.b[0], t.c[0], t.d[0]) == (3, 7, 4, 86)


def test_prr_by_hand():
    ratio, low, high = one(prr(tables(10, 90, 20, 880)))
    assert ratio == pytest.approx((10 / 100) / (20 / 900))
    width = 1.959963984540054 * math.sqrt(1 / 10 - 1 / 100 + 1 / 20 - 1 / 900)
    assert (low, high) == (pytest.approx(ratio * math.exp(-width)), pytest.approx(ratio * math.exp(width)))


def test_ror_by_hand():
    ratio, low, high = one(ror(tables(10, 90, 20, 880)))
    assert ratio == pytest.approx(10 * 880 / (90 * 20))
    width = 1.959963984540054 * math.sqrt(1 / 10 + 1 / 90 + 1 / 20 + 1 / 880)
    assert (low, high) == (pytest.approx(ratio * math.exp(-width)), pytest.approx(ratio * math.exp(width)))


@given(four)
def test_chi_squared_as_scipy_has_it(cells_):
    a, b, c, d = cells_
    for corrected in (False, True):
        expected = stats.chi2_contingency([[a, b], [c, d]], correction=corrected).statistic
        found = chi_squared(tables(a, b, c, d), corrected=corrected)[0]
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(four)
def test_the_correction_never_raises_chi_squared(cells_):
    t = tables(*cells_)
    assert chi_squared(t, corrected=True)[0] <= chi_squared(t)[0]


@given(four)
def test_intervals_hold_their_ratio_and_the_odds_ratio_lies_further_from_one(cells_):
    t = tables(*cells_)
    p, o = one(prr(t)), one(ror(t))
    assert p[1] <= p[0] <= p[2]
    assert o[1] <= o[0] <= o[2]
    assert abs(math.log(o[0])) >= abs(math.log(p[0])) - 1e-12


def test_an_event_of_no_other_product_gives_infinity_without_an_interval():
    ratio, low, high = one(prr(tables(1, 5, 0, 94)))
    assert ratio == math.inf
    assert math.isnan(low)
    assert math.isnan(high)
    assert one(ror(tables(1, 5, 0, 94)))[0] == math.inf


def test_a_product_in_every_report_has_nothing_to_compare_with_and_no_ratio():
    assert math.isnan(one(prr(tables(3, 7, 0, 0)))[0])
    assert math.isnan(one(ror(tables(3, 7, 0, 0)))[0])
    assert math.isnan(chi_squared(tables(3, 7, 0, 0))[0])


@pytest.mark.parametrize(
    ("n", "ratio", "chi2", "signal"),
    [(3, 2, 4, True), (2, 2, 4, False), (3, 1.99, 4, False), (3, 2, 3.99, False), (3, math.inf, 4, True)],
)
def test_evans_rule_on_both_sides_of_each_number(n, ratio, chi2, signal):
    assert bool(evans_signal([n], [ratio], [chi2])[0]) is signal


@given(st.integers(1, 500), st.floats(1e-6, 1e4))
def test_ic_is_the_logarithm_of_a_gamma_posterior(n, expected):
    ic, low, high = one(noren_ic([n], [expected]))
    posterior = stats.gamma(n + 0.5, scale=1 / (expected + 0.5))
    assert ic == pytest.approx(math.log2(posterior.mean()), abs=1e-12)
    assert low == pytest.approx(math.log2(posterior.ppf(0.025)), abs=1e-8)
    assert high == pytest.approx(math.log2(posterior.ppf(0.975)), abs=1e-8)
    assert low < ic < high


def test_two_reports_are_never_enough_for_a_positive_ic025_and_three_can_be():
    _, low, _ = noren_ic([2, 3], [1e-12, 1e-12])
    assert low[0] < 0 < low[1]


def test_ic_goes_to_the_logarithm_of_the_ratio_with_growing_counts():
    ic, low, high = one(noren_ic([400_000], [100_000.0]))
    assert ic == pytest.approx(2.0, abs=1e-4)
    assert high - low < 0.01


def test_gould_has_the_moments_of_the_three_betas():
    n, product, event, total = 6, 40, 25, 500
    rest = total - n - 1 + (total + 2) ** 2 / ((product + 1) * (event + 1))
    betas = [
        stats.beta(n + 1, rest),
        stats.beta(product + 1, total - product + 1),
        stats.beta(event + 1, total - event + 1),
    ]
    means = [one_.expect(np.log) for one_ in betas]
    squares = [one_.expect(lambda x: np.log(x) ** 2) for one_ in betas]
    variance = sum(s - m**2 for s, m in zip(squares, means, strict=True)) / math.log(2) ** 2
    ic, low, high = one(gould_ic([n], [product], [event], total))
    assert ic == pytest.approx((means[0] - means[1] - means[2]) / math.log(2), abs=1e-6)
    assert high - ic == pytest.approx(1.959963984540054 * math.sqrt(variance), rel=1e-5)
    assert ic - low == pytest.approx(high - ic)


def test_bate_by_hand_in_its_first_form():
    n, product, event, total = 6, 40, 25, 500
    prior = 502**2 / (41 * 26)
    mean = math.log2(7 * 502 * 502 / ((500 + prior) * 41 * 26))
    variance = (
        (500 - 6 + prior - 1) / (7 * (501 + prior))
        + (500 - 40 + 1) / (41 * 503)
        + (500 - 25 + 1) / (26 * 503)
    ) / math.log(2) ** 2
    ic, low, _ = one(bate_ic([n], [product], [event], total))
    assert ic == pytest.approx(mean)
    assert low == pytest.approx(mean - 2 * math.sqrt(variance))


@given(st.integers(50, 400), st.integers(500, 900), st.integers(500, 900))
def test_the_three_forms_agree_when_counts_are_large(n, product, event):
    total = 10_000
    expected = product * event / total
    found = [
        noren_ic([n], [expected])[0][0],
        bate_ic([n], [product], [event], total)[0][0],
        gould_ic([n], [product], [event], total)[0][0],
    ]
    assert max(found) - min(found) < 0.1
