"""Onsets in signal tables: what counts, what must not, and what stays the same."""

import dataclasses
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.signals.changes import monthly, onsets, signal
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_periods import periods_between
from zhuangjian.engines.signals.onset_delay import arrived_within, completeness

QUIET = monthly("面霜", [4] * 24)
RISING = monthly("眼霜", [4] * 18 + [12] * 6)


def only(found, name):
    return next(row for row in found.rows if row.group == name)


def test_a_product_that_rises_is_called_with_its_month_and_rates_and_a_steady_one_is_not():
    found = onsets(QUIET + RISING, "2024-12-31")
    assert [row.group for row in found.alarms] == ["眼霜"]
    row = found.alarms[0]
    assert row.start == row.start_high == "2024-07"
    assert row.start_low in ("2024-06", "2024-07")
    assert (row.n_before, row.n_after) == (72, 72)
    assert row.rate_before == pytest.approx(72 / 547 * 30)
    assert row.rate_after == pytest.approx(72 / 184 * 30)
    assert row.rate_before_low < row.rate_before < row.rate_before_high < row.rate_after_low
    assert row.ratio_low < row.ratio < row.ratio_high
    assert row.ratio == pytest.approx(row.rate_after / row.rate_before)


def test_weeks_can_be_the_unit():
    found = onsets(QUIET + RISING, "2024-12-31", unit="week")
    assert found.summary["periods"] == 106
    assert "2024-06-20" <= found.alarms[0].start <= "2024-07-08"


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_rows_changes_nothing(shuffle):
    rows = QUIET + RISING
    mixed = shuffle.sample(rows, len(rows))
    assert onsets(mixed, "2024-12-31") == onsets(rows, "2024-12-31")


def test_other_names_change_nothing_but_the_names():
    other = [row | {"product": {"面霜": "Z", "眼霜": "A"}[row["product"]]} for row in QUIET + RISING]
    one, two = onsets(QUIET + RISING, "2024-12-31"), onsets(other, "2024-12-31")
    assert [dataclasses.replace(row, group="") for row in one.rows] == [
        dataclasses.replace(row, group="") for row in two.rows
    ]


def test_the_future_cannot_be_seen():
    known = QUIET + RISING
    later = [signal("面霜", "2024-12-20", known_on="2025-01-01") for _ in range(200)]
    later += monthly("精华", [9] * 4, "2025-01")
    assert onsets(known + later, "2024-12-31").rows == onsets(known, "2024-12-31").rows


def test_what_becomes_known_on_the_day_itself_counts_and_a_day_later_does_not():
    extra = [signal("面霜", "2024-12-20", known_on="2024-12-31")]
    late = [signal("面霜", "2024-12-20", known_on="2025-01-01")]
    assert only(onsets(QUIET + extra, "2024-12-31"), "面霜").n == 97
    assert only(onsets(QUIET + late, "2024-12-31"), "面霜").n == 96


def test_one_source_record_counts_once_for_a_product_and_once_for_each_other_product():
    twice = [signal("面霜", "2024-12-20", source_key="a")] * 3 + [
        signal("眼霜", "2024-12-20", source_key="a")
    ]
    found = onsets(QUIET + RISING + twice, "2024-12-31")
    assert only(found, "面霜").n == 97
    assert only(found, "眼霜").n == 145
    assert found.summary["left_out"]["repeated"] == 2


def test_records_without_a_key_are_each_their_own():
    found = onsets([*QUIET, signal("面霜", "2024-12-20", source_key="a")], "2024-12-31")
    assert only(found, "面霜").n == 97


def test_the_version_of_a_record_known_first_is_the_one_that_counts():
    rows = [signal("面霜", "2024-12-20", source_key="a", known_on="2024-12-25")]
    rows += [signal("面霜", "2024-11-02", source_key="a", known_on="2024-12-28")]
    found = onsets(QUIET + rows, "2024-12-31", delay="none")
    assert only(found, "面霜").n_before + only(found, "面霜").n_after == 97
    assert onsets(QUIET + rows[::-1], "2024-12-31", delay="none") == found


