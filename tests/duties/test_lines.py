"""What a duty's date is called, on both sides of every day."""

from datetime import date

import pytest

from zhuangjian.apps.duties.lines import groups_of, line_of, month_of, waited
from zhuangjian.apps.duties.models import Duty

SATURDAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 20)


def duty(due=None, event_on=date(2026, 11, 2), **fields):
    return Duty(title="办理", article="CQ 19", due=due, event_on=event_on, **fields)


@pytest.mark.parametrize(
    "due, words, tone",
    [
        (date(2026, 11, 19), "已逾期1个工作日", "late"),
        (date(2026, 11, 20), "今天到期", "soon"),
        (date(2026, 11, 23), "还有1个工作日", "soon"),
        (date(2026, 11, 25), "还有3个工作日", "soon"),
        (date(2026, 11, 26), "还有4个工作日", ""),
    ],
)
def test_working_days_left_on_a_friday(due, words, tone):
    line = line_of(duty(due), FRIDAY)
    assert (line.words, line.tone) == (words, tone)


def test_a_duty_due_on_friday_is_overdue_on_saturday_although_no_working_day_has_passed():
    line = line_of(duty(FRIDAY), SATURDAY)
    assert (line.words, line.tone, line.working_days) == ("已逾期1天", "late", 0)


def test_a_due_date_on_sunday_seen_on_saturday_says_that_no_working_day_is_left():
    assert line_of(duty(date(2026, 11, 22)), SATURDAY).words == "还有1天，其间没有工作日"


def test_the_spring_festival_is_not_counted():
    line = line_of(duty(date(2026, 2, 24)), date(2026, 2, 13))
    assert line.words == "还有2个工作日"  # 2月14日调休上班，15日至23日放假
    assert not line.provisional


def test_a_date_in_an_unpublished_year_is_marked_provisional():
    assert line_of(duty(date(2029, 1, 10)), SATURDAY).provisional
    assert not line_of(duty(date(2026, 11, 30)), SATURDAY).provisional
    assert line_of(duty(date(2026, 11, 30), provisional=True), SATURDAY).provisional


def test_without_a_limit_the_waiting_is_told_and_no_date_invented():
    line = line_of(duty(None, event_on=date(2026, 11, 1)), SATURDAY)
    assert line.words == "自2026年11月1日起已等待20天"
    assert (line.tone, line.working_days) == ("", None)
    assert waited(SATURDAY, SATURDAY) == "今天产生，没有法定期限"


def test_groups_split_at_yesterday_sunday_and_no_limit():
    days = [date(2026, 11, 20), SATURDAY, date(2026, 11, 22), date(2026, 11, 23), None]
    found = {g.code: [line.duty.due for line in g.lines] for g in groups_of(map(duty, days), SATURDAY)}
    assert found == {
        "overdue": [date(2026, 11, 20)],
        "week": [SATURDAY, date(2026, 11, 22)],
        "later": [date(2026, 11, 23)],
        "open": [None],
    }


def test_the_month_starts_on_a_monday_and_covers_every_day_once():
    weeks = month_of(date(2026, 11, 1), [duty(date(2026, 11, 30)), duty(date(2026, 11, 30))], SATURDAY)
    inside = [day.day for week in weeks for day in week if day.inside]
    assert inside == [date(2026, 11, n) for n in range(1, 31)]
    assert all(week[0].day.weekday() == 0 and len(week) == 7 for week in weeks)
    assert [len(day.lines) for week in weeks for day in week if day.lines] == [2]


def test_rest_days_and_make_up_days_are_told_apart():
    days = {day.day: day for week in month_of(date(2026, 2, 1), [], SATURDAY) for day in week}
    assert days[date(2026, 2, 17)].rest
    assert days[date(2026, 2, 17)].note == "春节"
    assert not days[date(2026, 2, 14)].rest
    assert days[date(2026, 2, 14)].note == "调休上班"
