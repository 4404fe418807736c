"""Signing in: lock-out, the second factor, the first password, sessions, tokens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhuangjian.apps.authorities.models import ApiToken, Authority, Person, SignInEvent
from zhuangjian.apps.ledger.action import ACTIONS, perform

PASSWORD = "Chashi-2026-test"
NEW = "Guanyinqiao-77-lu"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def person(db):
    authority = Authority.objects.create(
        name="测试局", short_name="测试局", kind="municipal", region_code="500000"
    )
    return Person.objects.create_user(
        "zhang", PASSWORD, name="张三", authority=authority, roles=["administrator"]
    )


def sign_in(client: Client, password: str = PASSWORD, **extra: str):
    return client.post("/login/", {"username": "zhang", "password": password, **extra})


def test_passwords_are_kept_as_argon2(person):
    assert person.password.startswith("argon2$")


@pytest.mark.parametrize(("wrong", "status"), [(4, 302), (5, 429)])
def test_five_wrong_passwords_lock_the_name_and_four_do_not(person, client, wrong, status):
    for _ in range(wrong):
        sign_in(client, "falsch")
    assert sign_in(client).status_code == status
    assert person.locked_out() is (wrong == 5)


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_the_lock_ends_after_fifteen_minutes(person, client, minutes, status):
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(5):
            sign_in(client, "falsch")
        clock.move_to(NOW + timedelta(minutes=minutes))
        assert sign_in(client).status_code == status


def test_a_lock_is_of_the_name_not_of_the_office_s_address(person, client):
    Person.objects.create_user("li", PASSWORD, name="李四", authority=person.authority, roles=["head"])
    for _ in range(6):
        sign_in(client, "falsch")
    assert client.post("/login/", {"username": "li", "password": PASSWORD}).status_code == 302


def test_an_administrator_unlocks(person, client):
    for _ in range(5):
        sign_in(client, "falsch")
    perform(ACTIONS["authorities.unlock"], None, person)
    assert not person.locked_out()
    assert sign_in(client).status_code == 302


def test_the_session_key_changes_on_signing_in(person, client):
    client.get("/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_signing_out_ends_the_session(person, client):
    sign_in(client)
    assert client.get("/logout/").status_code == 405
    assert client.get("/account/").status_code == 200
    client.post("/logout/")
    assert client.get("/account/").status_code == 302


def test_sign_ins_are_kept_and_unknown_names_are_not(person, client):
    sign_in(client, "falsch")
    client.post("/login/", {"username": PASSWORD, "password": "x"})
    sign_in(client)
    client.post("/logout/")
    events = list(SignInEvent.objects.order_by("pk").values_list("kind", "person__username"))
    assert events == [("failed", "zhang"), ("failed", None), ("signed_in", "zhang"), ("signed_out", "zhang")]


@pytest.mark.parametrize("typed", ["niemand", "Mein-Passwort-2026", "测" * 300, "x" * 3000])
def test_a_name_that_belongs_to_nobody_is_kept_nowhere_and_locked_like_any_other(db, client, typed):
    wrong = {"username": typed, "password": "falsch"}
    codes = [client.post("/login/", wrong).status_code for _ in range(6)]
    assert codes == [200, 200, 200, 200, 429, 429]
    for model in apps.get_models():
        for row in model._base_manager.values():
            assert typed[:60] not in str(row), model


def test_a_known_name_is_kept_so_that_its_lock_can_be_lifted(person, client):
    sign_in(client, "falsch")
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["zhang"]


def test_an_inactive_account_cannot_sign_in_and_its_session_and_tokens_end(person, client):
    other = Person.objects.create_user(
        "chief", PASSWORD, name="管", authority=person.authority, roles=["administrator"]
    )
    sign_in(client)
    token = perform(ACTIONS["authorities.create_token"], person, person, {"name": "程序"}).object
    bearer = {"headers": {"Authorization": f"Bearer {token.secret}"}}
    assert client.get("/api/authorities/me").status_code == 200
    assert Client().get("/api/authorities/me", **bearer).status_code == 200
    perform(ACTIONS["authorities.deactivate"], other, person)
    assert client.get("/account/").status_code == 302
    assert client.get("/api/authorities/me").status_code == 401
    assert Client().get("/api/authorities/me", **bearer).status_code == 401
    assert sign_in(Client()).status_code == 200


def test_whoever_has_a_first_password_reaches_nothing_before_changing_it(person, client):
    Person.objects.filter(pk=person.pk).update(must_change_password=True)
    sign_in(client)
    for address in ("/", "/administration/", "/account/"):
        assert client.get(address)["Location"] == "/account/password/"
    assert client.get("/api/authorities/me").status_code == 401
    assert client.get("/account/password/").status_code == 200
    data = {"target": person.pk, "current": PASSWORD, "new": NEW, "again": NEW, "next": "/account/"}
    assert client.post("/do/authorities.change_password/", data)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert client.get("/api/authorities/me").status_code == 200


def test_a_new_password_ends_every_other_session(person, client):
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    data = {"target": person.pk, "current": PASSWORD, "new": NEW, "again": NEW}
    client.post("/do/authorities.change_password/", data)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"current": "falsch"}, "现在的密码不正确"),
        ({"again": "Anders-2026-x"}, "两次输入的新密码不一致"),
        ({"new": "kurz-12", "again": "kurz-12"}, "密码"),
        ({"new": PASSWORD, "again": PASSWORD}, "不能与现在的密码相同"),
        ({"new": "password1234", "again": "password1234"}, "新密码不符合要求"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(person, client, changes, words):
    sign_in(client)
    data = {"target": person.pk, "current": PASSWORD, "new": NEW, "again": NEW} | changes
    response = client.post("/do/authorities.change_password/", data)
    assert response.status_code == 422
    assert words in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    return f"{totp(device.bin_key, step=30, t0=-30 * steps):06d}"


@pytest.fixture
def device(person):
    return TOTPDevice.objects.create(user=person, name="认证器", confirmed=True)


def test_a_second_factor_is_asked_for_on_pages_and_over_the_api(person, device, client):
    sign_in(client)
    assert client.get("/account/")["Location"] == "/account/totp/verify/?next=/account/"
    assert client.get("/api/authorities/me").status_code == 401
    before = client.cookies["sessionid"].value
    response = client.post("/account/totp/verify/", {"code": code_of(device), "next": "/account/"})
    assert response["Location"] == "/account/"
    assert client.cookies["sessionid"].value != before
    assert client.get("/account/").status_code == 200
    assert client.get("/api/authorities/me").status_code == 200


def test_a_code_counts_once(person, device, client):
    code = code_of(device)
    sign_in(client)
    client.post("/account/totp/verify/", {"code": code})
    second = Client()
    sign_in(second)
    assert second.post("/account/totp/verify/", {"code": code}).status_code == 422
    assert second.get("/account/").status_code == 302


@pytest.mark.parametrize("code", ["", "000", "abcdef", "１２３４５６", "99999999999999999999", "\x00"])
def test_a_wrong_code_is_refused_kept_and_slows_the_next_try(person, device, client, code):
    sign_in(client)
    response = client.post("/account/totp/verify/", {"code": code})
    assert response.status_code == 422
    assert "动态口令不正确" in response.content.decode()
    assert SignInEvent.objects.filter(kind="second_factor_failed").count() == 1


def test_after_a_wrong_code_even_the_right_one_has_to_wait(person, device, client):
    sign_in(client)
    wrong = "000000" if code_of(device) != "000000" else "111111"
    client.post("/account/totp/verify/", {"code": wrong})
    assert "请稍等片刻" in client.post("/account/totp/verify/", {"code": code_of(device)}).content.decode()


@pytest.mark.parametrize(
    "url", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_second_factor_leads_nowhere_else(person, device, client, url):
    sign_in(client)
    assert client.post("/account/totp/verify/", {"code": code_of(device), "next": url})["Location"] == "/"


def test_setting_up_a_second_factor_needs_the_proof(person, client):
    sign_in(client)
    client.post("/do/authorities.begin_totp/", {"target": person.pk})
    device = TOTPDevice.objects.get()
    picture = client.get("/account/totp/code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"style=" not in picture.content
    assert not device.confirmed
    wrong = "000000" if code_of(device) != "000000" else "111111"
    assert (
        client.post("/do/authorities.confirm_totp/", {"target": person.pk, "code": wrong}).status_code == 422
    )
    assert client.get("/account/").status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert (
        client.post(
            "/do/authorities.confirm_totp/", {"target": person.pk, "code": code_of(device)}
        ).status_code
        == 302
    )
    assert client.get("/account/").status_code == 200
    assert client.get("/account/totp/code.svg").status_code == 404
    fresh = Client()
    sign_in(fresh)
    assert fresh.get("/account/").status_code == 302


def test_a_second_factor_is_taken_away_only_with_the_password(person, device, client):
    sign_in(client)
    client.post("/account/totp/verify/", {"code": code_of(device)})
    assert (
        client.post("/do/authorities.remove_totp/", {"target": person.pk, "password": "falsch"}).status_code
        == 422
    )
    assert (
        client.post("/do/authorities.remove_totp/", {"target": person.pk, "password": PASSWORD}).status_code
        == 302
    )
    assert not TOTPDevice.objects.exists()


def test_a_token_is_shown_once_and_only_its_digest_is_kept(person, client):
    sign_in(client)
    page = client.post(
        "/do/authorities.create_token/",
        {"target": person.pk, "name": "程序", "days": "30", "request_key": "k"},
    )
    token = ApiToken.objects.get()
    secret = next(
        word
        for word in page.content.decode().replace("<", " ").replace(">", " ").split()
        if word.startswith("zj_")
    )
    assert secret not in str(ApiToken.objects.values())
    assert page["Cache-Control"] == "no-store"
    assert (
        Client().get("/api/authorities/me", headers={"Authorization": f"Bearer {secret}"}).json()["username"]
        == "zhang"
    )
    assert secret not in client.get("/account/").content.decode()
    again = client.post(
        "/do/authorities.create_token/",
        {"target": person.pk, "name": "程序", "days": "30", "request_key": "k"},
    )
    assert again.status_code == 409
    assert secret not in again.content.decode()
    client.post("/do/authorities.revoke_token/", {"target": token.pk})
    assert (
        Client().get("/api/authorities/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    )


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 401)])
def test_a_token_ends_on_its_day(person, days, status):
    with time_machine.travel(NOW, tick=False) as clock:
        token = perform(
            ACTIONS["authorities.create_token"], person, person, {"name": "程序", "days": 30}
        ).object
        clock.move_to(NOW + timedelta(days=days))
        answer = Client().get("/api/authorities/me", headers={"Authorization": f"Bearer {token.secret}"})
        assert answer.status_code == status


@pytest.mark.parametrize(
    "header", ["Bearer ", "Bearer zj_x", "Basic eDp5", "Bearer \x00", "Bearer " + "a" * 5000]
)
def test_a_false_token_is_told_in_chinese(person, header):
    answer = Client().get("/api/authorities/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "请先登录" in answer.json()["error"]["message"]
