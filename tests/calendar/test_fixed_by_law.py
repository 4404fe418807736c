"""Holidays whose dates the law fixes rest in every year; the others wait for the year's arrangement."""

from __future__ import annotations

from datetime import date

import pytest

from zhuangjian.engines.calendar import is_working_day, load_calendar
from zhuangjian.engines.rules.deadlines import due


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 4, 30), True),
        (date(2028, 5, 1), False),
        (date(2028, 5, 2), False),
        (date(2028, 5, 3), True),
        (date(2027, 9, 30), True),
        (date(2027, 10, 1), False),
        (date(2028, 10, 3), False),
        (date(2027, 10, 4), True),
        (date(2019, 5, 2), True),
    ],
)
def test_the_days_themselves_rest_and_their_neighbours_do_not(day: date, worked: bool) -> None:
    assert not load_calendar().is_published(day.year)
    assert is_working_day(day) is worked


def test_a_limit_over_an_unpublished_national_day_skips_it_and_stays_provisional() -> None:
    answer = due("filing_feedback", date(2027, 9, 27), region="chongqing")
    assert answer.value.due == date(2027, 10, 5)
    assert answer.value.provisional is True
    text = "".join(reason.text for reason in answer.reasons)
    assert "国庆节放假" in text
    assert "暂只按周末推算（元旦、劳动节、国庆节" in text
