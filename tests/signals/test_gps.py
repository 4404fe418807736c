"""The gamma-Poisson shrinker against slow, independent arithmetic, at its limits, and against planted truths."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.gps import from_theta, negative_log_likelihood, surface, to_theta
from zhuangjian.engines.signals.gps_fit import STARTS, fit, wide_starts
from zhuangjian.engines.signals.gps_posterior import ebgm, mixing_share, posterior_quantile, scores
from zhuangjian.engines.signals.squash import points

THETA = (3.25, 0.4, 2.02, 1.9, 0.0653)

thetas = st.tuples(*[st.floats(0.05, 20.0)] * 4, st.floats(0.01, 0.99))
pairs = st.lists(st.tuples(st.integers(1, 60), st.floats(1e-4, 50.0)), min_size=1, max_size=12)


def slow_likelihood(theta, n, e):
    """Each negative binomial truncated at one before mixing, by the library of distributions."""
    a1, b1, a2, b2, p = theta
    total = 0.0
    for count, expected in zip(n, e, strict=True):
        parts = []
        for a, b in ((a1, b1), (a2, b2)):
            component = stats.nbinom(a, b / (b + expected))
            parts.append(component.pmf(count) / component.sf(0))
        total -= math.log(p * parts[0] + (1 - p) * parts[1])
    return total


def posterior_density(theta, n, e):
    """Prior times likelihood of λ, not normalised: nothing of conjugacy is used."""
    a1, b1, a2, b2, p = theta
    first, second = stats.gamma(a1, scale=1 / b1), stats.gamma(a2, scale=1 / b2)
    return lambda x: (p * first.pdf(x) + (1 - p) * second.pdf(x)) * stats.poisson.pmf(n, x * e)


def drawn(theta, size, seed):
    """Pairs from the model itself, those without a report left out."""
    rng = np.random.default_rng(seed)
    a1, b1, a2, b2, p = theta
    first = rng.random(size) < p
    rate = np.where(first, rng.gamma(a1, 1 / b1, size), rng.gamma(a2, 1 / b2, size))
    e = np.exp(rng.normal(-0.5, 1.2, size))
    n = rng.poisson(rate * e)
    return n[n > 0], e[n > 0], rate[n > 0]


@given(thetas, pairs)
def test_likelihood_as_the_library_of_distributions_has_it(theta, pairs):
    n, e = zip(*pairs, strict=True)
    expected = slow_likelihood(theta, n, e)
    assert negative_log_likelihood(theta, points(n, e)) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(thetas, pairs)
@settings(max_examples=30)
def test_derivatives_are_those_of_the_likelihood(theta, pairs):
    data = points(*zip(*pairs, strict=True))
    u = from_theta(theta)
    here = surface(u, data)
    scale = 1 + np.abs(here.hessian).max()
    for place in range(5):
        step = np.zeros(5)
        step[place] = 1e-5
        ahead, behind = surface(u + step, data), surface(u - step, data)
        assert (ahead.nll - behind.nll) / 2e-5 == pytest.approx(here.gradient[place], abs=1e-5 * scale)
        slope = (ahead.gradient - behind.gradient) / 2e-5
        assert np.allclose(slope, here.hessian[place], atol=1e-5 * scale)


@given(thetas)
def test_unbounded_parameters_go_there_and_back(theta):
    assert to_theta(from_theta(theta)) == pytest.approx(theta, rel=1e-12)


@pytest.mark.parametrize(
    "theta", [(0, 1, 1, 1, 0.5), (1, 1, 1, 1, 1), (1, 1, 1, 1, 0), (1, 1, 1, 1), (1, 1, 1, math.nan, 0.5)]
)
def test_impossible_parameters_are_refused(theta):
    with pytest.raises(Refusal, match="先验参数须为五个数"):
        ebgm(theta, [1], [1.0])


@pytest.mark.parametrize(("n", "e"), [(1, 0.01), (1, 2.0), (4, 0.5), (20, 3.0)])
def test_posterior_by_numerical_integration(n, e):
    density = posterior_density(THETA, n, e)
    bounds = (0.0, 10 * (n + 5) / (e + 0.3))
    options = {"limit": 400, "points": [n / (e + 1), (n + 3) / (e + 0.4)]}
    total = integrate.quad(density, *bounds, **options)[0]
    mean = integrate.quad(lambda x: math.log(x) * density(x) if x > 0 else 0.0, *bounds, **options)[0] / total
    assert ebgm(THETA, [n], [e])[0] == pytest.approx(math.exp(mean), rel=1e-6)
    for level in (0.05, 0.95):
        point = posterior_quantile(THETA, [n], [e], level)[0]
        inside = [x for x in options["points"] if x < point]
        below = integrate.quad(density, 0.0, point, limit=400, points=inside or None)[0] / total
        assert below == pytest.approx(level, abs=1e-7)


@given(thetas, pairs, st.sampled_from([0.01, 0.05, 0.5, 0.95, 0.99]))
def test_quantiles_solve_the_mixture_to_eight_digits(theta, pairs, level):
    n, e = (np.array(values) for values in zip(*pairs, strict=True))
    x = posterior_quantile(theta, n, e, level)
    q = mixing_share(theta, n, e)
    a1, b1, a2, b2, _ = theta
    below = q * stats.gamma.cdf(x, a1 + n, scale=1 / (b1 + e)) + (1 - q) * stats.gamma.cdf(
        x, a2 + n, scale=1 / (b2 + e)
    )
    assert np.allclose(below, level, atol=1e-8)


@given(thetas, st.floats(0.01, 20.0))
def test_more_reports_never_lower_the_measure_or_its_limits(theta, e):
    n = np.arange(1, 40)
    for values in scores(theta, n, np.full(39, e)):
        assert np.all(np.diff(values) > 0)


@given(thetas, st.integers(1, 40))
def test_more_expected_reports_never_raise_them(theta, n):
    e = np.linspace(0.05, 30.0, 40)
    for values in scores(theta, np.full(40, n), e):
        assert np.all(np.diff(values) < 1e-12)


@given(thetas, pairs)
def test_limits_hold_the_measure(theta, pairs):
    n, e = zip(*pairs, strict=True)
    middle, low, high = scores(theta, n, e)
    assert np.all(low < high)
    assert np.all(middle < high)
    assert np.array_equal(middle, ebgm(theta, n, e))


def test_with_many_reports_shrinkage_vanishes():
    for size in (10, 1_000, 100_000):
        middle, low, high = scores(THETA, [3 * size], [float(size)])
        assert abs(middle[0] - 3) < 8 / size
        assert high[0] - low[0] < 14 / math.sqrt(size)


def test_with_equal_components_it_is_the_plain_gamma_posterior():
    theta = (2.0, 2.5, 2.0, 2.5, 0.37)
    posterior = stats.gamma(2.0 + 4, scale=1 / (2.5 + 1.7))
    middle, low, high = scores(theta, [4], [1.7])
    assert mixing_share(theta, [4], [1.7])[0] == pytest.approx(0.37)
    assert low[0] == pytest.approx(posterior.ppf(0.05), rel=1e-10)
    assert high[0] == pytest.approx(posterior.ppf(0.95), rel=1e-10)
    assert math.log(middle[0]) == pytest.approx(posterior.expect(np.log), rel=1e-7)


def test_a_prior_that_is_sure_lets_no_report_speak():
    theta = (1e6, 1e6, 1e6, 1e6, 0.5)
    assert ebgm(theta, [50], [1.0])[0] == pytest.approx(1.0, abs=1e-4)


def test_a_level_outside_zero_and_one_is_refused():
    for level in (0.0, 1.0, 5):
        with pytest.raises(Refusal, match="分位数"):
            posterior_quantile(THETA, [1], [1.0], level)


def test_the_fit_finds_planted_parameters():
    planted = (4.0, 0.5, 3.0, 3.5, 0.1)
    n, e, rate = drawn(planted, 25_000, 1)
    # the prior seen by pairs with a report is not the planted one; what it says of λ must be right on average
    found = fit(points(n, e))
    assert found.converged
    middle, low, high = scores(found.theta, n, e)
    assert 0.88 < np.mean((low <= rate) & (rate <= high)) < 0.92
    assert abs(np.mean(np.log(rate / middle))) < 0.03


def test_all_starts_of_an_easy_table_end_together_and_order_does_not_matter():
    n, e, _ = drawn((4.0, 0.5, 3.0, 3.5, 0.15), 4_000, 2)
    found = fit(points(n, e))
    assert found.optima[0].reached == len(STARTS)
    assert found.theta[0] / found.theta[1] >= found.theta[2] / found.theta[3]
    assert fit(points(n[::-1], e[::-1])).theta == found.theta


def test_at_the_optimum_the_gradient_vanishes_and_no_near_point_is_better():
    n, e, _ = drawn((4.0, 0.5, 3.0, 3.5, 0.15), 4_000, 3)
    data = points(n, e)
    found = fit(data)
    u = from_theta(found.theta)
    assert np.abs(surface(u, data).gradient).max() < 1e-3
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert surface(u + rng.normal(0, 0.02, 5), data).nll > found.nll


def test_standard_errors_shrink_with_the_root_of_the_pairs():
    n, e, _ = drawn((4.0, 0.5, 3.0, 3.5, 0.15), 4_000, 4)
    once, four_times = fit(points(n, e)), fit(points(np.tile(n, 4), np.tile(e, 4)))
    assert once.standard_errors is not None
    assert four_times.theta == pytest.approx(once.theta, rel=1e-4)
    assert np.array(once.standard_errors) / 2 == pytest.approx(np.array(four_times.standard_errors), rel=1e-3)


def test_five_different_points_are_too_few_and_six_are_tried():
    with pytest.raises(Refusal, match="只有 5 组"):
        fit(points([1, 2, 3, 4, 5, 5], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]))
    fit(points([1, 2, 3, 4, 5, 6], [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]))


def test_a_table_without_signals_shrinks_everything_to_one():
    rng = np.random.default_rng(6)
    e = np.exp(rng.normal(1.5, 0.8, 6_000))
    n = rng.poisson(e)
    found = fit(points(n[n > 0], e[n > 0]))
    middle, low, _ = scores(found.theta, n[n > 0], e[n > 0])
    assert abs(np.median(middle) - 1) < 0.1
    assert (low >= 2).sum() == 0


def test_planted_signals_are_found_nine_times_of_ten_and_one_flag_in_forty_is_false():
    power, false = [], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        e = np.exp(rng.normal(0.0, 1.0, 8_000))
        planted = rng.random(8_000) < 0.03
        n = rng.poisson(e * np.where(planted, 8.0, rng.gamma(20, 1 / 20, 8_000)))
        seen = n > 0
        n, e, planted = n[seen], e[seen], planted[seen]
        flagged = scores(fit(points(n, e)).theta, n, e)[1] >= 2
        power.append(flagged[planted & (e >= 1)].mean())
        false.append(np.mean(~planted[flagged]))
    assert np.mean(power) > 0.87
    assert min(power) > 0.8
    assert max(false) < 0.025


def test_further_starts_are_fixed_by_their_seed_and_inside_their_range():
    one = wide_starts(5, 3)
    assert one == wide_starts(5, 3)
    assert one != wide_starts(5, 4)
    assert all(1 / 13 < value < 13 for start in one for value in start[:4])


def test_an_optimum_of_a_single_search_is_told_but_not_chosen():
    n, e, _ = drawn((4.0, 0.5, 3.0, 3.5, 0.15), 4_000, 2)
    found = fit(points(n, e), [*STARTS, *wide_starts(6, 1)])
    chosen = next(one for one in found.optima if one.theta == found.theta)
    assert chosen.reached > 1
    assert sum(one.reached for one in found.optima) == len(STARTS) + 6
