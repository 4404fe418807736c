"""Team (CQ 9, 21), plan (CQ 10), changes (CQ 13)."""

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential, Expertise, Interest, PersonRole
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.facts import busy_elsewhere
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def team(world, row, leader=None, members=("inspector",), experts=()):
    return do(
        "inspections.team",
        world.bureau_head,
        row,
        leader=(leader or world.leader).pk,
        members=[getattr(world, m).pk for m in members],
        experts=[getattr(world, e).pk for e in experts],
    )


def test_one_enforcement_credential_is_refused_and_two_are_enough(world):
    row = course.opened(world)
    with pytest.raises(Refusal) as refused:
        team(world, row, members=())
    assert refused.value.article == "CQ 9"
    assert team(world, row).stage == "teamed"


def test_inspector_certificates_and_experts_do_not_count_as_enforcement_credentials(world):
    Credential.objects.filter(person=world.inspector, kind="enforcement").delete()
    row = course.opened(world)
    with pytest.raises(Refusal, match="执法"):
        team(world, row, members=("inspector",), experts=("inspector2", "expert"))


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True)])
def test_a_credential_that_expired_yesterday_does_not_count_and_one_that_expires_today_does(
    world, days, good
):
    day = course.today() + timedelta(days=days)
    Credential.objects.filter(person=world.inspector, kind="enforcement").update(valid_to=day)
    row = course.opened(world)
    if good:
        assert team(world, row).stage == "teamed"
    else:
        with pytest.raises(Refusal, match="不在有效期"):
            team(world, row)


def test_a_credential_valid_now_but_not_on_the_planned_days_stops_the_plan(world):
    Credential.objects.filter(person=world.inspector, kind="enforcement").update(valid_to=course.today())
    row = course.teamed(world)
    with pytest.raises(Refusal) as refused:
        do(
            "inspections.plan",
            world.leader,
            row,
            **course.plan_data(end_on=course.today() + timedelta(days=1)),
        )
    assert refused.value.article == "CQ 9"
    assert do("inspections.plan", world.leader, row, **course.plan_data(end_on=course.today()))


@pytest.mark.parametrize("relation", ["same_employer", "past_employment", "relative", "shareholding"])
def test_an_inspector_with_an_interest_in_the_party_is_refused_by_name_and_reason(world, relation):
    Interest.objects.create(
        person=world.inspector,
        credit_code=world.maker.credit_code,
        relation=relation,
        detail="见申报",
        declared_at=course.today(),
    )
    row = course.opened(world)
    with pytest.raises(Refusal) as refused:
        team(world, row)
    assert refused.value.article == "CQ 21"
    assert world.inspector.name in refused.value.missing[0]
    assert "见申报" in refused.value.missing[0]
    assert row.team.count() == 0
    assert team(world, row, members=("inspector2",)).stage == "teamed"


def test_an_interest_that_ended_counts_only_where_the_law_looks_back(world):
    ended = course.today() - timedelta(days=1)
    interest = Interest.objects.create(
        person=world.inspector,
        credit_code=world.maker.credit_code,
        relation="shareholding",
        declared_at=ended,
        ended_on=ended,
    )
    row = course.opened(world)
    assert team(world, row).stage == "teamed"
    interest.relation = "past_employment"
    interest.save()
    with pytest.raises(Refusal, match="曾在该单位任职"):
        team(world, row)


def test_an_interest_declared_by_name_only_is_seen_too(world):
    Interest.objects.create(
        person=world.inspector,
        credit_code="",
        party_name=world.maker.name,
        relation="relative",
        declared_at=course.today(),
    )
    with pytest.raises(Refusal, match="是否同一单位"):
        team(world, course.opened(world))


def test_the_expertise_a_task_asks_for_must_be_in_the_team_experts_included(world):
    Expertise.objects.create(person=world.expert, field="微生物")
    row = course.opened(world, expertise="微生物")
    with pytest.raises(Refusal, match="微生物"):
        team(world, row)
    assert team(world, row, experts=("expert",)).stage == "teamed"


def test_nobody_is_on_a_team_twice_and_nobody_from_outside_inspects(world):
    row = course.opened(world)
    with pytest.raises(Refusal, match="两次"):
        team(world, row, members=("leader", "inspector"))
    with pytest.raises(Refusal, match="专家"):
        team(world, row, members=("inspector", "expert"))
    with pytest.raises(Refusal, match="名单"):
        team(world, row, members=("inspector", "contact"))


def test_only_the_dispatching_unit_composes_the_team(world):
    row = course.opened(world)
    with pytest.raises(NotYours):
        do("inspections.team", world.head, row, leader=world.leader.pk, members=[world.inspector.pk])


def test_the_plan_is_the_leaders(world):
    row = course.teamed(world)
    with pytest.raises(NotYours):
        do("inspections.plan", world.inspector, row, **course.plan_data())
    assert do("inspections.plan", world.leader, row, **course.plan_data()).stage == "plan_submitted"


