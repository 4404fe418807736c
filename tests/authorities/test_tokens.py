"""What an access token opens, what it never does, and what ends it."""

import pytest
from django.test import Client

from tests.world import PASSWORD
from zhuangjian.apps.ledger.action import ACTIONS, perform

pytestmark = pytest.mark.django_db
NEW = "Guanyinqiao-77-lu"


@pytest.fixture
def token(world):
    world.leader.set_password(PASSWORD)
    world.leader.save()
    made = perform(ACTIONS["authorities.create_token"], world.leader, world.leader, {"name": "程序"}).object
    return {"Authorization": f"Bearer {made.secret}"}


def me(token):
    return Client().get("/api/authorities/me", headers=token).status_code


def change(person, **data):
    perform(ACTIONS["authorities.change_password"], person, person, data)


def revoke(client, person, **extra):
    """A harmless action over the API: one more token of the person's is revoked."""
    made = perform(ACTIONS["authorities.create_token"], person, person, {"name": "另一个"}).object
    return client.post(
        f"/api/do/authorities.revoke_token/{made.pk}", "{}", content_type="application/json", **extra
    )


def test_a_token_posts_without_the_csrf_check_that_a_session_needs(world, token):
    strict = Client(enforce_csrf_checks=True)
    assert revoke(strict, world.leader, headers=token).status_code == 200
    assert revoke(strict, world.leader).status_code in {401, 403}
    strict.force_login(world.leader)
    assert revoke(strict, world.leader).status_code == 403
    assert revoke(strict, world.leader, headers=token).status_code == 200


def test_a_false_token_is_not_helped_by_the_session_beside_it(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.leader)
    answer = revoke(client, world.leader, headers={"Authorization": "Bearer zj_falsch"})
    assert answer.status_code == 401


def test_a_new_password_ends_all_tokens(world, token):
    assert me(token) == 200
    change(world.leader, current=PASSWORD, new=NEW, again=NEW)
    assert me(token) == 401


def test_a_reset_password_ends_all_tokens(world, token):
    perform(ACTIONS["authorities.reset_password"], world.administrator, world.leader, {"password": NEW})
    world.leader.refresh_from_db()
    world.leader.must_change_password = False
    world.leader.save()
    assert me(token) == 401


def test_a_token_of_somebody_who_owes_a_new_password_opens_nothing(world, token):
    world.leader.must_change_password = True
    world.leader.save()
    assert me(token) == 401


@pytest.mark.parametrize(
    "name", ["change_password", "create_token", "begin_totp", "confirm_totp", "remove_totp", "reset_password"]
)
def test_a_token_never_becomes_a_password_a_token_or_the_end_of_a_second_factor(world, token, name):
    answer = Client().post(
        f"/api/do/authorities.{name}/{world.leader.pk}", "{}", content_type="application/json", headers=token
    )
    assert answer.status_code == 403
    assert "访问令牌" in answer.json()["error"]["message"]


def test_what_a_token_may_not_do_a_session_may(world):
    client = Client()
    client.force_login(world.leader)
    answer = client.post(
        f"/api/do/authorities.create_token/{world.leader.pk}",
        {"name": "程序"},
        content_type="application/json",
    )
    assert answer.status_code == 200