def test_a_counterfeit_counts_for_the_product_and_not_against_the_party():
    rows = monthly("眼霜", [4] * 18) + monthly("眼霜", [12] * 6, "2024-07", attributable=False)
    assert onsets(rows, "2024-12-31").alarms
    assert not onsets(rows, "2024-12-31", attribution="only").alarms
    by_party = onsets(rows, "2024-12-31", by="party")
    assert not by_party.alarms
    assert by_party.summary["left_out"]["not_attributable"] == 72
    assert onsets(rows, "2024-12-31", by="party", attribution="all").alarms


def test_a_rise_that_is_one_hospital_says_so_and_what_remains_without_it():
    flood = monthly("眼霜", [4] * 18) + monthly("眼霜", [4] * 6, "2024-07", source="乙医院")
    flood += monthly("眼霜", [8] * 6, "2024-07", source="丙医院")
    row = only(onsets(flood, "2024-12-31"), "眼霜")
    assert row.alarm
    assert row.batch
    assert row.batch_source == "丙医院"
    assert row.batch_share == pytest.approx(48 / 72)
    assert row.p_without_batch > 0.2


def test_a_rise_from_many_reporters_is_no_batch():
    spread = [row | {"source": f"医院{i % 9}"} for i, row in enumerate(RISING)]
    row = only(onsets(spread, "2024-12-31"), "眼霜")
    assert row.alarm
    assert not row.batch
    assert row.p_without_batch < 0.01


def test_a_product_without_a_past_is_told_apart_from_one_that_changed():
    row = only(onsets(QUIET + monthly("新品", [5] * 6, "2024-07"), "2024-12-31"), "新品")
    assert row.nothing_before
    assert row.ratio is None
    assert row.ratio_high is None
    assert row.ratio_low > 1
    assert not only(onsets(RISING, "2024-12-31"), "眼霜").nothing_before


def test_a_rise_of_the_newest_period_alone_is_marked():
    assert only(onsets(monthly("眼霜", [3] * 23 + [20]), "2024-12-31"), "眼霜").newest_only
    assert not only(onsets(monthly("眼霜", [3] * 22 + [20, 20]), "2024-12-31"), "眼霜").newest_only


def test_sales_that_rise_as_the_complaints_do_explain_them():
    exposure = np.array([[1.0] * 18 + [3.0] * 6])
    assert onsets(RISING, "2024-12-31").alarms
    assert not onsets(RISING, "2024-12-31", exposure=exposure).alarms


def test_part_of_a_month_is_part_of_the_exposure():
    daily = monthly("眼霜", [27] * 24)
    cut = [row for row in daily if row["occurred_on"].isoformat() <= "2024-12-13"]
    row = only(onsets(cut, "2024-12-13"), "眼霜")
    assert row.p > 0.2
    assert row.rate_before == pytest.approx(27, rel=0.05)
    assert only(onsets(cut + daily[-27:], "2024-12-13"), "眼霜").p < 0.05


def test_groups_with_too_few_events_are_left_untested_and_counted():
    four, five = monthly("四", [0] * 20 + [4]), monthly("五", [0] * 20 + [5])
    found = onsets(QUIET + four + five, "2024-12-31")
    assert {row.group for row in found.rows} == {"面霜", "五"}
    assert found.summary["too_few"] == 1


