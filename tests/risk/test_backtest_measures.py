"""The measures against figures worked out by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from zhuangjian.engines.risk import measures

Y = np.array([1.0, 0.0, 1.0, 0.0])
DAYS = np.array([10, 20, 30, 40])


def test_auc_by_hand() -> None:
    # Pairs (.9>.8), (.9>.1), (.4<.8), (.4>.1): three of four.
    assert measures.auc(Y, np.array([0.9, 0.8, 0.4, 0.1])) == 0.75


def test_equal_scores_count_half() -> None:
    assert measures.auc(Y, np.array([0.5, 0.5, 0.5, 0.5])) == 0.5


@pytest.mark.parametrize("target", [[0.0, 0.0], [1.0, 1.0], [1.0], []])
def test_auc_without_both_outcomes_is_none(target: list[float]) -> None:
    assert measures.auc(np.array(target), np.arange(len(target), dtype=float)) is None
    assert measures.auc_interval(np.array(target), np.arange(len(target), dtype=float)) is None


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=60).filter(
        lambda rows: 0 < sum(r[0] for r in rows) < len(rows)
    )
)
def test_auc_and_average_precision_are_those_of_scikit_learn(rows: list[tuple[bool, int]]) -> None:
    target, score = (np.array([float(r[i]) for r in rows]) for i in (0, 1))
    assert measures.auc(target, score) == pytest.approx(roc_auc_score(target, score))
    assert measures.average_precision(target, score) == pytest.approx(average_precision_score(target, score))


def test_the_interval_of_the_auc_holds_it_and_covers_about_95_percent() -> None:
    random = np.random.default_rng(3)
    true = 0.7602499389065233  # P(N(1,1) > N(0,1)) = Φ(1/√2)
    inside = 0
    for _ in range(300):
        target = (random.random(200) < 0.3).astype(float)
        low, high = measures.auc_interval(target, random.normal(0, 1, 200) + target) or (1.0, 0.0)
        inside += low <= true <= high
    assert 0.91 <= inside / 300 <= 0.985


def test_the_interval_of_a_faultless_order_does_not_claim_certainty() -> None:
    low, high = measures.auc_interval(Y, Y) or (0.0, 0.0)
    assert high == 1.0
    assert low < 0.2  # two of each kind prove little


def test_order_by_hand() -> None:
    # Scores put rows 3, 1, 4, 2 in order; they get the dates 10, 20, 30, 40. Positives: row 1 10→20, row 3 30→10.
    order = measures.order_by(Y, DAYS, np.array([0.8, 0.1, 0.9, 0.5]))
    assert order == measures.Order(first_half_share=1.0, days_earlier=(30 - 10 + 10 - 20) / 2)
    worst = measures.order_by(Y, DAYS, np.array([0.1, 0.8, 0.2, 0.9]))
    assert worst == measures.Order(first_half_share=0.0, days_earlier=(10 - 40 + 30 - 30) / 2)


def test_rows_with_equal_scores_share_their_dates_and_places() -> None:
    order = measures.order_by(Y, DAYS, np.zeros(4))
    assert order == measures.random_order(Y, DAYS)
    assert order == measures.Order(0.5, 20 - 25)


def test_the_middle_row_of_an_odd_number_belongs_half_to_the_first_half() -> None:
    target, days = np.array([0.0, 1.0, 0.0]), np.array([1, 2, 3])
    assert measures.order_by(target, days, np.array([3.0, 2.0, 1.0])) == measures.Order(0.5, 0.0)


def test_the_actual_order_is_by_date_and_nothing_earlier() -> None:
    assert measures.actual_order(Y, DAYS) == measures.Order(0.5, 0.0)
    assert measures.actual_order(Y, np.array([5, 5, 5, 5])) == measures.Order(0.5, 0.0)


def test_an_order_without_positives_has_no_meaning() -> None:
    assert measures.order_by(np.zeros(3), np.array([1, 2, 3]), np.arange(3.0)) is None
    assert measures.average_precision(np.zeros(3), np.arange(3.0)) is None


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 30)), min_size=1, max_size=40).filter(
        lambda rows: any(r[0] for r in rows)
    )
)
def test_no_order_beats_the_perfect_one(rows: list[tuple[bool, int, int]]) -> None:
    target, score = np.array([float(r[0]) for r in rows]), np.array([float(r[1]) for r in rows])
    days = np.array([r[2] for r in rows])
    mine, best = measures.order_by(target, days, score), measures.perfect_order(target, days)
    assert mine is not None
    assert best is not None
    assert mine.first_half_share <= best.first_half_share + 1e-12
    assert mine.days_earlier <= best.days_earlier + 1e-12


def test_random_order_is_the_mean_over_all_orders() -> None:
    from itertools import permutations

    found = [measures.order_by(Y, DAYS, np.array(p, float)) for p in permutations(range(4))]
    expected = measures.random_order(Y, DAYS)
    assert expected is not None
    assert np.mean([o.days_earlier for o in found if o]) == pytest.approx(expected.days_earlier)
    assert np.mean([o.first_half_share for o in found if o]) == pytest.approx(expected.first_half_share)


def test_calibration_error_by_hand() -> None:
    target, probability = np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.2, 0.2, 0.8, 0.8])
    # Two parts: |.5 − .2| and |1 − .8|, half of the rows each.
    assert measures.calibration_error(target, probability, bins=2) == pytest.approx(0.25)
    assert measures.calibration_error(np.zeros(0), np.zeros(0)) is None
