"""Power and false alarms of the tests for season and for clusters, stated and measured with seeds.

Limits carry three standard errors of a share."""

import numpy as np
import pytest
from scipy.stats import kstest

from zhuangjian.engines.signals.changes_periods import periods_between
from zhuangjian.engines.signals.clusters import ClusterOptions, find_clusters
from zhuangjian.engines.signals.clusters_places import Places
from zhuangjian.engines.signals.season import judge_newest, seasonality
from zhuangjian.engines.signals.simulate import cluster_map, series

MONTHS = periods_between(np.datetime64("2021-01-01"), np.datetime64("2024-12-31"), "month")
MIDDLES = MONTHS.edges[:-1] + 15
TURN = 2 * np.pi * (np.arange(48) - 6) / 12


def above(share, n):
    return share + 3 * np.sqrt(share * (1 - share) / n)


def below(share, n):
    return share - 3 * np.sqrt(share * (1 - share) / n)


@pytest.mark.parametrize(("mean", "dispersion"), [(3, 1.0), (12, 1.0), (12, 3.0)])
def test_without_a_season_p_is_uniform(mean, dispersion):
    rng = np.random.default_rng([51, mean, int(dispersion)])
    p = [
        seasonality(counts, MONTHS.days, MIDDLES).p
        for counts in series(rng, 300, 48, mean, dispersion=dispersion)
    ]
    assert kstest(p, "uniform").pvalue > 0.005
    assert np.mean(np.array(p) <= 0.05) <= above(0.05, 300)


def test_a_peak_twice_the_trough_is_found_in_nine_of_ten_at_eight_a_month():
    rng = np.random.default_rng(52)
    season = np.exp(np.log(2) / 2 * np.cos(TURN))
    found = [seasonality(counts, MONTHS.days, MIDDLES) for counts in series(rng, 200, 48, 8, season=season)]
    assert np.mean([one.p <= 0.05 for one in found]) >= 0.9
    told = [one for one in found if one.peak_low is not None]
    assert np.mean([one.peak_low <= 198 <= one.peak_high for one in told]) >= below(0.95, len(told))
    assert np.mean([one.swing_low <= 2 <= one.swing_high for one in found]) >= below(0.9, len(found))


def test_ordinary_summers_are_not_called_and_the_plain_comparison_would_call_most():
    rng = np.random.default_rng(53)
    season = np.exp(0.7 * np.cos(TURN))[:43]
    found = [
        judge_newest(counts, MONTHS.days[:43], MIDDLES[:43])
        for counts in series(rng, 300, 43, 10, season=season)
    ]
    assert np.mean([one.p <= 0.05 for one in found]) <= above(0.05, 300)
    assert np.mean([one.p_plain <= 0.05 for one in found]) >= 0.5


def test_newest_months_of_counts_three_times_as_variable_are_not_called_more_often():
    rng = np.random.default_rng(58)
    found = [judge_newest(one, MONTHS.days, MIDDLES) for one in series(rng, 300, 48, 12, dispersion=3)]
    assert np.mean([one.p <= 0.05 for one in found]) <= above(0.05, 300)
    assert np.mean([one.low <= one.observed <= one.high for one in found]) >= below(0.98, 300)


def test_a_summer_two_and_a_half_times_as_high_is_called_in_nine_of_ten():
    rng = np.random.default_rng(54)
    season = np.exp(0.7 * np.cos(TURN))[:43]
    counts = series(rng, 200, 43, 10, season=season, changed=range(200), start=42, factor=2.5)
    p = [judge_newest(one, MONTHS.days[:43], MIDDLES[:43]).p for one in counts]
    assert np.mean(np.array(p) <= 0.01) >= 0.9


def scanned(rng, *, factor, replications=99, places=60, cases=300):
    drawn = cluster_map(rng, places, cases, share=0.1, factor=factor)
    where = Places([str(i) for i in range(places)], drawn.lon, drawn.lat)
    place = np.repeat(np.arange(places), drawn.cases)
    options = ClusterOptions(model="poisson", replications=replications, most=1)
    found = find_clusters(where, place, np.zeros_like(place), 1, options, drawn.population[:, None])
    return found.found[0], drawn.inside


def test_clusters_of_nothing_are_called_once_in_twenty():
    p = [scanned(np.random.default_rng([55, seed]), factor=1)[0].p for seed in range(120)]
    assert np.mean(np.array(p) <= 0.05) <= above(0.05, 120)
    assert np.mean(np.array(p) <= 0.5) >= below(0.4, 120)


def test_a_tenth_of_the_people_with_three_times_the_rate_is_found_in_nine_of_ten():
    runs = [scanned(np.random.default_rng([56, seed]), factor=3) for seed in range(60)]
    assert np.mean([one.alarm for one, _ in runs]) >= 0.9
    overlap = [len(set(np.flatnonzero(inside)) & set(one.places)) / inside.sum() for one, inside in runs]
    assert np.mean(overlap) >= 0.7


def permuted(seed, factor):
    rng = np.random.default_rng([57, seed])
    means = np.outer(rng.lognormal(0, 0.5, 25), np.exp(0.7 * np.cos(np.arange(26) / 26 * 2 * np.pi))) * 1.5
    lon, lat = 106 + rng.random(25), 29 + rng.random(25)
    near = np.argsort((lon - lon[0]) ** 2 + (lat - lat[0]) ** 2)[:3]
    means[near, -3:] *= factor
    place, week = np.nonzero(counts := rng.poisson(means))
    times = counts[place, week]
    options = ClusterOptions(replications=99, most=1)
    found = find_clusters(
        Places([str(i) for i in range(25)], lon, lat),
        np.repeat(place, times),
        np.repeat(week, times),
        26,
        options,
    )
    return found.found[0], near


def test_cases_alone_over_unequal_places_and_a_season_raise_no_false_alarm():
    called = [permuted(seed, 1)[0].alarm for seed in range(80)]
    assert np.mean(called) <= above(0.05, 80)


def test_cases_alone_show_a_cluster_of_three_places_in_nine_of_ten():
    runs = [permuted(seed, 5) for seed in range(40)]
    assert np.mean([one.alarm for one, _ in runs]) >= 0.9
    assert np.mean([bool(set(near.tolist()) & set(one.places)) for one, near in runs]) >= 0.9
