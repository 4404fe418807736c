"""Dates, copies and numerals in words."""

from datetime import UTC, date, datetime

import pytest

from zhuangjian.apps.documents.render.wording import (
    copy_line,
    numeral,
    printed_date,
    printed_span,
    printed_time,
)


def test_dates_are_printed_without_leading_zeros():
    assert printed_date(date(2026, 1, 5)) == "2026年1月5日"
    assert printed_date(None) == ""


def test_times_are_those_of_china_whatever_their_zone():
    assert printed_time(datetime(2026, 11, 20, 17, 5, tzinfo=UTC)) == "2026年11月21日 1时05分"
    assert printed_time(datetime.fromisoformat("2026-11-21T01:05")) == "2026年11月21日 1时05分"


def test_a_span_within_a_day_says_the_day_once():
    start = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert (
        printed_span(start, datetime(2026, 11, 20, 8, 10, tzinfo=UTC)) == "2026年11月20日 9时00分至16时10分"
    )
    assert (
        printed_span(start, datetime(2026, 11, 20, 16, 0, tzinfo=UTC))
        == "2026年11月20日 9时00分至2026年11月21日 0时00分"
    )
    assert printed_span(start, None) == "2026年11月20日 9时00分"
    assert printed_span(None, None) == ""


@pytest.mark.parametrize(
    ("value", "words"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numerals(value, words):
    assert numeral(value) == words


def test_two_copies_are_said_as_officials_say_them():
    assert copy_line(2, 1, "存档") == "一式两份 第一份（存档）"
    assert copy_line(3, 2, "") == "一式三份 第二份"
