"""A stolen session cannot find out the password by trying."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.world import PASSWORD
from zhuangjian.apps.authorities.models import SignInEvent

pytestmark = pytest.mark.django_db
NEW = "Guanyinqiao-77-lu"


@pytest.fixture
def client(world):
    world.leader.set_password(PASSWORD)
    world.leader.save()
    client = Client()
    client.force_login(world.leader)
    return client


def by_page(client, person, current):
    data = {"target": person.pk, "current": current, "new": NEW, "again": NEW}
    return client.post("/do/authorities.change_password/", data).status_code


def by_api(client, person, current):
    return client.post(
        f"/api/do/authorities.change_password/{person.pk}",
        {"current": current, "new": NEW, "again": NEW},
        content_type="application/json",
    ).status_code


@pytest.mark.parametrize("door", [by_page, by_api])
def test_after_four_wrong_passwords_the_right_one_changes_it(world, client, door):
    assert [door(client, world.leader, "falsch") for _ in range(4)] == [422] * 4
    assert door(client, world.leader, PASSWORD) in {200, 302}
    world.leader.refresh_from_db()
    assert world.leader.check_password(NEW)


@pytest.mark.parametrize("door", [by_page, by_api])
def test_after_five_even_the_right_one_is_refused_and_the_name_is_locked(world, client, door):
    for _ in range(5):
        door(client, world.leader, "falsch")
    assert door(client, world.leader, PASSWORD) in {422, 429}
    world.leader.refresh_from_db()
    assert world.leader.check_password(PASSWORD)
    assert world.leader.locked_out()
    assert SignInEvent.objects.filter(person=world.leader, kind="failed").count() >= 5
    signed = Client().post("/login/", {"username": "leader", "password": PASSWORD})
    assert signed.status_code == 429


def test_what_is_kept_of_a_failure_holds_no_password(world, client):
    by_page(client, world.leader, "Falsch-aber-geheim")
    kept = str(list(AccessAttempt.objects.values()))
    assert "leader" in kept
    assert "Falsch" not in kept
    assert NEW not in kept