def test_a_plan_inside_the_task_with_known_checkpoints(world):
    row = course.teamed(world)
    day = course.today()
    for wrong, word in (
        ({"end_on": day - timedelta(days=1)}, "早于"),
        ({"start_on": day - timedelta(days=1)}, "早于今天"),
        ({"end_on": day + timedelta(days=11)}, "之内"),
        ({"scope": ["25", "99"]}, "99"),
        ({"checkpoints": False}, "依据检查要点"),
        ({"items": "  "}, "填写有误"),
    ):
        with pytest.raises(Refusal, match=word):
            do("inspections.plan", world.leader, row, **course.plan_data(**wrong))
    row = do(
        "inspections.plan",
        world.leader,
        row,
        **course.plan_data(end_on=day + timedelta(days=10), scope=["30*", "25"]),
    )
    assert row.plans.get().scope == ["25", "30"]


def test_new_licences_are_inspected_on_all_checkpoints(world):
    row = course.teamed(world, inspection_type="licensing")
    with pytest.raises(Refusal) as refused:
        do("inspections.plan", world.leader, row, **course.plan_data(scope=["25"]))
    assert refused.value.article == "CQ 24"
    assert len(refused.value.missing) == 80


def test_the_author_of_a_plan_never_approves_it_even_as_head(world):
    PersonRole.objects.create(person=world.leader, role="head")
    row = course.planned(world)
    with pytest.raises(Refusal) as refused:
        do("inspections.approve_plan", world.leader, row)
    assert refused.value.article == "良好做法"
    assert "不能批准自己" in refused.value.message
    assert do("inspections.approve_plan", world.bureau_head, row).stage == "plan_approved"


@pytest.mark.parametrize("who", ["head", "programme_officer", "inspector", "leader"])
def test_only_the_head_of_the_dispatching_unit_approves(world, who):
    row = course.planned(world)
    with pytest.raises(NotYours):
        do("inspections.approve_plan", getattr(world, who), row)


def test_a_plan_is_returned_with_a_reason_and_every_version_is_kept(world):
    row = course.planned(world)
    with pytest.raises(Refusal, match="填写有误"):
        do("inspections.return_plan", world.bureau_head, row)
    row = do("inspections.return_plan", world.bureau_head, row, note="日程过短")
    with pytest.raises(Refusal, match="尚未提交"):
        do("inspections.approve_plan", world.bureau_head, row)
    row = do("inspections.plan", world.leader, row, **course.plan_data())
    assert [(p.no, p.status) for p in row.plans.all()] == [(1, "rejected"), (2, "submitted")]


def test_who_only_commissions_is_bound_to_the_commissioned_edition(world):
    world.maker.kind_rows.filter(kind="manufacturer").delete()
    assert course.plan_approved(world).edition == "commissioned"


def test_nothing_changes_before_consent_and_then_a_new_version_stands(world):
    row = course.plan_approved(world)
    later = course.today() + timedelta(days=3)
    row = do(
        "inspections.request_change",
        world.leader,
        row,
        kind="schedule",
        reason="企业停电",
        start_on=later,
        end_on=later,
    )
    assert row.plan().start_on == course.today()
    with pytest.raises(NotYours):
        do(
            "inspections.decide_change",
            world.inspector,
            row,
            change=row.changes.get().public_id,
            consented=True,
        )
    row = do(
        "inspections.decide_change",
        world.bureau_head,
        row,
        change=row.changes.get().public_id,
        consented=True,
    )
    assert [(p.no, p.status) for p in row.plans.all()] == [(1, "superseded"), (2, "approved")]
    assert row.plan().start_on == later
    assert Duty.objects.get(kind="inspections.arrive", done_at=None).due == later
    with pytest.raises(Refusal, match="没有等待决定的变更申请"):
        do(
            "inspections.decide_change",
            world.bureau_head,
            row,
            change=row.changes.get().public_id,
            consented=True,
        )


def test_a_refused_change_changes_nothing_and_says_why(world):
    row = course.plan_approved(world)
    row = do("inspections.request_change", world.leader, row, kind="content", reason="x", scope=["25"])
    change = row.changes.get()
    with pytest.raises(Refusal, match="理由"):
        do("inspections.decide_change", world.bureau_head, row, change=change.public_id, consented=False)
    row = do(
        "inspections.decide_change",
        world.bureau_head,
        row,
        change=change.public_id,
        consented=False,
        note="须全项",
    )
    assert row.plan().scope == []
    assert row.changes.get().consented is False


