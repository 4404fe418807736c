"""Expected counts within strata."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.shared_data import shared_path
from tests.signals.reports import NAMES, TOY, by_pair, naive, table
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.counts import count_pairs
from zhuangjian.engines.signals.report import disproportionality
from zhuangjian.engines.signals.strata import ABSENT

COLUMNS = {"id": "id", "product": "product", "event": "event"}


def some(reports: int, strata: int) -> list[tuple[int, str, str, str]]:
    return [(place, f"P{place % 3}", f"E{place % 2}", f"层{place % strata:02d}") for place in range(reports)]


def test_expected_counts_add_up_over_the_strata():
    found = by_pair(count_pairs(table(TOY), **COLUMNS, strata=("sex", "age")))
    for pair, (n, e) in naive(TOY, (3, 4)).items():
        assert found[pair] == (n, pytest.approx(e, rel=1e-12))
    assert found["product_A", "event_1"][1] == pytest.approx(4.3222222, abs=5e-8)


def test_published_toy_tables_with_and_without_strata():
    published = json.loads(shared_path("data/adverse_reactions/published_ebgm_reference.json").read_text())
    for name, strata in (("toy_no_strata", ()), ("toy_stratified", ("sex", "age"))):
        rows = disproportionality(table(TOY), **COLUMNS, strata=strata).table().to_pylist()
        shown = [
            [
                row["product"],
                row["event"],
                row["n"],
                round(row["e"], 7),
                round(row["rr"], 2),
                round(row["prr"], 2),
            ]
            for row in rows
        ]
        assert shown == published[name]


def test_prr_and_ror_do_not_know_the_strata():
    plain = disproportionality(table(TOY), **COLUMNS)
    stratified = disproportionality(table(TOY), **COLUMNS, strata=("sex",))
    for name in ("prr", "ror", "chi2", "chi2_yates"):
        assert np.array_equal(plain.values[name], stratified.values[name])
    assert not np.allclose(plain.values["rr"], stratified.values["rr"])


def test_one_stratum_is_no_stratification():
    same = [(*row[:3], "一") for row in TOY]
    one = count_pairs(table(same, NAMES[:4]), **COLUMNS, strata=("sex",))
    assert np.allclose(one.expected, count_pairs(table(TOY), **COLUMNS).expected, rtol=1e-15)


def test_the_order_of_the_stratum_columns_does_not_matter():
    one = count_pairs(table(TOY), **COLUMNS, strata=("sex", "age"))
    two = count_pairs(table(TOY), **COLUMNS, strata=("age", "sex"))
    assert np.allclose(one.expected, two.expected, rtol=1e-14)


@pytest.mark.parametrize(("reports", "warned"), [(99, True), (100, False)])
def test_a_stratum_of_less_than_fifty_reports_is_warned_of(reports, warned):
    notes = disproportionality(table(some(reports, 2), NAMES[:4]), **COLUMNS, strata=("sex",)).notes
    assert any("不足 50 份报告" in note for note in notes) is warned


def test_ten_values_of_a_stratum_column_pass_and_eleven_are_refused():
    assert len(count_pairs(table(some(110, 10), NAMES[:4]), **COLUMNS, strata=("sex",)).strata.labels) == 10
    with pytest.raises(Refusal, match="“sex”有 11 个不同的值"):
        count_pairs(table(some(110, 11), NAMES[:4]), **COLUMNS, strata=("sex",))
    allowed = count_pairs(table(some(110, 11), NAMES[:4]), **COLUMNS, strata=("sex",), max_categories=11)
    assert len(allowed.strata.labels) == 11


def test_a_missing_stratum_is_a_stratum_of_its_own_and_said():
    rows = [(*row[:3], None if row[0] < 4 else row[3]) for row in TOY]
    result = disproportionality(table(rows, NAMES[:4]), **COLUMNS, strata=("sex",))
    assert ABSENT in result.counts.strata.labels
    assert any("缺失" in note for note in result.notes)


def test_a_report_in_two_strata_counts_in_both():
    rows = [(1, "A", "x", "F"), (1, "B", "y", "M"), (2, "B", "x", "M"), (3, "A", "y", "F")]
    found = by_pair(count_pairs(table(rows, NAMES[:4]), **COLUMNS, strata=("sex",)))
    for pair, (n, e) in naive(rows, (3,)).items():
        assert found[pair] == (n, pytest.approx(e))
