"""The exact p value of the best change point, against enumeration of every possible outcome."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from zhuangjian.engines.signals.onset_dispersion import dispersions
from zhuangjian.engines.signals.onset_exact import p_value, scan
from zhuangjian.engines.signals.simulate import series


def naive_statistic(counts, exposure, min_before=3, min_after=1):
    """Two Poisson likelihoods, fitted before and after every start, against one."""

    def loglik(n, e):
        return n * math.log(n / e) - n if n else 0.0

    best = (0.0, -1)
    for start in range(min_before, len(counts) - min_after + 1):
        before, after = sum(counts[:start]), sum(counts[start:])
        e_before, e_after = sum(exposure[:start]), sum(exposure[start:])
        if after / e_after <= before / e_before:
            continue
        value = loglik(before, e_before) + loglik(after, e_after) - loglik(before + after, e_before + e_after)
        if value > best[0] + 1e-9:
            best = (value, start)
    return best


def outcomes(total, periods):
    for bars in itertools.combinations(range(total + periods - 1), periods - 1):
        edges = (-1, *bars, total + periods - 1)
        yield tuple(edges[i + 1] - edges[i] - 1 for i in range(periods))


def naive_p(statistic, total, exposure, dispersion):
    share = np.asarray(exposure) / sum(exposure)
    size = total * share / (dispersion - 1) if dispersion > 1 else None
    p = 0.0
    for counts in outcomes(total, len(exposure)):
        if naive_statistic(counts, exposure)[0] < statistic - 1e-9:
            continue
        if size is None:
            log = math.lgamma(total + 1) + sum(
                c * math.log(s) - math.lgamma(c + 1) for c, s in zip(counts, share, strict=True)
            )
        else:
            log = math.lgamma(total + 1) + math.lgamma(size.sum()) - math.lgamma(total + size.sum())
            log += sum(
                math.lgamma(c + a) - math.lgamma(a) - math.lgamma(c + 1)
                for c, a in zip(counts, size, strict=True)
            )
        p += math.exp(log)
    return p


counts_of = st.lists(st.integers(0, 12), min_size=5, max_size=14)


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 4.0])
@pytest.mark.parametrize("exposure", [(1, 1, 1, 1, 1, 1), (31, 28, 31, 30, 31, 12)])
def test_p_is_the_sum_over_all_outcomes_at_least_as_extreme(exposure, dispersion):
    exposure = np.array(exposure, dtype=float)
    for counts in ((1, 0, 1, 2, 2, 2), (2, 2, 1, 1, 1, 1), (0, 0, 0, 0, 4, 4), (0, 1, 0, 1, 0, 6)):
        found = scan(np.array(counts), exposure)
        assert p_value(found.statistic, 8, exposure, dispersion) == pytest.approx(
            naive_p(found.statistic, 8, exposure, dispersion), rel=1e-9
        )


@given(counts_of, st.data())
@settings(max_examples=60, deadline=None)
def test_the_statistic_is_the_ratio_of_two_fitted_likelihoods(counts, data):
    exposure = data.draw(st.lists(st.floats(0.5, 40), min_size=len(counts), max_size=len(counts)))
    found = scan(np.array(counts), np.array(exposure))
    value, start = naive_statistic(counts, exposure)
    assert found.statistic == pytest.approx(value, abs=1e-6)
    if value > 1e-6:
        assert found.ratios[start] == pytest.approx(found.statistic, abs=1e-6)


@given(counts_of, st.integers(0, 13), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_one_more_case_after_the_onset_never_lowers_the_statistic(counts, where, more):
    exposure = np.full(len(counts), 30.0)
    found = scan(np.array(counts), exposure)
    if found.start < 0:
        return
    raised = np.array(counts)
    raised[found.start + where % (len(counts) - found.start)] += more
    assert scan(raised, exposure).statistic >= found.statistic - 1e-9


@given(counts_of, st.floats(1e-3, 1e6))
@settings(max_examples=40, deadline=None)
def test_the_unit_of_the_exposure_changes_nothing(counts, unit):
    exposure = np.linspace(20, 40, len(counts))
    one, other = scan(np.array(counts), exposure), scan(np.array(counts), exposure * unit)
    assert other.statistic == pytest.approx(one.statistic, abs=1e-9)
    total = sum(counts)
    assert p_value(other.statistic, total, exposure * unit) == pytest.approx(
        p_value(one.statistic, total, exposure), abs=1e-9
    )


@pytest.mark.parametrize(
    ("counts", "unit"), [([0, 1, 0, 1, 0], 3.3475180339707484), ([2, 3, 1, 4, 2], 0.0746932289764709)]
)
def test_events_that_fall_exactly_as_the_exposure_does_are_no_increase_in_any_unit(counts, unit):
    exposure = np.linspace(20, 40, len(counts)) * unit
    found = scan(np.array(counts), exposure)
    assert (found.start, found.statistic) == (-1, 0.0)
    assert p_value(1e-15, sum(counts), exposure) == 1.0


def test_a_larger_statistic_has_a_smaller_p():
    exposure = np.ones(24)
    p = [p_value(value, 60, exposure) for value in (0.5, 1, 2, 4, 8, 16)]
    assert p == sorted(p, reverse=True)
    assert p[0] > 0.5
    assert 0 < p[-1] < 1e-5


def test_more_overdispersion_makes_the_same_statistic_less_surprising():
    exposure = np.ones(24)
    p = [p_value(6.0, 60, exposure, dispersion) for dispersion in (1.0, 1.5, 3.0, 6.0)]
    assert p == sorted(p)
    assert p[-1] > 5 * p[0]


@pytest.mark.parametrize("total", [200, 5_000, 100_000])
def test_p_stays_the_same_shape_however_many_cases(total):
    assert 1e-7 < p_value(12.0, total, np.ones(36)) < 1e-4


def test_a_tiny_p_is_not_rounded_to_nothing():
    counts = np.array([4] * 24 + [20] * 12)
    found = scan(counts, np.ones(36))
    p = p_value(found.statistic, int(counts.sum()), np.ones(36))
    assert 0 < p < 1e-30


def test_three_periods_before_are_needed_and_two_are_not_enough():
    assert scan(np.array([1, 1, 1, 9, 9]), np.ones(5)).start == 3
    assert scan(np.array([1, 1, 9, 9, 9]), np.ones(5), min_before=2).start == 2
    assert scan(np.array([1, 1, 9]), np.ones(3)).start == -1


def test_a_falling_or_empty_series_has_no_onset_and_p_one():
    for counts in ([9, 8, 7, 3, 2, 1], [0, 0, 0, 0, 0, 0]):
        found = scan(np.array(counts), np.ones(6))
        assert found.start == -1
        assert p_value(found.statistic, sum(counts), np.ones(6)) == 1.0


@pytest.mark.parametrize(("mean", "seed"), [(4, 11), (15, 12)])
def test_null_p_values_are_uniform(mean, seed):
    rng = np.random.default_rng(seed)
    exposure = np.full(36, 30.4)
    p = [
        p_value(found.statistic, int(counts.sum()), exposure)
        for counts in series(rng, 600, 36, mean)
        if (found := scan(counts, exposure)).start >= -1
    ]
    assert kstest(p, "uniform").pvalue > 0.01


def test_dispersion_is_found_and_a_step_does_not_pass_for_it():
    rng = np.random.default_rng(3)
    exposure = np.ones(60)
    poisson = dispersions(series(rng, 200, 60, 6), exposure)
    stepped = dispersions(series(rng, 200, 60, 6, changed=range(200), start=30, factor=3), exposure)
    noisy = dispersions(series(rng, 200, 60, 6, dispersion=3), exposure)
    assert poisson.mean() < 1.15
    assert stepped.mean() < 1.3
    assert 2.6 < noisy.mean() < 3.3


def test_dispersion_is_never_below_one():
    steady = np.tile([5, 5, 5, 5, 5, 5, 5, 5], (10, 1))
    assert np.all(dispersions(steady, np.ones(8)) == 1.0)
