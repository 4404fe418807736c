"""CQ 8: one visit of two authorities: one team, the same days, two inspections with their own checklists and records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.inspections import course
from tests.programme.test_joint import answer, assign, both, fresh, propose
from zhuangjian.apps.authorities.models import Credential, Person
from zhuangjian.apps.casefile.facts import file_of
from zhuangjian.apps.inspections.facts import kinds_inspected
from zhuangjian.apps.inspections.joint import standing_of
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.saved import saved_visits
from zhuangjian.apps.programme.models import Exchange
from zhuangjian.apps.registry.models import Jurisdiction
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do, today = course.do, course.today
OPENED = {"reason": "年度计划", "legal_basis": "《化妆品监督管理条例》"}


def officer_of(unit, name):
    made = Person.objects.create_user(name, None, name=name, authority=unit, roles=["district_officer"])
    for person in (made,):
        Credential.objects.create(
            person=person,
            kind="enforcement",
            number=f"Q{person.pk:04}",
            valid_from=date(2024, 1, 1),
            valid_to=date(2029, 12, 31),
        )
    return made


def opened(world, **more):
    """The district's inspection of the party's selling and the province's of its making, on one agreed visit."""
    officer, ours, theirs = both(world, days=3, **more)
    visit = propose(world, officer, ours, world.municipal)
    answer(world.programme_officer, visit, theirs)
    assign(world, officer, fresh(ours))
    sent = {"assigned_to": world.bureau.pk, "information": "情况", "requirements": "全项检查"}
    if more.get("inspection_type") == "for_cause":
        sent["separately"] = "线索紧急"
    do("programme.assign", world.programme_officer, fresh(theirs), **sent)
    selling = do("inspections.open", world.district_head, fresh(ours), **OPENED)
    making = do("inspections.open", world.bureau_head, fresh(theirs), **OPENED)
    return selling, making


def teamed(world, **more):
    selling, making = opened(world, **more)
    people = [officer_of(world.district, f"区检查员{n}") for n in "甲乙"]
    selling = do(
        "inspections.team", world.district_head, selling, leader=people[0].pk, members=[people[1].pk]
    )
    making = do(
        "inspections.team", world.bureau_head, making, leader=world.leader.pk, members=[world.inspector.pk]
    )
    return fresh(selling), making, people


def plan(world, people, selling, making, **days):
    """Both plans written and approved for the same days."""
    making = do("inspections.plan", world.leader, fresh(making), **course.plan_data(**days))
    selling = do("inspections.plan", people[0], fresh(selling), **course.plan_data(**days))
    making = do("inspections.approve_plan", world.bureau_head, fresh(making))
    return do("inspections.approve_plan", world.district_head, fresh(selling)), fresh(making)


def parts(inspection):
    return {m.person.username: (m.part, standing_of(m)) for m in inspection.members()}


def test_officers_of_both_are_members_of_one_team_and_each_inspection_keeps_its_own(world):
    selling, making, people = teamed(world)
    assert parts(making) == {
        "leader": ("leader", "本单位"),
        "inspector": ("member", "本单位"),
        people[0].username: ("partner", "联合单位"),
        people[1].username: ("partner", "联合单位"),
    }
    assert parts(selling)["leader"] == ("partner", "联合单位")
    # Whoever checks the file reads the partners as part of the team.
    whole = file_of(selling, world.district_head)
    assert {one.person.name for one in whole.team} == {m.person.name for m in selling.members()}
    # Making and selling: each by the kinds of its own authority.
    assert [str(k) for k in kinds_inspected(making)] == ["filer"]
    assert [str(k) for k in kinds_inspected(selling)] == ["salon"]
    assert Inspection.objects.visible_to(people[1]).filter(pk=making.pk).exists()
    assert not Inspection.objects.visible_to(world.inspector2).filter(pk=selling.pk).exists()
    do("inspections.cancel", world.district_head, selling, reason="人员另有任务")
    assert set(parts(fresh(making))) == {"leader", "inspector"}


