"""CQ 8: going together across authorities asks the other's consent; a hidden matter is proposed only to its organiser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections import course
from tests.programme.test_told_of_others import assign, makes_and_sells, of_the_district, of_the_province
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import open_for
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.programme.actions.joint import ProposeJoint
from zhuangjian.apps.programme.models import Task, Visit
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do, today = course.do, course.today


def fresh(row):
    return type(row).objects.unrestricted().get(pk=row.pk)


def both(world, days=5, **more):
    """The district's task today and the province's so many days later, on one party that makes and sells."""
    makes_and_sells(world)
    theirs = of_the_province(world, days, **more)
    if theirs.programme:
        course.approved(world, theirs.programme)
    officer, ours = of_the_district(world)
    return officer, ours, fresh(theirs)


def propose(world, officer, task, unit, **more):
    data = {"unit": unit.pk, "window_from": today(), "window_to": today() + timedelta(days=3), **more}
    return do("programme.propose_joint", officer, fresh(task), **data)


def answer(person, visit, task=None, **more):
    given = {"agreed": task is not None} | ({"task": task.public_id} if task else {"words": "已另有安排"})
    return do("programme.answer_joint", person, fresh(visit), **given | more)


def test_what_another_authority_organises_is_not_merged_away_but_asked_for(world):
    _, ours, theirs = both(world)
    with pytest.raises(Refusal, match="须经其同意") as refused:
        do("programme.merge", world.programme_officer, theirs, others=[ours.public_id])
    assert refused.value.article == "CQ 8"
    visit = propose(world, world.programme_officer, theirs, world.district)
    assert fresh(ours).window_to == ours.window_to
    assert Duty.objects.get(kind="programme.consent_joint").authority == world.district
    assert visit.parts.get(authority=world.district).task is None


def test_with_consent_each_keeps_its_task_its_unit_and_its_record_on_the_same_days(world):
    officer, ours, theirs = both(world, focus="标签")
    visit = propose(world, officer, ours, world.municipal)
    assert Duty.objects.get(kind="programme.consent_joint") in open_for(world.programme_officer)
    assert answer(world.programme_officer, visit, theirs).stage == "agreed"
    assert not Duty.objects.filter(kind="programme.consent_joint", done_at=None).exists()
    ours, theirs = fresh(ours), fresh(theirs)
    assert (ours.status, theirs.status) == ("planned", "planned")
    assert (ours.window_from, ours.window_to) == (theirs.window_from, theirs.window_to)
    assert (ours.focus, theirs.focus) == ("", "标签")
    assert assign(world, officer, ours).assigned_to == world.district
    sent = {"assigned_to": world.bureau.pk, "information": "情况", "requirements": "全项检查"}
    assert do("programme.assign", world.programme_officer, theirs, **sent).assigned_to == world.bureau


def test_without_consent_nothing_goes_together_and_each_goes_alone_only_with_a_reason(world):
    officer, ours, _ = both(world)
    visit = propose(world, officer, ours, world.municipal)
    with pytest.raises(Refusal, match="写明理由"):
        do("programme.answer_joint", world.programme_officer, visit, agreed=False)
    with pytest.raises(Refusal, match="请先合并任务"):
        assign(world, officer, ours)
    assert answer(world.programme_officer, visit).stage == "refused"
    with pytest.raises(Refusal, match="没有同意联合检查") as refused:
        assign(world, officer, ours)
    assert "单独派出的理由" in refused.value.missing
    data = {"assigned_to": world.district.pk, "information": "企业情况", "requirements": "全项检查"}
    done = do("programme.assign", officer, fresh(ours), separately="市局不同意联合", **data)
    assert done.status == "assigned"


def test_only_who_is_asked_answers_and_only_who_proposed_takes_it_back(world):
    officer, ours, theirs = both(world)
    visit = propose(world, officer, ours, world.municipal)
    for name in ("bureau_head", "institution_head"):
        with pytest.raises(Refusal, match="无权查看"):
            answer(getattr(world, name), visit, theirs)
    with pytest.raises(NotYours):
        answer(world.district_head, visit, ours)
    with pytest.raises(NotYours):
        do("programme.withdraw_joint", world.programme_officer, visit, reason="不需要")
    assert do("programme.withdraw_joint", officer, visit, reason="不需要").stage == "withdrawn"
    with pytest.raises(Refusal, match="现为“已撤回”"):
        answer(world.programme_officer, visit, theirs)
    assert not Duty.objects.filter(kind="programme.consent_joint", done_at=None).exists()


@pytest.mark.parametrize(("days", "known"), [(30, True), (31, False)])
def test_a_joint_visit_is_proposed_up_to_thirty_days_apart_and_not_beyond(world, days, known):
    officer, ours, _ = both(world, days)
    assert bool(ProposeJoint.choices(officer, ours)["unit"]) is known
    if not known:
        with pytest.raises(Refusal, match="没有查到该单位"):
            propose(world, officer, ours, world.municipal)


def test_an_outsider_cannot_propose_to_a_hidden_matter_and_is_told_what_is_told_of_none(world):
    officer, ours, theirs = both(world, inspection_type="for_cause", focus="投诉线索")
    words = []
    for unit in (world.municipal, world.other_district):
        with pytest.raises(Refusal) as refused:
            propose(world, officer, ours, unit)
        words.append((str(refused.value), refused.value.missing))
    assert words[0] == words[1]
    assert ProposeJoint.choices(officer, ours)["unit"] == []
    assert assign(world, officer, ours).status == "assigned"
    duty = Duty.objects.get(kind="programme.consider_joint")
    assert (duty.authority, duty.target_id) == (world.municipal, theirs.pk)
    for person in (officer, world.district_head, world.inspector, world.bureau_head, world.contact):
        assert not Duty.objects.visible_to(person).filter(pk=duty.pk).exists()


def test_who_organises_a_hidden_matter_may_take_it_along_and_then_nobody_is_told_in_advance(world):
    officer, ours, theirs = both(world, inspection_type="for_cause", focus="投诉线索")
    Task.objects.filter(pk=ours.pk).update(announced=True)
    assign(world, officer, ours)
    visit = propose(world, world.programme_officer, theirs, world.district)
    assert Duty.objects.get(kind="programme.consider_joint").done_by == world.programme_officer
    assert answer(officer, visit, ours).stage == "agreed"
    assert not fresh(ours).announced
    assert not fresh(theirs).announced
    for person in (world.district_officer, world.inspector, world.leader, world.contact, world.auditor):
        assert not Visit.objects.visible_to(person).exists()
    for person in (officer, world.district_head, world.programme_officer):
        assert Visit.objects.visible_to(person).exists()
    # Who goes along knows with whom, not what the hidden matter is about.
    assert not Task.objects.visible_to(officer).filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(("apart", "fits"), [(0, True), (1, False)])
def test_the_days_of_a_joint_visit_lie_within_those_of_the_tasks(world, apart, fits):
    officer, ours, theirs = both(world)
    last = theirs.window_to + timedelta(days=apart)
    visit = propose(world, officer, ours, world.municipal, window_to=last)
    if fits:
        assert answer(world.programme_officer, visit, theirs).stage == "agreed"
    else:
        with pytest.raises(Refusal, match="各方任务的"):
            answer(world.programme_officer, visit, theirs)


def test_the_level_above_proposes_to_two_that_may_not_know_of_each_other_and_both_consent(world):
    _, ours = of_the_district(world)
    world.other_district.refresh_from_db()
    other = Task.objects.get(pk=ours.pk)
    other.pk, other.authority, other.programme = None, world.other_district, None
    other.public_id = type(other)._meta.get_field("public_id").default()
    other.save(force_insert=True)
    visit = propose(world, world.programme_officer, ours, world.other_district, window_to=today())
    assert {d.authority for d in Duty.objects.filter(kind="programme.consent_joint")} == {
        world.district,
        world.other_district,
    }
    assert answer(world.district_head, visit, ours).stage == "proposed"
    waiting = Duty.objects.get(kind="programme.consent_joint", done_at=None)
    assert waiting.authority == world.other_district
    from zhuangjian.apps.authorities.models import Person

    head = Person.objects.create_user(
        "other_head", None, name="外区负责人", authority=world.other_district, roles=["head"]
    )
    assert answer(head, visit, other).stage == "agreed"
