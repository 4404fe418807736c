"""The published results for 20,156 rows of reports on food supplements, and what goes with them."""

from __future__ import annotations

import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from scipy import stats

from tests.shared_data import shared_path
from zhuangjian.engines.signals.gps import negative_log_likelihood
from zhuangjian.engines.signals.gps_fit import STARTS, fit, wide_starts
from zhuangjian.engines.signals.gps_posterior import mixing_share, scores
from zhuangjian.engines.signals.report import disproportionality
from zhuangjian.engines.signals.squash import points, squash

COLUMNS = {"id": "id", "product": "var1", "event": "var2"}


@pytest.fixture(scope="module")
def published():
    return json.loads(shared_path("data/adverse_reactions/published_ebgm_reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def reports():
    return pq.read_table(shared_path("data/adverse_reactions/caers_supplements_2012.parquet"))


@pytest.fixture(scope="module")
def result(reports):
    return disproportionality(reports, **COLUMNS)


@pytest.fixture(scope="module")
def rows(result):
    return {(row["product"], row["event"]): row for row in result.table(digits=None).to_pylist()}


@pytest.fixture(scope="module")
def data(result):
    return points(result.counts.n, result.counts.expected)


def test_sizes(result, published):
    told = result.summary()
    sizes = published["data"]
    assert (told["rows"], told["reports"]) == (sizes["caers_rows"], sizes["ids"])
    assert (told["products"], told["events"]) == (sizes["products"], sizes["events"])
    assert told["pairs"] == sizes["pairs_N>=1"]


def test_counts_expected_counts_and_ratios_are_exact(rows, published):
    for product, event, n, e, rr, prr, *_ in published["posterior_at_theta_squash2_5starts"]["rows"]:
        row = rows[product, event]
        assert row["n"] == n
        assert row["e"] == pytest.approx(e, abs=6e-11)
        assert round(row["rr"], 2) == rr
        assert round(row["prr"], 2) == float(str(prr).lower())


def test_the_fit_of_all_pairs(result, published):
    assert result.fit.converged
    assert result.fit.nll == pytest.approx(published["nll"]["full"], abs=0.01)
    assert result.fit.theta == pytest.approx(published["theta"]["full_autoHyper"], abs=2e-4)
    assert result.fit.optima[0].reached == len(STARTS)


def test_the_likelihood_at_the_published_parameters(data, published):
    at = negative_log_likelihood(published["theta"]["full_autoHyper"], data)
    assert at == pytest.approx(published["nll"]["full"], abs=0.0006)


def test_the_fits_of_squashed_pairs(data, published):
    once = squash(data)
    assert len(once) == published["squashData_default_rows"]
    first = fit(once)
    assert first.nll == pytest.approx(published["nll"]["squash1_nlm"], abs=0.01)
    assert first.theta == pytest.approx(published["theta"]["squash1_nlm"], abs=1e-3)
    second = fit(squash(once, count=2, bin_size=10, keep=50))
    assert second.nll == pytest.approx(published["nll"]["squash2"], abs=0.01)
    assert second.theta == pytest.approx(published["theta"]["squash2_autoHyper_5starts"], abs=1e-3)
    assert second.standard_errors == pytest.approx(published["theta_SE_squash2"], rel=0.01)


def test_another_squashing_leads_to_the_optimum_of_a_global_search(data, published):
    found = fit(squash(squash(data, bin_size=100, keep=0), count=2, bin_size=12))
    assert found.theta == pytest.approx(published["theta"]["DEoptim_same"], abs=2e-4)


def test_measures_at_the_published_parameters(result, published):
    table = published["posterior_at_theta_squash2_5starts"]
    theta = published["theta"]["squash2_autoHyper_5starts"]
    counts = result.counts
    share = mixing_share(theta, counts.n[:6], counts.expected[:6])
    assert share == pytest.approx(table["qn_head"], abs=6e-8)
    values = scores(theta, counts.n, counts.expected)
    names = zip(
        counts.products.take(counts.product_code).to_pylist(),
        counts.events.take(counts.event_code).to_pylist(),
        strict=True,
    )
    place = {pair: number for number, pair in enumerate(names)}
    for row in table["rows"]:
        found = [value[place[row[0], row[1]]] for value in values]
        assert found == pytest.approx(row[6:9], abs=0.01)
    for product, event, n, e, low, middle, high in table["top5_EB05"]:
        at = place[product, event]
        assert counts.n[at] == n
        assert counts.expected[at] == pytest.approx(e, abs=6e-9)
        assert [value[at] for value in values] == pytest.approx([middle, low, high], abs=0.01)
    for value, field in zip(values, ("EBGM", "EB05", "EB95"), strict=True):
        five = [
            value.min(),
            *np.quantile(value, [0.25, 0.5]),
            value.mean(),
            np.quantile(value, 0.75),
            value.max(),
        ]
        assert five == pytest.approx(table["summary"][field], abs=0.011)


def test_the_same_rows_at_the_fitted_parameters(rows, published):
    for product, event, *_, middle, low, high in published["posterior_at_theta_squash2_5starts"]["rows"]:
        row = rows[product, event]
        assert [row["ebgm"], row["eb05"], row["eb95"]] == pytest.approx([middle, low, high], abs=0.01)


def test_the_strongest_five_stay_the_strongest(rows, published):
    strongest = sorted(rows.values(), key=lambda row: -row["eb05"])[:5]
    listed = [row[:2] for row in published["posterior_at_theta_squash2_5starts"]["top5_EB05"]]
    assert [[row["product"], row["event"]] for row in strongest] == listed


def test_the_numbers_of_signals(result, published):
    table = published["posterior_at_theta_squash2_5starts"]
    told = result.summary()
    assert told["eb05_ge_2"] == table["n_EB05_ge_2"]
    assert told["ebgm_gt_3"] == table["n_EBGM_gt_3"]
    written = result.table()
    assert sum(value >= 2 for value in written["eb05"].to_pylist()) == table["n_EB05_ge_2"]
    assert sum(value > 3 for value in written["ebgm"].to_pylist()) == table["n_EBGM_gt_3"]


def test_one_pair_lies_between_three_and_what_rounds_to_three(result):
    exact = result.values["ebgm"]
    assert ((exact > 3) & (np.round(exact, 2) <= 3)).sum() == 1
    assert result.summary(digits=None)["ebgm_gt_3"] == result.summary()["ebgm_gt_3"] + 1


def test_truncating_the_mixture_instead_of_each_component_is_another_likelihood(data, result):
    a1, b1, a2, b2, p = result.fit.theta
    one, two = stats.nbinom(a1, b1 / (b1 + data.e)), stats.nbinom(a2, b2 / (b2 + data.e))
    each = p * one.pmf(data.n) / one.sf(0) + (1 - p) * two.pmf(data.n) / two.sf(0)
    mixture = (p * one.pmf(data.n) + (1 - p) * two.pmf(data.n)) / (p * one.sf(0) + (1 - p) * two.sf(0))
    assert -np.log(each).sum() == pytest.approx(result.fit.nll, abs=1e-6)
    assert -np.log(mixture).sum() > result.fit.nll + 5


def test_a_wide_search_shows_a_second_optimum_that_the_report_does_not_hide(reports):
    wide = disproportionality(reports, **COLUMNS, squash="50", starts=(*STARTS, *wide_starts(60, 1)))
    optima = [one for one in wide.fit.optima if one.converged]
    assert len(optima) >= 2
    assert optima[0].nll < 4162.3 < optima[1].nll
    assert optima[1].reached > optima[0].reached
