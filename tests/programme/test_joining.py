"""CQ 8 never holds up what must not wait, and no change of party or days gets round it (CQ 13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
WHY = "投诉举报反映使用后不良反应，不能等待"


def assign(world, row, **more):
    data = {"assigned_to": world.bureau.pk, "information": "企业情况", "requirements": "全项检查", **more}
    row = Task.objects.get(pk=row.pk)
    if row.approval_waits:
        row = do("programme.approve_task", world.head, row)
    return do("programme.assign", world.programme_officer, row, **data)


def beside(world, inspection, **more):
    """Another task on the same party, ten days after the inspection's task."""
    start = inspection.task.window_to + timedelta(days=10)
    more.setdefault("focus", "标签")
    return course.task(world, inspection.task.programme, start=start, **more)


def test_a_for_cause_inspection_beside_one_that_has_begun_is_sent_out_with_a_reason(world):
    begun = course.arrived(world)
    row = beside(world, begun, inspection_type="for_cause")
    with pytest.raises(Refusal, match="不能再并入") as refused:
        assign(world, row)
    assert refused.value.article == "CQ 8"
    assert "单独派出的理由" in refused.value.missing
    done = assign(world, row, separately=WHY)
    assert (done.status, done.separately) == ("assigned", WHY)


def test_a_for_cause_inspection_need_not_wait_for_a_routine_task_still_to_come(world):
    made = course.programme(world)
    routine = course.task(world, made)
    urgent = course.task(world, made, inspection_type="for_cause", focus="投诉线索")
    course.approved(world, made)
    with pytest.raises(Refusal, match="请先合并任务") as refused:
        assign(world, urgent)
    assert "单独派出的理由" in refused.value.missing
    assert assign(world, urgent, separately=WHY).status == "assigned"
    with pytest.raises(Refusal, match="请先合并任务"):
        assign(world, routine, separately="计划安排如此")


def test_a_routine_task_beside_one_that_has_begun_is_sent_out_with_a_reason_and_never_without(world):
    begun = course.arrived(world)
    row = beside(world, begun)
    with pytest.raises(Refusal, match="不能再并入"):
        assign(world, row)
    assert assign(world, row, separately="前次检查已经开始，内容不同").status == "assigned"


def test_beside_an_inspection_organised_but_not_begun_no_reason_helps_a_routine_task(world):
    waiting = course.plan_approved(world)
    row = beside(world, waiting)
    with pytest.raises(Refusal, match="请先合并任务") as refused:
        assign(world, row, separately="计划安排如此")
    assert "合并前须先取消该检查" in refused.value.missing[0]
    do("inspections.cancel", world.bureau_head, waiting, reason="并入后一任务")
    assert assign(world, row).status == "assigned"


def another(world, code="91500103MA5U0TEST9", unit=None, kind="filer", name="测试乙公司"):
    from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow, PartyName

    other = Party.objects.create(name=name, credit_code=code, region_code="500103", address="三号路")
    PartyName.objects.create(party=other, name=other.name)
    PartyKindRow.objects.create(party=other, kind=kind)
    Jurisdiction.objects.create(party=other, authority=unit or world.bureau, article="CQ 4", reason="x")
    return other


def change(world, row, **given):
    row = do("inspections.request_change", world.leader, row, reason="原定对象停产", **given)
    waiting = row.changes.get(decided_at=None).public_id
    return do("inspections.decide_change", world.bureau_head, row, change=waiting, consented=True)


def test_with_another_party_the_task_is_of_that_party_too(world):
    other = another(world)
    row = change(world, course.plan_approved(world), kind="party", party=other.name)
    task = Task.objects.get(pk=row.task_id)
    assert (task.party, row.party) == (other, other)
    assert "测试乙公司" in task.information
    assert "测试丽妆" not in task.information


def test_a_party_is_not_changed_to_one_with_a_task_close_by(world):
    other = another(world)
    row = course.plan_approved(world)
    course.task(world, row.task.programme, party=other, start=course.today() + timedelta(days=31))
    with pytest.raises(Refusal, match="请先合并任务") as refused:
        change(world, row, kind="party", party=other.name)
    assert refused.value.article == "CQ 8"


def test_a_party_is_changed_to_one_whose_task_is_thirty_one_days_away(world):
    other = another(world)
    row = course.plan_approved(world)
    start = row.plan().end_on + timedelta(days=31)
    course.task(world, row.task.programme, party=other, start=start)
    assert change(world, row, kind="party", party=other.name).party == other


def test_a_party_is_not_changed_to_one_under_inspection(world):
    other = another(world)
    row = course.plan_approved(world)
    begun = course.task(world, row.task.programme, party=other, start=course.today() + timedelta(days=90))
    Task.objects.filter(pk=begun.pk).update(
        window_from=course.today(), window_to=course.today(), status="under_way"
    )
    with pytest.raises(Refusal, match="不能再并入"):
        change(world, row, kind="party", party=other.name)


def test_a_bureau_does_not_get_a_salon_by_a_change_of_party(world):
    other = another(world, kind="salon")
    with pytest.raises(Refusal, match="不能检查") as refused:
        change(world, course.plan_approved(world), kind="party", party=other.name)
    assert refused.value.article == "CQ 4"


def test_the_days_are_not_changed_to_outside_the_task(world):
    row = course.plan_approved(world)
    last = row.task.window_to
    with pytest.raises(Refusal, match="任务规定的"):
        change(world, row, kind="schedule", end_on=last + timedelta(days=1), start_on=last)
    assert change(world, row, kind="schedule", start_on=last, end_on=last).plan().end_on == last


def test_an_inspection_that_has_begun_may_take_longer_than_its_task_said(world):
    row = course.on_site(world)
    last = row.task.window_to + timedelta(days=3)
    assert change(world, row, kind="schedule", end_on=last).plan().end_on == last


def test_two_hidden_tasks_of_others_leave_a_duty_and_say_nothing(world):
    other = another(world)
    row = course.plan_approved(world)
    hidden = course.task(
        world,
        row.task.programme,
        party=other,
        start=course.today(),
        inspection_type="for_cause",
        focus="线索",
    )
    assert change(world, row, kind="party", party=other.name).party == other
    assert not Duty.objects.filter(kind="programme.merge", target_id=hidden.pk).exists()
