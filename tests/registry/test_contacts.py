"""Who speaks for a party: tied to it by its own letter, for as long as the letter runs, until the tie ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7 the letter of the party"


def perform(name, person, target, **given):
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    return perform(ACTIONS[name], person, target, given)


def tie(world, **changes):
    from zhuangjian.apps.ledger.action import Upload

    given = {
        "credit_code": world.maker.credit_code,
        "post": "质量安全负责人",
        "letter": Upload.of("授权书.pdf", LETTER),
        "confirmed_on": date(2026, 1, 5),
    } | changes
    return perform("registry.tie_contact", world.administrator, fresh(world.other_contact), **given)


def fresh(person):
    from zhuangjian.apps.authorities.models import Person

    return Person.objects.get(pk=person.pk)


def test_the_contact_sees_the_party_once_its_letter_is_on_file(world, client):
    assert world.maker.pk not in fresh(world.other_contact).scope.parties
    done = tie(world)
    assert world.maker.pk in fresh(world.other_contact).scope.parties
    row = done.object.contact_for.get(party=world.maker)
    assert row.letter_digest in done.entry.facts
    client.force_login(world.administrator, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/contacts/{row.pk}/letter/")
    assert answer.content == LETTER
    assert "attachment" in answer["Content-Disposition"]
    assert (
        "质量安全负责人" in client.get(f"/administration/people/{world.other_contact.pk}/").content.decode()
    )


def test_without_a_scan_or_photo_of_the_letter_there_is_no_tie(world):
    from zhuangjian.apps.ledger.action import Upload

    with pytest.raises(Refusal, match="PDF、JPG 或 PNG"):
        tie(world, letter=Upload.of("授权书.pdf", b"<html>"))
    with pytest.raises(Refusal) as refused:
        tie(world, letter=None)
    assert any("授权书" in fault for fault in refused.value.missing)


def test_a_letter_of_tomorrow_or_one_that_ran_out_is_no_confirmation(world):
    today = timezone.localdate()
    with pytest.raises(Refusal, match="不能晚于今天"):
        tie(world, confirmed_on=today + timedelta(days=1))
    with pytest.raises(Refusal, match="授权期限已过"):
        tie(world, until=today - timedelta(days=1))
    tie(world, confirmed_on=today, until=today)


def test_the_last_day_of_the_letter_counts_and_the_day_after_does_not(world):
    from zhuangjian.apps.registry.models import Contact

    tie(world, until=timezone.localdate())
    ties = Contact.objects.filter(party=world.maker, person=world.other_contact)
    today = timezone.localdate()
    assert ties.filter(Contact.standing_on(today)).exists()
    assert not ties.filter(Contact.standing_on(today + timedelta(days=1))).exists()


def test_once_the_letter_has_run_out_the_person_sees_nothing_and_can_be_tied_anew(world):
    from zhuangjian.apps.authorities.enrolling import enrol
    from zhuangjian.apps.registry.models import Contact

    tie(world)
    Contact.objects.filter(party=world.maker, person=world.other_contact).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    enrol(fresh(world.other_contact))
    assert world.maker.pk not in fresh(world.other_contact).scope.parties
    tie(world)
    assert world.maker.pk in fresh(world.other_contact).scope.parties


def test_nobody_is_tied_twice_and_no_official_at_all(world):
    tie(world)
    with pytest.raises(Refusal, match="不需要再登记"):
        tie(world)
    with pytest.raises(Refusal, match="不是企业联系人"):
        perform("registry.tie_contact", world.administrator, world.inspector, credit_code="x")


def test_an_unknown_code_is_refused_with_what_to_do(world):
    with pytest.raises(Refusal, match="请先导入登记"):
        tie(world, credit_code="91500000XXXXXXXXXX")


@pytest.mark.parametrize("name", ["head", "programme_officer", "auditor"])
def test_only_who_keeps_accounts_may(world, name):
    with pytest.raises(Refusal):
        perform("registry.tie_contact", world.people[name], fresh(world.other_contact), credit_code="x")


@pytest.mark.parametrize("name", ["administrator", "contact"])
def test_the_tie_ends_by_oneself_or_who_keeps_accounts(world, name):
    who = fresh(world.people[name])
    perform("registry.end_contact", who, fresh(world.contact), party=world.maker.pk, reason="已经离职")
    assert fresh(world.contact).scope.parties == frozenset()
    with pytest.raises(Refusal, match="没有代表任何企业"):
        perform("registry.end_contact", who, fresh(world.contact), party=world.maker.pk, reason="已经离职")
    row = world.contact.contact_for.get()
    assert (row.ended_on, row.ended_because) == (timezone.localdate(), "已经离职")


def test_the_dossier_says_who_speaks_for_the_party(world, client):
    tie(world)
    for person, page in ((world.head, f"/parties/{world.maker.pk}/"), (world.contact, "/my-party/")):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert "质量安全负责人" in client.get(page).content.decode()


def test_contacts_end_their_own_tie_from_their_account_page(world, client):
    client.force_login(world.contact, backend="django.contrib.auth.backends.ModelBackend")
    assert "终止代表" in client.get("/account/").content.decode()
    client.force_login(world.head, backend="django.contrib.auth.backends.ModelBackend")
    assert "终止代表" not in client.get("/account/").content.decode()
