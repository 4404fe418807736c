"""What an inspection is, of whom, by whom and told to whom: the edges of CQ 6, 21, 22 and 53, in both regions."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.inspections import course
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.models import ReadLog
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import OPERATOR_KINDS, InspectionType, PartyKind

pytestmark = pytest.mark.django_db
do = course.do


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def pages_of(row):
    return (
        f"/inspections/{row.public_id}/",
        f"/inspections/{row.public_id}/papers/",
        f"/inspections/{row.public_id}/evidence/",
        f"/api/inspections/{row.public_id}",
    )


def answers(person, row):
    client = browser_of(person)
    return [client.get(address).status_code for address in pages_of(row)]


# CQ 6: four kinds, each with what it starts from.


@pytest.mark.parametrize("kind", [InspectionType.LICENSING, InspectionType.FOR_CAUSE])
def test_the_programme_takes_no_inspection_that_starts_from_an_application_or_a_cause(world, region, kind):
    made = course.programme(world)
    given = {"party": world.maker.credit_code, "window_from": course.today(), "window_to": course.today()}
    with pytest.raises(Refusal):
        do("programme.add_task", world.programme_officer, made, inspection_type=kind, **given)
    assert not Task.objects.exists()


def test_a_for_cause_inspection_needs_a_cause_of_the_closed_list_and_what_it_rests_on(world, region):
    given = {"party": world.maker.credit_code, "window_from": course.today(), "window_to": course.today()}
    given |= {"inspection_type": "for_cause", "focus": "投诉线索"}
    lacking = ({"cause": ""}, {"cause": "because"}, {"support": ""}, {"reference": ""})
    for one in lacking:
        with pytest.raises(Refusal):
            do("programme.start", world.programme_officer, **course.cause() | given | one)
    assert not Task.objects.exists()


@pytest.mark.parametrize(("kind", "asked"), [("routine", False), ("for_cause", False), ("licensing", True)])
def test_only_for_a_licensing_inspection_is_its_kind_asked(world, region, kind, asked):
    more = {} if kind == "licensing" else {"focus": "投诉线索"}
    row = course.assigned(world, inspection_type=kind, **more)
    page = browser_of(world.bureau_head).get(row.get_absolute_url()).content.decode()
    assert 'action="/do/inspections.open/"' in page
    assert ('name="licensing_kind"' in page) is asked


@pytest.mark.parametrize("wrong", ["licensing_passed", "operation_pass", "nonsense"])
def test_a_routine_inspection_of_a_maker_takes_no_conclusion_of_another_list(world, region, wrong):
    row = course.closed_meeting(world)
    with pytest.raises(Refusal):
        do("inspections.conclude", world.leader, row, conclusion=wrong)
    row.refresh_from_db()
    assert row.conclusion == ""


# CQ 53: everybody whom it names can be inspected by who is competent for them.


def test_every_kind_of_party_can_be_inspected_by_who_is_competent_for_it(world, region):
    made = course.programme(world)
    tasks = {}
    for number, kind in enumerate(kind for kind in PartyKind if kind is not PartyKind.SUPPLIER):
        pattern = world.shop if kind in OPERATOR_KINDS else world.maker
        code = f"{pattern.credit_code[:-2]}{number:02}"
        party = Party.objects.create(name=kind.label, credit_code=code, region_code=pattern.region_code)
        PartyKindRow.objects.create(party=party, kind=kind)
        for row in Jurisdiction.objects.unrestricted().filter(party=pattern):
            Jurisdiction.objects.create(party=party, authority=row.authority)
        tasks[kind] = course.task(world, made, party)
    course.approved(world, made)
    data = {"information": "企业档案摘要", "requirements": "逐项检查"}
    for kind, row in tasks.items():
        unit, other = (world.district, world.bureau)[:: 1 if kind in OPERATOR_KINDS else -1]
        row.refresh_from_db()
        with pytest.raises(Refusal):
            do("programme.assign", world.programme_officer, row, assigned_to=other.pk, **data)
        row = do("programme.assign", world.programme_officer, row, assigned_to=unit.pk, **data)
        assert row.status == "assigned", kind


# CQ 21: no interest in the party, on the day that counts.


def interest(person, party, **more):
    given = {"relation": "relative", "declared_at": course.today() - timedelta(days=1)}
    return Interest.objects.create(person=person, credit_code=party.credit_code, **given | more)


def test_an_interest_declared_after_the_approval_stops_the_arrival(world, region):
    row = course.plan_approved(world)
    shown = course.credentials_of(row)
    interest(world.inspector, world.maker)
    with pytest.raises(Refusal, match=world.inspector.name):
        do("inspections.arrive", world.leader, row, credentials=shown)
    row.refresh_from_db()
    assert row.stage == "plan_approved"


@pytest.mark.parametrize(("ended", "stands"), [(0, True), (1, False)])
def test_an_interest_counts_on_its_last_day_and_not_on_the_next(world, region, ended, stands):
    interest(world.inspector, world.maker, ended_on=course.today() - timedelta(days=ended))
    if stands:
        with pytest.raises(Refusal, match=world.inspector.name):
            course.teamed(world)
    else:
        assert course.teamed(world).stage == "teamed"


def test_an_expert_with_an_interest_is_not_invited_either(world, region):
    interest(world.expert, world.maker)
    with pytest.raises(Refusal, match=world.expert.name):
        course.teamed(world, experts=[world.expert])


def test_the_head_with_an_interest_approves_no_plan(world, region):
    row = course.planned(world)
    interest(world.bureau_head, world.maker)
    with pytest.raises(Refusal):
        do("inspections.approve_plan", world.bureau_head, row)


def test_an_interest_in_another_enterprise_is_none_in_this_one(world, region):
    interest(world.inspector, world.shop)
    assert course.teamed(world).stage == "teamed"


# CQ 22: what an inspection knows stays with it.


def hidden(world):
    return course.plan_approved(world, inspection_type="for_cause", focus="投诉反映的违法添加")


def test_who_leaves_the_team_of_a_hidden_matter_no_longer_sees_it(world, region):
    row = course.teamed(
        world,
        members=[world.inspector, world.inspector2],
        inspection_type="for_cause",
        focus="投诉反映的违法添加",
    )
    assert answers(world.inspector2, row) == [200] * 4
    do(
        "inspections.team",
        world.bureau_head,
        row,
        leader=world.leader.pk,
        members=[world.inspector.pk],
        experts=[],
    )
    assert answers(world.inspector2, row) == [404] * 4
    assert answers(world.inspector, row) == [200] * 4


def test_a_hidden_matter_is_there_for_its_team_and_heads_and_not_for_the_party(world, region):
    row = hidden(world)
    for one in (world.contact, world.other_contact, world.inspector2, world.administrator, world.auditor):
        assert answers(one, row) == [404] * 4
    assert answers(world.leader, row) == [200] * 4


def test_another_enterprise_never_sees_the_record_and_the_party_only_its_own(world, region):
    row = course.delivered(world)
    assert answers(world.other_contact, row) == [404] * 4
    assert answers(world.contact, row)[0] == 200
    papers = list(Document.objects.unrestricted())
    assert papers
    client = browser_of(world.other_contact)
    assert {client.get(f"/documents/{paper.public_id}/").status_code for paper in papers} == {404}


def test_each_look_at_a_confidential_matter_is_on_record_before_it_is_shown(world, region):
    row = hidden(world)
    assert browser_of(world.leader).get(f"/inspections/{row.public_id}/").status_code == 200
    browser_of(world.contact).get(f"/inspections/{row.public_id}/")
    fold()
    assert ReadLog.objects.filter(inspection=row, person=world.leader).count() == 1
    assert not ReadLog.objects.filter(inspection=row, person=world.contact).exists()


def test_nobody_of_the_team_publishes_what_it_found(world, region):
    row = course.delivered(world)
    with pytest.raises(NotYours):
        do("disclosure.publish", world.leader, row)