def late_reports(seed, rate=6, mean_delay=45, start=None):
    """Every day some events, each known after a delay: in the newest months most are still unknown."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(730):
        lift = 3 if start is not None and day >= start else 1
        for _ in range(rng.poisson(rate * lift / 30)):
            occurred = np.datetime64("2023-01-01") + day
            rows.append(
                signal("眼霜", str(occurred), known_on=str(occurred + int(rng.geometric(1 / mean_delay)) - 1))
            )
    return rows


def test_a_rise_is_seen_through_reports_that_are_still_to_come():
    rows = late_reports(7, start=640)
    with_delay, without = (only(onsets(rows, "2024-12-30", delay=d), "眼霜") for d in ("auto", "none"))
    assert with_delay.p < without.p
    assert with_delay.rate_after > without.rate_after
    assert with_delay.alarm


def test_the_share_that_has_arrived_is_estimated_from_what_is_known():
    rng = np.random.default_rng(1)
    occurred = np.datetime64("2023-01-01") + rng.integers(0, 700, 20_000)
    known = occurred + rng.geometric(1 / 30, 20_000) - 1
    as_of = np.datetime64("2024-11-30")
    seen = known <= as_of
    share = arrived_within(occurred[seen], known[seen], as_of)
    for days in (0, 10, 30, 60, 120):
        assert share[days] == pytest.approx(1 - (29 / 30) ** (days + 1), abs=0.02)
    assert np.all(np.diff(share) >= 0)
    naive = float(np.mean((known[seen] - occurred[seen]).astype(int)[occurred[seen] > as_of - 30] <= 10))
    assert naive > share[10] + 0.1


def test_periods_are_complete_when_everything_is_known_at_once():
    periods = periods_between(np.datetime64("2024-01-01"), np.datetime64("2024-12-31"), "month")
    occurred = np.array(["2024-03-01", "2024-12-30"], dtype="datetime64[D]")
    share = arrived_within(occurred, occurred, np.datetime64("2024-12-31"))
    assert completeness(periods, share, np.datetime64("2024-12-31")).tolist() == [1.0] * 12


def test_the_newest_days_can_be_left_out_instead():
    found = onsets(QUIET + RISING, "2024-12-31", delay=31)
    assert found.summary["last"] == "2024-11"
    assert onsets(QUIET + RISING, "2024-12-31", delay=30).summary["last"] == "2024-12"


@pytest.mark.parametrize(
    ("first", "as_of", "unit", "days"),
    [
        ("2024-01-01", "2024-03-31", "month", [31, 29, 31]),
        ("2024-01-10", "2024-02-01", "month", [22, 1]),
        ("2024-01-01", "2024-01-08", "week", [7, 1]),
        ("2024-01-03", "2024-01-07", "week", [5]),
        ("2024-12-31", "2025-01-01", "day", [1, 1]),
    ],
)
def test_periods_follow_the_calendar_and_count_the_days_seen(first, as_of, unit, days):
    assert periods_between(np.datetime64(first), np.datetime64(as_of), unit).days.tolist() == days


def test_an_early_record_on_its_own_is_pointed_out():
    assert onsets(QUIET, "2024-12-31").summary["notes"] == []
    stray = onsets([signal("面霜", "2018-03-01"), *QUIET], "2024-12-31")
    assert "--since" in stray.summary["notes"][0]
    assert stray.rows[0].alarm
    since = onsets([signal("面霜", "2018-03-01"), *QUIET], "2024-12-31", since=np.datetime64("2023-01-01"))
    assert (since.summary["notes"], since.rows[0].alarm) == ([], False)


def test_a_mistyped_year_is_said_and_hides_nothing():
    alone = onsets(QUIET, "2024-12-31")
    found = onsets([*QUIET, signal("面霜", "1023-01-01")], "2024-12-31")
    assert found.rows == alone.rows
    assert "年份" in found.summary["notes"][0]
    assert found.summary["left_out"]["implausible_date"] == 1


def test_too_short_a_time_is_refused():
    with pytest.raises(Refusal, match="3 个"):
        onsets(monthly("面霜", [4, 4, 4]), "2023-03-31")
    assert onsets(monthly("面霜", [4, 4, 4, 4]), "2023-04-30").rows


def test_an_as_of_day_before_everything_is_refused():
    with pytest.raises(Refusal, match="2022-12-31"):
        onsets(QUIET, "2022-12-31")


def test_random_rows_with_gaps_do_not_break_it():
    rng = random.Random(3)
    rows = [
        signal(rng.choice("甲乙丙"), f"20{rng.randint(20, 24)}-{rng.randint(1, 12):02d}-15", known_on=None)
        for _ in range(60)
    ]
    found = onsets(rows, "2024-12-31")
    assert all(0 <= row.p <= 1 and row.q >= row.p - 1e-12 for row in found.rows)
