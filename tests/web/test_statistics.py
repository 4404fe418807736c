"""Three counts over what the person may see: conclusions, deficiencies by checkpoint, duties on time."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import delivered, noon, sign_in, text
from zhuangjian.apps.duties.book import close_duties, open_duty
from zhuangjian.web.pages.numbers import Period, by_checkpoint, by_conclusion, duties_on_time
from zhuangjian.web.pages.statistics import period_of

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def three(world):
    """Two with deficiencies and one clean, all concluded on 15 November."""
    moment = noon(date(2026, 11, 15))
    options = {"hooks": False, "concluded_at": moment, "checklist": "gmp-2022-actual", "edition": "actual"}
    return [delivered(world, n, **options) for n in (2, 1, 0)]


def counts(table):
    return {row[0]: row[1] for row in table.rows}


def test_inspections_are_counted_by_conclusion(world, three):
    assert counts(by_conclusion(world.head, NOVEMBER, None)) == {
        "生产质量管理体系存在缺陷": 2,
        "检查未发现生产质量管理体系存在缺陷": 1,
    }


def test_the_first_and_the_last_day_of_the_period_count(world, three):
    day = date(2026, 11, 15)
    assert len(by_conclusion(world.head, Period(day, day), None).rows) == 2
    assert by_conclusion(world.head, Period(day - timedelta(9), day - timedelta(1)), None).rows == []
    assert by_conclusion(world.head, Period(day + timedelta(1), day + timedelta(9)), None).rows == []


def test_midnight_in_china_divides_the_days(world):
    late = noon(date(2026, 11, 15)).replace(hour=23, minute=59)
    delivered(world, 0, hooks=False, concluded_at=late)
    fifteenth, sixteenth = (Period(date(2026, 11, n), date(2026, 11, n)) for n in (15, 16))
    assert len(by_conclusion(world.head, fifteenth, None).rows) == 1
    assert by_conclusion(world.head, sixteenth, None).rows == []


@pytest.mark.parametrize(
    "who, seen",
    [("head", 3), ("bureau_head", 3), ("other_district_officer", 0), ("auditor", 0), ("contact", 3)],
)
def test_only_visible_rows_are_counted(world, three, who, seen):
    table = by_conclusion(world.people[who], NOVEMBER, None)
    assert sum(row[1] for row in table.rows) == seen


def test_a_for_cause_inspection_under_preparation_is_in_nobody_elses_count(world):
    delivered(
        world, 0, hooks=False, inspection_type="for_cause", stage="plan_approved",
        concluded_at=noon(date(2026, 11, 15)),
    )  # fmt: skip
    assert by_conclusion(world.district_officer, NOVEMBER, None).rows == []
    assert by_conclusion(world.contact, NOVEMBER, None).rows == []
    assert by_conclusion(world.head, NOVEMBER, None).rows != []


def test_deficiencies_carry_the_name_of_their_checkpoint_and_withdrawn_ones_do_not_count(world, three):
    rows = by_checkpoint(world.head, NOVEMBER, None).rows
    assert [(row[2], row[3]) for row in rows] == [(2, 1), (1, 1)]
    assert all("（实际生产版）" in row[0] and len(row[0]) > 8 for row in rows)
    three[0].deficiencies.update(status="withdrawn")
    assert [row[2] for row in by_checkpoint(world.head, NOVEMBER, None).rows] == [1]


def test_one_unit_can_be_looked_at_alone(world, three):
    assert len(by_conclusion(world.head, NOVEMBER, world.bureau).rows) == 2
    assert by_conclusion(world.head, NOVEMBER, world.district).rows == []


def test_duties_are_on_time_until_the_end_of_their_day(world):
    today = timezone.localdate()
    period = Period(today - timedelta(60), today + timedelta(60))
    inspection = delivered(world, 0, hooks=False)

    def duty(kind, due, done_after=None):
        row = open_duty(
            kind, kind, article="CQ 10", target=inspection, url="/", event="x", at=noon(due), due=due,
            authority=world.bureau, role="head", party=world.maker,
        )  # fmt: skip
        if done_after is not None:
            moment = noon(due + timedelta(days=done_after)).replace(hour=23, minute=59)
            close_duties(inspection, kind, by=world.bureau_head, at=moment)
        return row

    duty("in time", today - timedelta(9), 0)
    duty("late", today - timedelta(9), 1)
    duty("overdue", today - timedelta(1))
    duty("due today", today)
    rows = duties_on_time(world.head, period, None).rows
    assert [sum(column) for column in list(zip(*rows, strict=True))[1:5]] == [1, 1, 1, 1]
    assert duties_on_time(world.other_district_officer, period, None).rows == []


def test_a_bad_period_is_told_and_the_last_year_taken():
    period, faults = period_of("x", "2026-13-01")
    assert len(faults) == 2
    assert period.last == timezone.localdate()
    turned, faults = period_of("2026-11-30", "2026-11-01")
    assert (turned, len(faults)) == (NOVEMBER, 1)


@pytest.mark.parametrize("who, status", [("head", 200), ("leader", 200), ("contact", 404), ("auditor", 404)])
def test_the_page_is_for_officials(client, world, three, who, status):
    assert sign_in(client, world.people[who]).get("/statistics/").status_code == status
    assert client.get("/api/statistics/conclusions").status_code == status


def test_every_chart_has_its_table_and_export(client, world, three):
    page = text(sign_in(client, world.head).get("/statistics/?from=2026-11-01&to=2026-11-30"))
    assert page.count("<table") == 2
    assert 'id="chart-conclusions"' in page
    assert 'type="application/json"' in page
    body = text(client.get("/statistics/?from=2026-11-01&to=2026-11-30&table=conclusions&export=csv"))
    assert "生产质量管理体系存在缺陷,2,66.7%" in body
    assert "这段时间没有数据" in page


def test_a_name_in_the_data_cannot_break_out_of_the_script(client, world, three):
    world.bureau.name = "</script><script>alert(1)</script>"
    world.bureau.save()
    page = text(sign_in(client, world.head).get("/statistics/?from=2026-11-01&to=2026-11-30"))
    assert "<script>alert(1)" not in page


def test_the_api_gives_the_pages_numbers(client, world, three):
    url = "/api/statistics/conclusions?first=2026-11-01&last=2026-11-30"
    body = sign_in(client, world.head).get(url).json()
    assert body["rows"][1] == ["生产质量管理体系存在缺陷", 2, "66.7%"]
    assert client.get(url + "&unit=999999").status_code == 422
    assert client.get("/api/statistics/conclusions?first=x").status_code == 422
    assert client.get("/api/statistics/secrets").status_code == 422
