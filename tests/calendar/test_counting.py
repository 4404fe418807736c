"""Working days, natural days, and years without a published arrangement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.naive import nth_working_day, works
from zhuangjian.engines.calendar import (
    add_natural_days,
    add_working_days,
    is_working_day,
    load_calendar,
    working_days_between,
)
from zhuangjian.engines.rules.answer import Refusal

PUBLISHED = st.dates(date(2020, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(2020, 6, 1), date(2026, 6, 30))


def test_every_day_of_the_published_years_agrees_with_the_reference_package() -> None:
    day = date(2020, 1, 1)
    while day <= date(2026, 12, 31):
        assert is_working_day(day) == works(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),  # a Sunday worked for the National Day holiday
        (date(2026, 9, 19), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_make_up_days_are_worked_and_holidays_are_not(day: date, worked: bool) -> None:
    assert is_working_day(day) is worked


def test_the_day_of_the_event_is_not_counted() -> None:
    assert add_working_days(date(2026, 11, 16), 5).day == date(2026, 11, 23)


def test_an_event_on_a_rest_day_starts_counting_on_the_next_working_day() -> None:
    assert add_working_days(date(2026, 11, 21), 1).day == date(2026, 11, 23)


def test_a_holiday_and_its_make_up_day_are_both_reported() -> None:
    counted = add_working_days(date(2026, 9, 28), 5)
    assert counted.day == date(2026, 10, 10)
    assert counted.skipped == tuple(date(2026, 10, d) for d in (1, 2, 5, 6, 7))
    assert counted.made_up == (date(2026, 10, 10),)


def test_the_last_working_day_of_a_published_year_is_not_provisional() -> None:
    assert add_working_days(date(2026, 12, 24), 5).day == date(2026, 12, 31)
    assert add_working_days(date(2026, 12, 24), 5).provisional is False


def test_one_day_further_reaches_the_unpublished_year_and_is_provisional() -> None:
    counted = add_working_days(date(2026, 12, 24), 6)
    assert counted.day.year == 2027
    assert counted.provisional is True


def test_natural_days_ending_on_a_working_day_stay() -> None:
    counted = add_natural_days(date(2026, 11, 1), 30)
    assert counted.day == date(2026, 12, 1)
    assert counted.moved_from is None


def test_natural_days_ending_on_a_saturday_move_to_monday() -> None:
    counted = add_natural_days(date(2026, 11, 6), 15)
    assert counted.moved_from == date(2026, 11, 21)
    assert counted.day == date(2026, 11, 23)


def test_natural_days_ending_in_a_long_holiday_move_past_all_of_it() -> None:
    assert add_natural_days(date(2026, 9, 1), 30).day == date(2026, 10, 8)


def test_natural_days_ending_on_a_make_up_saturday_stay_there() -> None:
    counted = add_natural_days(date(2026, 9, 10), 30)
    assert counted.day == date(2026, 10, 10)
    assert counted.moved_from is None


def test_a_date_at_the_end_of_time_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="超出可计算的范围"):
        add_working_days(date.max, 5)
    with pytest.raises(Refusal, match="超出可计算的范围"):
        add_natural_days(date.max, 5)


def test_working_days_left_are_counted_from_tomorrow_to_the_last_day() -> None:
    assert working_days_between(date(2026, 9, 28), date(2026, 10, 10)) == 5
    assert working_days_between(date(2026, 10, 10), date(2026, 10, 10)) == 0
    assert working_days_between(date(2026, 10, 13), date(2026, 10, 10)) == -2


@given(event=ANY_DAY, days=st.integers(1, 90))
def test_counting_agrees_with_the_naive_list_of_working_days(event: date, days: int) -> None:
    assert add_working_days(event, days).day == nth_working_day(event, days)


@given(event=st.dates(date(2020, 12, 1), date(2026, 12, 31)), days=st.integers(1, 90))
def test_counting_backwards_agrees_with_the_naive_list(event: date, days: int) -> None:
    assert add_working_days(event, -days).day == nth_working_day(event, -days)


@given(event=ANY_DAY, days=st.integers(1, 60))
def test_a_limit_always_ends_on_a_working_day_and_counts_back_to_itself(event: date, days: int) -> None:
    last = add_working_days(event, days).day
    assert is_working_day(last)
    assert working_days_between(event, last) == days


@given(event=ANY_DAY, days=st.integers(1, 60))
def test_a_longer_limit_never_ends_earlier(event: date, days: int) -> None:
    assert add_working_days(event, days).day < add_working_days(event, days + 1).day


@given(event=ANY_DAY, days=st.integers(1, 200))
def test_a_natural_limit_ends_on_a_working_day_never_before_its_last_day(event: date, days: int) -> None:
    counted = add_natural_days(event, days)
    last = event + timedelta(days=days)
    assert counted.day >= last
    assert works(counted.day)
    assert all(not works(last + timedelta(days=n)) for n in range((counted.day - last).days))


@given(day=PUBLISHED)
def test_a_published_day_is_never_provisional(day: date) -> None:
    assert load_calendar().is_published(day.year)
