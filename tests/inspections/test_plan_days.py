"""The days of a plan: a first day that is past, the form's first values, the day the team has to be there by."""

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions.plan import SubmitPlan, first_days
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def test_a_plan_whose_first_day_is_past_is_sent_back_not_approved(world, client):
    row = course.planned(world)
    version = row.plans.get()
    version.start_on = course.today() - timedelta(days=1)
    version.save()
    with pytest.raises(Refusal, match="请退回方案，由组长改日期后重新提交") as said:
        do("inspections.approve_plan", world.bureau_head, row)
    assert f"{version.start_on.year}年{version.start_on.month}月{version.start_on.day}日" in str(
        said.value.message
    )
    client.force_login(world.bureau_head, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(row.get_absolute_url()).content.decode()
    assert "/do/inspections.return_plan/" in page
    assert "/do/inspections.approve_plan/" not in page
    version.start_on = course.today()
    version.save()
    assert "/do/inspections.approve_plan/" in client.get(row.get_absolute_url()).content.decode()


def test_the_plan_form_starts_today_when_the_tasks_time_has_begun_and_items_are_the_leaders_own_words(world):
    row = course.teamed(world)
    task = row.task
    task.window_from, task.window_to = course.today() - timedelta(days=5), course.today() + timedelta(days=5)
    first = SubmitPlan.initial(world.leader, row)
    assert (first["start_on"], first["end_on"]) == (course.today(), course.today())
    assert first["focus"] == task.focus
    assert "items" not in first
    task.window_from = course.today() + timedelta(days=2)
    assert SubmitPlan.initial(world.leader, row)["start_on"] == task.window_from


def test_days_for_the_form_stay_inside_the_task_and_are_left_empty_once_its_time_is_over(world):
    task = course.teamed(world).task
    day = course.today()
    task.window_from, task.window_to = day - timedelta(days=9), day
    assert first_days(task, day - timedelta(days=2), day + timedelta(days=2)) == {
        "start_on": day,
        "end_on": day,
    }
    task.window_to = day - timedelta(days=1)
    assert first_days(task, day - timedelta(days=2), day) == {}


def test_the_team_has_to_be_there_by_the_plans_last_day(world):
    end = course.today() + timedelta(days=2)
    row = course.plan_approved(world, plan={"end_on": end})
    assert row.plan().start_on == course.today()
    assert Duty.objects.get(kind="inspections.arrive", done_at=None).due == end


@pytest.mark.parametrize(
    ("mode", "act"),
    [
        ("on_site", "arrive"),
        ("off_site_written", "begin_off_site"),
        ("off_site_remote", "begin_off_site"),
    ],
)
def test_nothing_is_carried_out_before_the_plans_first_day(world, mode, act):
    first = course.today() + timedelta(days=1)
    row = course.plan_approved(world, plan={"start_on": first, "end_on": first, "mode": mode})
    given = {"credentials": course.credentials_of(row)} if act == "arrive" else {}
    with pytest.raises(Refusal, match="方案批准的检查日期") as refused:
        do(f"inspections.{act}", world.leader, row, **given)
    assert "CQ 13" in refused.value.article


@pytest.mark.parametrize(("ahead", "said"), [(0, False), (1, True)])
def test_before_the_first_day_the_page_says_from_when_the_arrival_can_be_recorded(world, client, ahead, said):
    first = course.today() + timedelta(days=ahead)
    row = course.plan_approved(world, plan={"start_on": first, "end_on": first + timedelta(days=1)})
    client.force_login(world.leader, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(row.get_absolute_url()).content.decode()
    assert "/do/inspections.arrive/" in page
    assert ("到那天才能登记" in page) is said
