"""CQ 8: what an assignment tells of another authority's task, to whom, and what it never tells."""

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import open_for
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Commission, Party, PartyKindRow
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def of_the_province(world, days, **more):
    """A planned task of the provincial level on the salon."""
    start = course.today() + timedelta(days=days)
    return course.task(world, party=world.shop, start=start, window_to=start, **more)


def of_the_district(world):
    """The district's own task on the same salon, today, in an approved programme; who made it is given with it."""
    from zhuangjian.apps.authorities.models import Person

    officer = Person.objects.create_user(
        "district_programmer", None, name="区计划员", authority=world.district, roles=["programme_officer"]
    )
    made = do(
        "programme.create", officer, year=course.today().year, scope="辖区", focus="重点", requirements="要求"
    )
    day = {"window_from": course.today(), "window_to": course.today()}
    row = do("programme.add_task", officer, made, party=world.shop.credit_code, **day)
    do("programme.approve", world.district_head, made)
    return officer, Task.objects.get(pk=row.pk)


def assign(world, officer, row):
    data = {"assigned_to": world.district.pk, "information": "企业情况", "requirements": "全项检查"}
    return do("programme.assign", officer, row, **data)


def makes_and_sells(world):
    PartyKindRow.objects.create(party=world.shop, kind="filer")


def commissions_within_the_province(world):
    Commission.objects.create(principal=world.shop, manufacturer=world.maker)


@pytest.mark.parametrize("ground", [makes_and_sells, commissions_within_the_province])
@pytest.mark.parametrize("days", [29, 30])
def test_where_authorities_exchange_information_the_other_ones_task_is_told_by_whose_and_how_far(
    world, ground, days
):
    ground(world)
    other = of_the_province(world, days, focus="儿童化妆品标签")
    officer, row = of_the_district(world)
    with pytest.raises(Refusal) as refused:
        assign(world, officer, row)
    assert refused.value.article == "CQ 8"
    assert refused.value.missing == (f"{world.municipal}的一项检查任务，间隔{days}日，请与该单位商定合并",)
    words = refused.value.message + "".join(refused.value.missing)
    for hidden in (
        str(other.public_id),
        other.programme.title,
        "儿童",
        "常规",
        other.window_from.isoformat(),
    ):
        assert hidden not in words


@pytest.mark.parametrize("ground", [makes_and_sells, commissions_within_the_province])
def test_thirty_one_days_apart_nothing_is_told_and_nothing_refused(world, ground):
    ground(world)
    of_the_province(world, 31)
    assert assign(world, *of_the_district(world)).status == "assigned"


def test_a_commission_that_ended_or_leaves_the_province_gives_nobody_information(world):
    away = Party.objects.create(name="外省美妆厂", credit_code="91440101MA5U0TEST7", region_code="440101")
    Commission.objects.create(principal=world.shop, manufacturer=away)
    yesterday = course.today() - timedelta(days=1)
    Commission.objects.create(principal=world.shop, manufacturer=world.maker, until=yesterday)
    of_the_province(world, 5)
    assert assign(world, *of_the_district(world)).status == "assigned"


def test_where_they_need_not_exchange_it_who_sees_both_is_to_merge_and_the_other_is_told_nothing(world):
    other = of_the_province(world, 5)
    officer, row = of_the_district(world)
    assert assign(world, officer, row).status == "assigned"
    duty = Duty.objects.get(kind="programme.merge")
    assert (duty.article, duty.authority, duty.target_id) == ("CQ 8", world.municipal, other.pk)
    assert duty in open_for(world.programme_officer)
    for person in (officer, world.district_head, world.district_officer, world.inspector, world.contact):
        assert not Duty.objects.visible_to(person).filter(kind="programme.merge").exists()
    day = {"window_from": course.today(), "window_to": course.today()}
    do(
        "programme.propose_joint",
        world.programme_officer,
        Task.objects.get(pk=other.pk),
        unit=world.district.pk,
        **day,
    )
    duty.refresh_from_db()
    assert duty.done_by == world.programme_officer


@pytest.mark.parametrize("ground", [makes_and_sells, commissions_within_the_province, lambda world: None])
def test_a_hidden_for_cause_task_neither_refuses_nor_is_told_nor_leaves_a_duty(world, ground):
    ground(world)
    of_the_province(world, 5, inspection_type="for_cause", focus="投诉线索")
    assert assign(world, *of_the_district(world)).status == "assigned"
    assert not Duty.objects.filter(kind="programme.merge").exists()


def test_a_hidden_for_cause_task_is_not_told_beside_a_routine_one_that_is(world):
    makes_and_sells(world)
    of_the_province(world, 20)
    officer, row = of_the_district(world)
    with pytest.raises(Refusal) as alone:
        assign(world, officer, row)
    start = course.today() + timedelta(days=3)
    programme = Task.objects.exclude(pk=row.pk).get().programme
    course.task(
        world, programme, world.shop, start, window_to=start, inspection_type="for_cause", focus="投诉线索"
    )
    with pytest.raises(Refusal) as beside:
        assign(world, officer, row)
    assert str(beside.value) == str(alone.value)
    assert beside.value.missing == alone.value.missing
