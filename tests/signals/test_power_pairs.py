"""Planted product–event pairs: how many EB05 ≥ 2 and IC025 > 0 find, and what they call beside them.

20,000 reports on 80 products and 60 events of unequal frequency; 40 pairs have six times the odds. Limits carry three
standard errors of a share, so that they hold for other seeds too.
"""

import numpy as np
import pyarrow as pa
import pytest

from zhuangjian.engines.signals.report import disproportionality
from zhuangjian.engines.signals.simulate import reports

PAIRS = [(f"P{i}", f"E{(7 * i) % 60}") for i in range(5, 45)]
COUNT, PRODUCTS, EVENTS = 20_000, 80, 60


def measured(seed, lift):
    columns = reports(np.random.default_rng([61, seed]), COUNT, PRODUCTS, EVENTS, dict.fromkeys(PAIRS, lift))
    result = disproportionality(
        pa.table(dict(zip(("report", "product", "event"), columns, strict=True))),
        id="report",
        product="product",
        event="event",
    )
    return {(row["product"], row["event"]): row for row in result.table().to_pylist()}


def unplanted_expectation(pair):
    """Reports of the pair to be expected if nothing were planted, from how the reports are made."""
    product = 1 / (np.arange(PRODUCTS) + 3.0)
    event = 1 / (np.arange(EVENTS) + 3.0)
    chance = np.minimum(0.5, 1.5 * event / event.sum())
    return COUNT * product[int(pair[0][1:])] / product.sum() * chance[int(pair[1][1:])]


FREQUENT = [pair for pair in PAIRS if unplanted_expectation(pair) >= 3]


@pytest.fixture(scope="module")
def six_times():
    return [measured(seed, 6.0) for seed in range(2)]


@pytest.fixture(scope="module")
def nothing():
    return measured(9, 1.0)


def found(tables, pairs, test):
    hits = [pair in table and test(table[pair]) for table in tables for pair in pairs]
    return float(np.mean(hits))


def eb(row):
    return row["eb05"] >= 2


def ic(row):
    return row["ic025"] > 0


def test_enough_pairs_are_frequent_and_enough_are_not():
    assert 15 <= len(FREQUENT) <= 30


def test_pairs_expected_three_times_or_more_are_found_by_both_in_nine_of_ten(six_times):
    assert found(six_times, FREQUENT, eb) >= 0.9
    assert found(six_times, FREQUENT, ic) >= 0.9


def test_of_all_planted_pairs_three_quarters_are_found_by_the_shrunken_and_more_by_the_other(six_times):
    by_eb, by_ic = found(six_times, PAIRS, eb), found(six_times, PAIRS, ic)
    assert by_eb >= 0.75
    assert by_ic >= 0.85
    assert by_ic >= by_eb


def test_at_most_one_in_twenty_of_those_called_by_eb05_is_not_planted(six_times):
    called = [pair for table in six_times for pair, row in table.items() if eb(row)]
    false = [pair for pair in called if pair not in PAIRS]
    assert len(called) >= 60
    assert len(false) / len(called) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(called))


def test_ic025_calls_at_most_one_in_forty_of_the_pairs_that_are_not_planted(six_times):
    calls = [ic(row) for table in six_times for pair, row in table.items() if pair not in PAIRS]
    assert np.mean(calls) <= 0.025 + 3 * np.sqrt(0.025 * 0.975 / len(calls))
    assert sum(calls) > 0


def test_where_nothing_is_planted_eb05_calls_nothing(nothing):
    assert sum(eb(row) for row in nothing.values()) == 0
    assert np.mean([ic(row) for row in nothing.values()]) <= 0.025 + 3 * np.sqrt(0.025 * 0.975 / len(nothing))


def test_a_stronger_pair_is_found_more_often(nothing, six_times):
    shares = [found([table], PAIRS, eb) for table in (nothing, measured(4, 3.0), six_times[0])]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0 < shares[1] < shares[2]
