"""An official puts the register right by hand: what is kept, who may, and that files do not put the fault back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.intake.conftest import keeper, take  # noqa: F401
from tests.intake.files import code, licence_row
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
WHY = {"reason": "营业执照与档案不符", "rests_on": "营业执照副本"}


def correct(person, party, **given):
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    return perform(ACTIONS["registry.correct_party"], person, party, {**WHY, **given})


def fresh(party):
    from zhuangjian.apps.registry.models import Party

    return Party.objects.get(pk=party.pk)


def test_a_corrected_name_is_found_by_search_and_the_old_one_is_history(world):
    from zhuangjian.apps.ledger.verify import verify
    from zhuangjian.apps.registry import search
    from zhuangjian.apps.registry.models import Party

    before = world.maker.name
    done = correct(world.programme_officer, world.maker, name="更正后化妆品有限公司")
    party = fresh(world.maker)
    assert party.name == "更正后化妆品有限公司"
    assert search.find(Party.objects.all(), "更正后化妆品").first() == party
    assert before in party.names.values_list("name", flat=True)
    assert done.object.changes == {"name": [before, "更正后化妆品有限公司"]}
    assert json.loads(done.entry.facts) == {"party": party.pk, "fields": ["name"]}
    assert not [f for f in verify().faults if "更正" in f.where]


def test_what_is_left_as_it_is_is_no_correction(world):
    with pytest.raises(Refusal, match="没有需要更正的"):
        correct(world.head, world.maker, name=world.maker.name)
    with pytest.raises(Refusal) as refused:
        correct(world.head, world.maker, name="另一名称", reason="错")
    assert any("更正理由" in fault for fault in refused.value.missing)


@pytest.mark.parametrize("name", ["programme_officer", "head"])
def test_those_competent_for_the_party_may(world, name):
    assert correct(world.people[name], world.maker, phone="023-12345678").object.changes["phone"][1]


@pytest.mark.parametrize("name", ["leader", "inspector", "expert", "enforcement_officer", "contact"])
def test_who_sees_it_but_does_not_keep_it_may_not(world, name):
    with pytest.raises(Refusal):
        correct(world.people[name], world.maker, phone="1")
    assert fresh(world.maker).phone == world.maker.phone


def test_whoever_has_an_interest_in_the_party_may_not(world):
    from zhuangjian.apps.authorities.models import Interest

    Interest.objects.create(
        person=world.head,
        credit_code=world.maker.credit_code,
        relation="shareholding",
        declared_at=date(2026, 1, 1),
    )
    with pytest.raises(Refusal):
        correct(world.head, world.maker, phone="023-1")


def test_a_code_with_a_wrong_check_digit_or_of_another_party_is_refused(world):
    right = code(7)
    with pytest.raises(Refusal, match="不正确"):
        correct(world.head, world.maker, credit_code=right[:-1] + ("1" if right[-1] != "1" else "2"))
    type(world.shop).objects.filter(pk=world.shop.pk).update(credit_code=right)
    with pytest.raises(Refusal, match="另一企业"):
        correct(world.head, world.maker, credit_code=right)


def test_a_wrong_code_is_cleared_and_not_both_cleared_and_set(world):
    with pytest.raises(Refusal, match="清除"):
        correct(world.head, world.maker, clear=["credit_code"], credit_code=code(7))
    correct(world.head, world.maker, clear=["credit_code"])
    assert fresh(world.maker).credit_code is None


def test_another_district_changes_who_is_competent_at_once(world):
    from zhuangjian.apps.registry.models import Jurisdiction

    correct(world.head, world.shop, region_code="110105")
    assert not Jurisdiction.objects.filter(party=world.shop).exists()


def test_kinds_are_added_and_taken_away(world):
    correct(world.head, world.shop, kinds=["salon", "hotel"])
    correct(world.head, world.shop, kinds=["hotel"])
    assert set(world.shop.kind_rows.values_list("kind", flat=True)) == {"hotel"}


def loaded(take, keeper, day="2021-01-31", **cells):  # noqa: F811
    from zhuangjian.apps.registry.models import Party

    take([licence_row(1, **cells)], day)
    return Party.objects.get(credit_code=code(1))


def test_a_file_that_still_says_the_old_name_and_place_does_not_put_them_back(take, keeper):  # noqa: F811
    party = loaded(take, keeper)
    old = party.name, party.address, party.region_code
    correct_by_nobody(party, name="正确的名称有限公司", address="重庆市江北区正确路1号")
    loaded(take, keeper, "2026-12-31")
    party = fresh(party)
    assert (party.name, party.address) == ("正确的名称有限公司", "重庆市江北区正确路1号")
    assert party.region_code != old[2]
    row = party.corrections.get()
    assert (row.restated_on, row.restated_by) == (date(2026, 12, 31), row.restated_by)
    assert row.restated_by


def test_a_file_with_a_name_that_is_new_to_all_is_news(take, keeper):  # noqa: F811
    party = loaded(take, keeper)
    old = party.name
    correct_by_nobody(party, name="正确的名称有限公司")
    loaded(take, keeper, "2027-01-31", 企业名称="后来改名有限公司")
    assert fresh(party).name == "后来改名有限公司"
    loaded(take, keeper, "2027-02-28", 企业名称=old)
    assert fresh(party).name == old


def test_what_two_corrections_did_away_with_stays_away(take, keeper):  # noqa: F811
    party = loaded(take, keeper)
    correct_by_nobody(party, kinds=["filer"])
    correct_by_nobody(party, kinds=["filer", "registrant"])
    loaded(take, keeper, "2026-12-31")
    assert set(party.kind_rows.values_list("kind", flat=True)) == {"filer", "registrant"}


def test_a_correction_can_be_taken_back_by_another(take, keeper):  # noqa: F811
    party = loaded(take, keeper)
    old = party.name
    correct_by_nobody(party, name="正确的名称有限公司")
    correct_by_nobody(party, name=old)
    assert fresh(party).name == old
    loaded(take, keeper, "2026-12-31")
    assert fresh(party).name == old


def correct_by_nobody(party, **given):
    """By an official made for it, of the provincial authority."""
    from zhuangjian.apps.authorities.enrolling import enrol
    from zhuangjian.apps.authorities.models import Authority, Person

    person = Person.objects.filter(username="gengzheng").first()
    if person is None:
        from zhuangjian.apps.registry.competence import settle_all

        unit = Authority.objects.filter(kind="municipal").first() or Authority.objects.create(
            name="测试省局", short_name="省局", kind="municipal", region_code="500000"
        )
        person = Person.objects.create_user("gengzheng", None, name="更正人", authority=unit, roles=["head"])
        enrol(person)
        settle_all()
    return correct(person, fresh(party), **given)


def test_the_dossier_shows_what_was_said_before_and_the_enterprise_not_the_reasons(client, world):
    correct(world.head, world.maker, phone="023-87654321")
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(world.head, backend=backend)
    page = client.get(f"/parties/{world.maker.pk}/").content.decode()
    assert all(said in page for said in ("更正记录", WHY["reason"], "023-87654321"))
    answer = client.get(f"/api/parties/{world.maker.pk}").json()["corrections"][0]
    assert answer["changes"][0]["after"] == "023-87654321"
    assert answer["reason"] == WHY["reason"]
    client.force_login(world.contact, backend=backend)
    page = client.get("/my-party/").content.decode()
    assert "更正记录" in page
    assert not any(said in page for said in (WHY["reason"], "更正企业信息"))