def test_changes_are_the_leaders_to_ask_for_and_not_their_own_to_grant(world):
    PersonRole.objects.create(person=world.leader, role="head")
    row = course.plan_approved(world)
    with pytest.raises(NotYours):
        do("inspections.request_change", world.inspector, row, kind="content", reason="x", items="y")
    with pytest.raises(Refusal, match="没有填写"):
        do("inspections.request_change", world.leader, row, kind="schedule", reason="x", items="y")
    row = do("inspections.request_change", world.leader, row, kind="content", reason="x", items="y")
    with pytest.raises(Refusal, match="自己"):
        do("inspections.decide_change", world.leader, row, change=row.changes.get().public_id, consented=True)


def test_a_change_of_team_is_checked_when_asked_and_again_when_granted(world):
    row = course.plan_approved(world)
    with pytest.raises(Refusal, match="不符合组成要求"):
        do(
            "inspections.request_change",
            world.leader,
            row,
            kind="team",
            reason="x",
            members=[],
            experts=[world.expert.pk],
        )
    row = do(
        "inspections.request_change",
        world.leader,
        row,
        kind="team",
        reason="病假",
        members=[world.inspector2.pk],
    )
    Interest.objects.create(
        person=world.inspector2,
        credit_code=world.maker.credit_code,
        relation="relative",
        declared_at=course.today(),
    )
    change = row.changes.get()
    with pytest.raises(Refusal) as refused:
        do("inspections.decide_change", world.bureau_head, row, change=change.public_id, consented=True)
    assert refused.value.article == "CQ 21"
    Interest.objects.all().delete()
    row = do("inspections.decide_change", world.bureau_head, row, change=change.public_id, consented=True)
    assert {m.person for m in row.members()} == {world.leader, world.inspector2}
    assert row.team.get(person=world.inspector).left_at is not None


def test_a_change_of_leader_hands_the_leaders_duties_over(world):
    row = course.plan_approved(world)
    row = do(
        "inspections.request_change",
        world.leader,
        row,
        kind="team",
        reason="x",
        leader=world.inspector2.pk,
        members=[world.inspector.pk],
    )
    do(
        "inspections.decide_change",
        world.bureau_head,
        row,
        change=row.changes.get().public_id,
        consented=True,
    )
    assert Duty.objects.get(kind="inspections.arrive", done_at=None).person == world.inspector2


def another_party(world):
    from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow, PartyName

    other = Party.objects.create(
        name="测试乙公司", credit_code="91500103MA5U0TEST9", region_code="500103", address="三号路"
    )
    PartyName.objects.create(party=other, name=other.name)
    PartyKindRow.objects.create(party=other, kind="filer")
    Jurisdiction.objects.create(party=other, authority=world.bureau, article="CQ 4", reason="x")
    return other


def test_a_consented_change_of_party_is_made_with_what_the_one_who_consents_sees(world):
    """The leader who asked lost the role since: the check found the enterprise by the head's sight, and so does the act."""
    other, row = another_party(world), course.plan_approved(world)
    row = do("inspections.request_change", world.leader, row, kind="party", reason="搬迁", party=other.name)
    world.leader.role_rows.all().delete()
    data = {"change": row.changes.get().public_id, "consented": True}
    assert do("inspections.decide_change", world.bureau_head, row, **data).party == other


def test_the_party_can_be_changed_with_consent_before_the_inspection_begins_not_after(world):
    other = another_party(world)
    row = course.plan_approved(world)
    row = do("inspections.request_change", world.leader, row, kind="party", reason="搬迁", party=other.name)
    row = do(
        "inspections.decide_change",
        world.bureau_head,
        row,
        change=row.changes.get().public_id,
        consented=True,
    )
    assert (row.party, row.edition) == (other, "commissioned")
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    with pytest.raises(Refusal, match="已经开始"):
        do("inspections.request_change", world.leader, row, kind="party", reason="x", party=world.maker.name)


def test_a_cancelled_inspection_keeps_its_reason_and_frees_everybody(world):
    row = course.plan_approved(world)
    row = do("inspections.cancel", world.bureau_head, row, reason="企业停产")
    assert (row.stage, row.cancel_reason, row.task.status) == ("cancelled", "企业停产", "cancelled")
    assert not Duty.objects.filter(done_at=None, kind__startswith="inspections.").exists()


def test_an_inspection_that_began_is_not_cancelled(world):
    with pytest.raises(Refusal, match="只有在"):
        do("inspections.cancel", world.bureau_head, course.arrived(world), reason="x")


def test_the_note_of_other_inspections_counts_none_that_are_hidden_from_who_reads_it(world):
    secret = course.plan_approved(world, inspection_type="for_cause", focus="投诉线索")
    days = (course.today(), course.today() + timedelta(days=9))
    assert busy_elsewhere(world.bureau_head, [world.leader], *days) == {world.leader.pk: 1}
    assert busy_elsewhere(world.inspector2, [world.leader], *days) == {}
    do("inspections.arrive", world.leader, secret, credentials=course.credentials_of(secret))
    assert busy_elsewhere(world.inspector2, [world.leader], *days) == {world.leader.pk: 1}
