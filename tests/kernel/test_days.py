"""Days as moments: the same rows as by the day of each, and no function of every row."""

from datetime import date, datetime, timedelta

import pytest

from zhuangjian.apps.duties.models import Duty
from zhuangjian.kernel.days import EndOf, begins, ends, since, until

DAY = date(2026, 3, 31)
MOMENTS = [begins(DAY) + timedelta(microseconds=shift) for shift in (-1, 0, 1)]
MOMENTS += [ends(DAY) + timedelta(microseconds=shift) for shift in (-1, 0, 1)]


@pytest.fixture
def done(world):
    """Duties due on a day, done around its ends."""
    return Duty.objects.bulk_create(
        Duty(
            kind="x",
            target_model="programme.task",
            target_id=1,
            due=DAY,
            event_on=DAY,
            opened_at=moment,
            done_at=moment,
            person=world.leader,
        )
        for moment in MOMENTS
    )


def moments(rows):
    return sorted(rows.values_list("done_at", flat=True))


def test_a_day_begins_and_ends_at_midnight_of_the_office():
    assert begins(DAY) == datetime.fromisoformat("2026-03-31T00:00:00+08:00")
    assert ends(DAY) == datetime.fromisoformat("2026-04-01T00:00:00+08:00")


def test_since_and_until_take_the_whole_day_and_nothing_of_its_neighbours(done):
    rows = Duty.objects.unrestricted()
    assert moments(since("done_at")(rows, DAY)) == MOMENTS[1:]
    assert moments(until("done_at")(rows, DAY)) == MOMENTS[:4]
    assert moments(since("done_at")(rows, DAY)) == moments(rows.filter(done_at__date__gte=DAY))
    assert moments(until("done_at")(rows, DAY)) == moments(rows.filter(done_at__date__lte=DAY))


def test_by_the_end_of_a_rows_own_day_is_said_by_the_database_alone(done):
    rows = Duty.objects.unrestricted().filter(done_at__lt=EndOf("due"))
    assert moments(rows) == MOMENTS[:4]
    assert "django_datetime" not in str(rows.query)


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("asked", [since, until])
def test_the_first_and_the_last_day_that_there_are_can_be_asked_for(done, day, asked):
    assert len(asked("done_at")(Duty.objects.unrestricted(), day)) in (0, len(MOMENTS))


@pytest.mark.parametrize("name", ["head", "programme_officer"])
def test_no_page_of_numbers_or_lists_calls_python_for_each_row(world, client, name, done):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.people[name])
    with CaptureQueriesContext(connection) as asked:
        for address in (
            "/statistics/",
            "/inspections/?from=2026-01-01&to=2026-12-31",
            "/inspections/retention/",
        ):
            assert client.get(address).status_code == 200
    assert not [one["sql"] for one in asked if "django_date" in one["sql"] or "django_time" in one["sql"]]
