"""Fields with more choices than a form can show: found by typing, for whom the act is offered, and without script too."""

import re

import pytest

from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential, Person, PersonRole
from zhuangjian.apps.inspections.actions.team import ComposeTeam
from zhuangjian.apps.ledger.act import FEW, FOUND, Searched

pytestmark = pytest.mark.django_db
FIND = "/do/inspections.team/find/{}/"


def people(world, unit, count, name="候选"):
    """So many inspectors of a unit, each with a credential."""
    made = Person.objects.bulk_create(
        Person(username=f"{unit.pk}-{name}{n}", name=f"{name}{n:03}", authority=unit, is_active=True)
        for n in range(count)
    )
    PersonRole.objects.bulk_create(PersonRole(person=one, role="inspector") for one in made)
    day = course.today()
    Credential.objects.bulk_create(
        Credential(
            person=one,
            kind="enforcement",
            number=f"E{one.pk}",
            valid_from=day,
            valid_to=day.replace(year=day.year + 1),
        )
        for one in made
    )
    return made


@pytest.fixture
def row(world):
    return course.opened(world)


@pytest.fixture
def page(world, row, client):
    client.force_login(world.bureau_head)
    return lambda: client.get(f"/inspections/{row.public_id}/team/").content.decode()


def found(client, row, field="members", **given):
    answer = client.get(FIND.format(field), {"target": str(row.public_id), **given})
    assert answer.status_code == 200
    return answer.content.decode()


def keys(page):
    return [int(key) for key in re.findall(r'value="(\d+)"', page)]


def test_few_people_are_listed_and_one_more_than_a_form_shows_are_searched_for(world, row, page):
    own = (
        Person.objects.filter(authority=row.dispatching_unit, role_rows__role="inspector").distinct().count()
    )
    listed = len(ComposeTeam.choices(world.bureau_head, row)["leader"])
    assert listed >= own
    people(world, row.dispatching_unit, FEW - listed)
    assert not isinstance(ComposeTeam.choices(world.bureau_head, row)["leader"], Searched)
    assert '<select class="form-select" id="do-inspections-team' in page()
    people(world, row.dispatching_unit, 1, "最后")
    assert isinstance(ComposeTeam.choices(world.bureau_head, row)["leader"], Searched)
    assert "最后" not in page()
    assert 'name="leader__typed"' in page()


def test_two_thousand_people_make_the_form_no_longer(world, row, page, django_assert_max_num_queries):
    people(world, row.dispatching_unit, FEW)
    short = len(page())
    people(world, row.dispatching_unit, 2000, "众人")
    assert abs(len(page()) - short) < 200
    with django_assert_max_num_queries(60):
        page()


def test_what_is_typed_finds_by_name_unit_and_sign_in_name(world, row, client):
    made = people(world, row.dispatching_unit, FEW + 9)
    client.force_login(world.bureau_head)
    assert keys(found(client, row, words="候选007")) == [made[7].pk]
    assert keys(found(client, row, words=made[8].username)) == [made[8].pk]
    assert len(keys(found(client, row, words="候选"))) == FOUND
    assert keys(found(client, row, words=f"{row.dispatching_unit.name} 候选009")) == [made[9].pk]
    assert "没有找到" in found(client, row, words="无此人")
    assert found(client, row, "leader", words="候选007").count('type="radio"') == 1


def test_who_is_chosen_stays_while_one_searches_on(world, row, client):
    made = people(world, row.dispatching_unit, FEW + 9)
    client.force_login(world.bureau_head)
    answer = found(client, row, words="候选007", members=[str(made[1].pk), str(made[2].pk), "x", "9" * 30])
    assert keys(answer) == [made[1].pk, made[2].pk, made[7].pk]
    assert answer.count(" checked") == 2


def test_nobody_of_another_unit_is_found_for_the_team_or_chosen(world, row, client):
    people(world, row.dispatching_unit, FEW + 9)
    (stranger,) = people(world, world.other_district_officer.authority, 1, "外人")
    client.force_login(world.bureau_head)
    assert stranger.pk not in keys(found(client, row, words="外人"))
    assert stranger.pk not in keys(found(client, row, words="候选", members=[str(stranger.pk)]))


@pytest.mark.parametrize(
    "name", ["leader", "programme_officer", "contact", "auditor", "other_district_officer"]
)
def test_who_is_not_offered_the_act_finds_nobody(world, row, client, name):
    client.force_login(world.people[name])
    answer = client.get(FIND.format("members"), {"target": str(row.public_id), "words": "检"})
    assert answer.status_code == 404
    assert not keys(answer.content.decode())


@pytest.mark.parametrize(
    "address", ["/do/no.act/find/x/", FIND.format("ghost"), FIND.format("members") + "?target=1"]
)
def test_no_such_act_field_or_case_is_not_found(world, row, client, address):
    client.force_login(world.bureau_head)
    assert client.get(address).status_code == 404


def test_nobody_signed_in_finds_nothing(row, client):
    assert (
        client.get(FIND.format("members"), {"target": str(row.public_id), "words": "候"}).status_code == 302
    )


def posted(client, row, **given):
    row.refresh_from_db()
    return client.post(
        "/do/inspections.team/", {"target": str(row.public_id), "expected_version": row.version, **given}
    )


def test_without_script_names_typed_in_full_make_the_team(world, row, client):
    made = people(world, row.dispatching_unit, FEW + 9)
    client.force_login(world.bureau_head)
    answer = posted(client, row, leader__typed="候选003", members__typed="候选004、候选005")
    assert answer.status_code == 302
    team = {m.person_id: m.part for m in row.members()}
    assert team == {made[3].pk: "leader", made[4].pk: "member", made[5].pk: "member"}


@pytest.mark.parametrize(("typed", "said"), [("候选", "没有找到，请写全名"), ("同名", "空一格写上单位")])
def test_a_name_that_is_nobodys_or_two_peoples_is_refused_with_what_to_write(world, row, client, typed, said):
    people(world, row.dispatching_unit, FEW + 9)
    for one in people(world, row.dispatching_unit, 2, "甲"):
        Person.objects.filter(pk=one.pk).update(name="同名")
    client.force_login(world.bureau_head)
    answer = posted(client, row, leader__typed="候选003", members__typed=typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not row.members()


def test_a_party_is_suggested_as_one_types_only_from_those_in_reach(world, client):
    client.force_login(world.programme_officer)
    address = "/do/programme.add_task/find/party/"
    given = {"target": str(course.programme(world).public_id)}
    answer = client.get(address, given | {"party": world.maker.name[:4]}).content.decode()
    assert f'<option value="{world.maker.credit_code}">{world.maker.name}' in answer
    assert client.get(address, given).content.decode().strip() == ""
    client.force_login(world.contact)
    assert client.get(address, given | {"party": world.maker.name[:4]}).status_code == 404
