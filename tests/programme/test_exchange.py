"""CQ 8 ¶1: who supervises the other side of a commissioned production, or the other trade, is told of an inspection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.programme.models import Exchange
from zhuangjian.apps.registry.models import Commission, Jurisdiction, Party, PartyKindRow

pytestmark = pytest.mark.django_db
do, today = course.do, course.today
FOR_CAUSE = {"inspection_type": "for_cause", "focus": "投诉线索"}


def principal(world, region="500103"):
    """A registrant that has its products made by the maker, supervised by the institution's unit."""
    row = Party.objects.create(name="测试委托方", credit_code="91500103MA5U0TEST9", region_code=region)
    PartyKindRow.objects.create(party=row, kind="filer")
    Jurisdiction.objects.create(party=row, authority=world.other_district, article="CQ 4", reason="x")
    return row


def commissioned(world, **more):
    other = principal(world, more.pop("region", "500103"))
    Commission.objects.create(principal=other, manufacturer=world.maker, **more)
    return other


def test_who_supervises_the_other_side_is_told_when_the_task_is_sent_out_and_has_to_acknowledge(
    world, client
):
    other = commissioned(world)
    task = course.assigned(world)
    row = Exchange.objects.get()
    assert (row.unit, row.party, row.ground, row.task) == (world.other_district, other, "commission", task)
    # Whose inspection, of whom and when: not of what kind, nor what it is about.
    assert world.maker.name in row.told
    assert "常规" not in row.told
    duty = Duty.objects.get(kind="programme.acknowledge")
    assert (duty.authority, duty.article) == (world.other_district, "CQ 8")
    from zhuangjian.apps.authorities.models import Person

    head = Person.objects.create_user(
        "other_head", None, name="外区负责人", authority=world.other_district, roles=["head"]
    )
    assert Exchange.objects.visible_to(head).get().task_id is None
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert world.maker.name in client.get(row.get_absolute_url()).content.decode()
    done = do("programme.acknowledge", head, row, note="已知悉")
    assert (done.acknowledged_by, done.note) == (head, "已知悉")
    duty.refresh_from_db()
    assert duty.done_by == head


@pytest.mark.parametrize(("days", "told"), [(0, True), (-1, False)])
def test_a_commission_that_has_ended_tells_nobody(world, days, told):
    commissioned(world, until=today() + timedelta(days=days))
    course.assigned(world)
    assert Exchange.objects.exists() is told


def test_the_other_side_in_another_province_is_not_told(world):
    commissioned(world, region="440101")
    course.assigned(world)
    assert not Exchange.objects.exists()


def test_where_a_party_makes_and_sells_who_supervises_the_other_trade_is_told(world):
    PartyKindRow.objects.create(party=world.maker, kind="salon")
    Jurisdiction.objects.create(party=world.maker, authority=world.district, article="CQ 4", reason="x")
    course.assigned(world)
    assert set(Exchange.objects.values_list("unit__name", "ground")) == {(world.district.name, "both")}


def test_no_notice_of_a_for_cause_inspection_leaves_before_it_begins_and_one_leaves_then(world):
    commissioned(world)
    waiting = course.plan_approved(world, **FOR_CAUSE)
    assert not Exchange.objects.exists()
    assert not Duty.objects.filter(kind="programme.acknowledge").exists()
    do("inspections.arrive", world.leader, waiting, credentials=course.credentials_of(waiting))
    assert Exchange.objects.get().unit == world.other_district
