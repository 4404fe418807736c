"""Rates, their ratio and the range of starts: known values, and how often the limits hold."""

import numpy as np
import pytest
from scipy.stats import beta, chi2

from zhuangjian.engines.signals.onset_rates import likely_starts, rate, rate_ratio


def test_no_event_has_the_upper_limit_of_three_point_seven():
    assert rate(0, 1) == (0.0, 0.0, pytest.approx(3.6889, abs=1e-4))


def test_ten_events_have_the_published_limits():
    assert rate(10, 1) == (10, pytest.approx(4.7954, abs=1e-4), pytest.approx(18.3904, abs=1e-4))
    assert rate(10, 2)[0] == 5


def test_limits_are_those_of_the_distributions():
    _, low, high = rate(17, 3.0)
    assert (low, high) == (pytest.approx(chi2.ppf(0.025, 34) / 6), pytest.approx(chi2.ppf(0.975, 36) / 6))
    _, low, high = rate_ratio(20, 30, 0.25)
    share_low, share_high = beta.ppf(0.025, 30, 21), beta.ppf(0.975, 31, 20)
    assert low == pytest.approx(share_low / (1 - share_low) * 3)
    assert high == pytest.approx(share_high / (1 - share_high) * 3)


def test_nothing_before_leaves_the_ratio_open_above():
    value, low, high = rate_ratio(0, 8, 0.5)
    assert value is None
    assert high is None
    assert low > 1


def test_overdispersion_widens_both():
    assert rate(20, 1, 4.0)[1] < rate(20, 1)[1]
    assert rate(20, 1, 4.0)[2] > rate(20, 1)[2]
    assert rate_ratio(20, 60, 0.5, 4.0)[1] < rate_ratio(20, 60, 0.5)[1]


@pytest.mark.parametrize("mean", [3, 30])
def test_the_limits_hold_the_true_rate_nineteen_times_in_twenty(mean):
    rng = np.random.default_rng(mean)
    held = [low <= mean <= high for _, low, high in (rate(n, 1.0) for n in rng.poisson(mean, 400))]
    assert np.mean(held) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 400)


def test_the_range_of_starts_is_the_smallest_set_with_the_level():
    ratios = np.array([0, 0, 0, 1.0, 6.0, 5.9, 1.0])
    assert likely_starts(ratios) == (4, 5)
    assert likely_starts(ratios, level=0.5) == (4, 4)
    assert likely_starts(ratios, dispersion=5.0) == (3, 6)
    assert likely_starts(np.zeros(5)) == (-1, -1)