def test_the_days_are_the_same_for_all_and_change_for_all_with_the_consent_of_each_or_for_none(world):
    selling, making, people = teamed(world)
    making = do("inspections.plan", world.leader, making, **course.plan_data(end_on=today()))
    with pytest.raises(Refusal, match="同一日期到场") as refused:
        do("inspections.plan", people[0], fresh(selling), **course.plan_data())
    assert refused.value.article == "CQ 8"
    selling = do("inspections.plan", people[0], fresh(selling), **course.plan_data(end_on=today()))
    making = do("inspections.approve_plan", world.bureau_head, fresh(making))
    selling = do("inspections.approve_plan", world.district_head, fresh(selling))
    last = selling.task.window_to
    day = {"start_on": last, "end_on": last}

    def asked(days=day):
        do("inspections.request_change", world.leader, fresh(making), kind="schedule", reason="停产", **days)
        return [fresh(one).changes.get(decided_at=None).public_id for one in (making, selling)]

    with pytest.raises(Refusal, match="任务规定的"):
        asked({"start_on": last, "end_on": last + timedelta(days=1)})
    first, other = asked()
    do("inspections.decide_change", world.bureau_head, fresh(making), change=first, consented=True)
    assert fresh(making).plan().start_on == today()
    do(
        "inspections.decide_change",
        world.district_head,
        fresh(selling),
        change=other,
        consented=False,
        note="当日无人",
    )
    assert {fresh(one).plan().start_on for one in (making, selling)} == {today()}
    first, other = asked()
    do("inspections.decide_change", world.district_head, fresh(selling), change=other, consented=True)
    do("inspections.decide_change", world.bureau_head, fresh(making), change=first, consented=True)
    assert {fresh(one).plan().start_on for one in (making, selling)} == {last}


def test_a_joint_visit_that_carries_one_for_cause_is_unannounced_and_known_to_who_goes_along_alone(world):
    # The hidden one's organiser proposes: nobody else could.
    officer, ours, theirs = both(world, days=3, inspection_type="for_cause", focus="投诉线索")
    Jurisdiction.objects.create(party=world.shop, authority=world.bureau, article="CQ 4", reason="x")
    visit = propose(world, world.programme_officer, theirs, world.district)
    answer(officer, visit, fresh(ours))
    assign(world, officer, fresh(ours))
    # The district's own inspection, too, is told to nobody as long as it goes with a hidden one.
    assert not Exchange.objects.exists()
    selling = do("inspections.open", world.district_head, fresh(ours), **OPENED)
    people = [officer_of(world.district, f"区检查员{n}") for n in "甲乙"]
    chosen = {"leader": people[0].pk, "members": [people[1].pk]}
    selling = do("inspections.team", world.district_head, selling, **chosen)
    with pytest.raises(Refusal, match="不预先告知"):
        do("inspections.plan", people[0], selling, **course.plan_data(announced=True))
    sent = {"assigned_to": world.bureau.pk, "information": "情况", "requirements": "线索"}
    do("programme.assign", world.programme_officer, fresh(theirs), **sent)
    hidden = do("inspections.open", world.bureau_head, fresh(theirs), **OPENED)
    chosen = {"leader": world.leader.pk, "members": [world.inspector.pk]}
    hidden = do("inspections.team", world.bureau_head, hidden, **chosen)
    assert Inspection.objects.visible_to(people[0]).filter(pk=hidden.pk).exists()
    for person in (world.district_officer, world.district_head, world.inspector2, world.other_contact):
        assert not Inspection.objects.visible_to(person).filter(pk=hidden.pk).exists()


def test_what_was_merged_spares_a_visit_once_the_one_inspection_has_begun(world):
    made = course.programme(world)
    first = course.task(world, made)
    other = course.task(world, made, start=today() + timedelta(days=20))
    course.approved(world, made)
    row = do("programme.merge", world.programme_officer, fresh(first), others=[other.public_id])
    sent = {"assigned_to": world.bureau.pk, "information": "情况", "requirements": "全项检查"}
    row = do("programme.assign", world.programme_officer, fresh(row), **sent)
    row = do("inspections.open", world.bureau_head, row, **OPENED)
    chosen = {"leader": world.leader.pk, "members": [world.inspector.pk]}
    row = do("inspections.team", world.bureau_head, row, **chosen)
    row = do("inspections.plan", world.leader, row, **course.plan_data())
    row = do("inspections.approve_plan", world.bureau_head, row)
    assert saved_visits(world.head, world.maker) == 0
    do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert [saved_visits(one, world.maker) for one in (world.head, world.contact)] == [1, 1]


def test_each_shows_who_they_are_and_each_record_is_signed_by_the_whole_team(world):
    selling, making, people = teamed(world)
    selling, making = plan(world, people, selling, making)
    own = [world.leader.credentials.get(kind="enforcement").pk]
    with pytest.raises(Refusal, match="没有例外"):
        do("inspections.arrive", world.leader, making, credentials=own)
    saved = []
    for leader, row in ((world.leader, making), (people[0], selling)):
        row = do("inspections.arrive", leader, fresh(row), credentials=course.credentials_of(row))
        assert row.stage == "on_site"
        saved.append([saved_visits(one, world.shop) for one in (world.head, world.other_contact)])
    # Only the second that came along spared the party a visit; the party sees its own count.
    assert saved == [[0, 0], [1, 1]]
    assert saved_visits(world.contact, world.shop) == 0
    # Findings are owed by one's own inspection, and may be recorded on the other's.
    from zhuangjian.apps.duties.models import Duty

    owed = Duty.objects.filter(kind="inspections.findings", target_id=making.pk, done_at=None)
    assert {d.person.username for d in owed} == {"leader", "inspector"}
