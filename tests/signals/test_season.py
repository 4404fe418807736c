"""Seasons: test, peak, swing, and newest periods judged within the season."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tests.signals.changes import monthly, signal, table
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_events import Columns, read_events
from zhuangjian.engines.signals.changes_periods import periods_between
from zhuangjian.engines.signals.onset import OnsetOptions, ground
from zhuangjian.engines.signals.season import judge_newest, season_factor, seasonality, waves
from zhuangjian.engines.signals.season_fit import fit
from zhuangjian.engines.signals.season_groups import find_seasons

MONTHS = periods_between(np.datetime64("2021-01-01"), np.datetime64("2024-12-31"), "month")
MIDDLES = MONTHS.edges[:-1] + 15
SUMMER = [5, 4, 5, 7, 10, 14, 16, 14, 11, 7, 5, 4]


def test_the_fit_is_the_largest_likelihood():
    rng = np.random.default_rng(0)
    years = np.arange(48) / 12
    design = np.column_stack([np.ones(48), years - 2, waves(years, 1)])
    exposure = MONTHS.days
    counts = rng.poisson(exposure / 30 * np.exp(design @ [1.5, 0.2, 0.5, -0.3]))

    def minus_loglik(beta):
        mean = exposure * np.exp(design @ beta)
        return float(np.sum(mean - counts * np.log(mean)))

    naive = minimize(minus_loglik, [-2.0, 0, 0, 0], method="BFGS", options={"gtol": 1e-6})
    found = fit(counts, exposure, design)
    assert found.coefficients == pytest.approx(naive.x, abs=1e-4)
    step = 1e-4 * np.eye(4)
    at = found.coefficients
    curvature = np.array(
        [
            [
                (
                    minus_loglik(at + a + b)
                    - minus_loglik(at + a - b)
                    - minus_loglik(at - a + b)
                    + minus_loglik(at - a - b)
                )
                / 4e-8
                for b in step
            ]
            for a in step
        ]
    )
    assert found.covariance == pytest.approx(np.linalg.inv(curvature), rel=1e-2, abs=1e-4)


def test_a_summer_peak_is_found_with_its_day_and_its_swing():
    found = seasonality(np.array(SUMMER * 4), MONTHS.days, MIDDLES)
    assert found.p < 1e-10
    assert 185 < found.peak_low < found.peak < found.peak_high < 215
    assert found.swing_low < found.swing < found.swing_high
    assert 3 < found.swing < 5
    assert found.growth == pytest.approx(1, abs=0.05)


def test_a_peak_at_new_year_has_limits_on_both_sides_of_it():
    winter = np.round(12 * np.exp(0.6 * np.cos(2 * np.pi * (np.arange(48) + 0.5) / 12))).astype(int)
    found = seasonality(winter, MONTHS.days, MIDDLES)
    assert found.peak_low > 330
    assert found.peak_high < 40


def test_a_flat_year_has_no_peak_that_can_be_told():
    found = seasonality(np.array([7, 8, 7, 8] * 12), MONTHS.days, MIDDLES)
    assert found.p > 0.9
    assert found.peak_low is None


def test_growth_does_not_pass_for_season():
    found = seasonality(np.round(4 * 1.6 ** (np.arange(48) / 12)).astype(int), MONTHS.days, MIDDLES)
    assert found.p > 0.5
    assert found.growth == pytest.approx(1.6, abs=0.1)


def test_two_peaks_a_year_need_two_harmonics():
    turns = 2 * np.pi * np.arange(48) / 12
    counts = np.round(10 * np.exp(0.8 * np.cos(2 * turns))).astype(int)
    assert seasonality(counts, MONTHS.days, MIDDLES, harmonics=1).p > 0.5
    assert seasonality(counts, MONTHS.days, MIDDLES, harmonics=2).p < 1e-6


@given(st.integers(2, 40))
@settings(max_examples=20, deadline=None)
def test_the_unit_of_exposure_changes_nothing(unit):
    one = seasonality(np.array(SUMMER * 4), MONTHS.days, MIDDLES)
    other = seasonality(np.array(SUMMER * 4), MONTHS.days * unit, MIDDLES)
    assert other.p == pytest.approx(one.p, rel=1e-6)
    assert (other.peak, other.swing) == (one.peak, pytest.approx(one.swing))


def test_an_ordinary_july_is_expected_and_only_a_plain_comparison_would_call_it():
    upto = 43
    found = judge_newest(np.array(SUMMER * 4)[:upto], MONTHS.days[:upto], MIDDLES[:upto])
    assert found.observed == 16
    assert found.expected == pytest.approx(16, abs=2)
    assert found.p > 0.3
    assert found.p_plain < 0.02
    assert found.low <= 16 <= found.high


def test_a_july_twice_as_high_as_any_is_called_all_the_same():
    upto = 43
    counts = np.array(SUMMER * 4)[:upto]
    counts[-1] = 36
    assert judge_newest(counts, MONTHS.days[:upto], MIDDLES[:upto]).p < 1e-3


def test_more_cases_in_the_newest_period_are_never_less_surprising():
    counts = np.array(SUMMER * 4)
    p = []
    for newest in range(0, 40, 4):
        counts[-1] = newest
        p.append(judge_newest(counts, MONTHS.days, MIDDLES).p)
    assert p == sorted(p, reverse=True)
    assert p[0] == 1.0


def test_the_season_factor_is_one_on_average_and_follows_the_year():
    factor = season_factor(np.array(SUMMER * 4), MONTHS.days, MIDDLES)
    assert factor.mean() == pytest.approx(1)
    assert factor[6] / factor[0] == pytest.approx(16 / 5, rel=0.25)
    assert season_factor(np.array(SUMMER), MONTHS.days[:12], MIDDLES[:12]).tolist() == [1.0] * 12


def test_twenty_three_months_are_too_few_and_twenty_four_enough():
    with pytest.raises(ValueError):
        seasonality(np.array(SUMMER * 4)[:23], MONTHS.days[:23], MIDDLES[:23])
    assert seasonality(np.array(SUMMER * 4)[:24], MONTHS.days[:24], MIDDLES[:24]).p < 0.01


def events_of(rows, as_of="2024-12-31"):
    columns = Columns(date="occurred_on", by="product", known="known_on", attributable="attributable")
    events = read_events(table(rows), columns, np.datetime64(as_of))
    return events, ground(events, OnsetOptions())


def test_groups_are_told_apart_and_the_summer_is_no_alarm():
    july = [row for row in monthly("防晒", SUMMER * 4, "2021-01") if str(row["occurred_on"]) <= "2024-07-31"]
    flat = [row for row in monthly("面霜", [7] * 48, "2021-01") if str(row["occurred_on"]) <= "2024-07-31"]
    rows, summary = find_seasons(*events_of(july + flat, "2024-07-31"))
    by_name = {row.group: row for row in rows}
    assert by_name["防晒"].seasonal
    assert by_name["防晒"].peak.startswith("07-")
    assert not by_name["面霜"].seasonal
    assert summary["alarms"] == 0
    assert summary["plain_alarms"] == 1


def test_a_summer_higher_than_every_other_is_an_alarm():
    rows = [row for row in monthly("防晒", SUMMER * 4, "2021-01") if str(row["occurred_on"]) <= "2024-07-31"]
    rows += [signal("防晒", "2024-07-20") for _ in range(24)]
    found, _ = find_seasons(*events_of(rows, "2024-07-31"))
    assert found[0].alarm
    assert found[0].newest == 40


def test_less_than_two_years_of_signals_are_refused():
    with pytest.raises(Refusal, match="两年"):
        find_seasons(*events_of(monthly("防晒", SUMMER, "2024-01")))


def test_no_group_with_enough_signals_is_refused():
    with pytest.raises(Refusal, match="24 件"):
        find_seasons(*events_of(monthly("防晒", [1] * 23 + [0] + [0] * 23, "2021-01")))
    assert find_seasons(*events_of(monthly("防晒", [1] * 24, "2021-01")))[0]
