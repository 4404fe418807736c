"""The days of a plan: a first day that is past, the form's first values, the day the team has to be there by."""

from datetime import timedelta

import pytest

from tests.inspections import course
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
