"""Accounts, roles, credentials, second factors, contacts and tokens put into the database by hand act as nobody."""

from __future__ import annotations

import hashlib

import pytest

from tests.ledger.tampering import Tamperer
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import ApiToken, Interest, Person
from zhuangjian.apps.ledger import heads, marks
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.ledger.models import Entry, Restated
from zhuangjian.apps.ledger.verify import verify

pytestmark = pytest.mark.strangers
PASSWORD = "一个足够长的口令2026"


def do(name, person, target, /, **data):
    return perform(ACTIONS[name], person, target, data).object


@pytest.fixture
def unit(db):
    given = {
        "name": "测试市局",
        "short_name": "市局",
        "kind": "municipal",
        "region_code": "500000",
        "parent": None,
    }
    return do("authorities.add_authority", None, None, **given)


@pytest.fixture
def officer(unit):
    given = {
        "username": "jiancha",
        "name": "检查员甲",
        "authority": unit.pk,
        "roles": ["inspector"],
        "phone": "",
    }
    person = do("authorities.create_person", None, None, password=PASSWORD, **given)
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    enrol(person)
    return Person.objects.get(pk=person.pk)


def asked(client, secret: str) -> int:
    return client.get("/api/authorities/me", headers={"Authorization": f"Bearer {secret}"}).status_code


def signs_in(client) -> bool:
    client.logout()
    client.post("/login/", {"username": "jiancha", "password": PASSWORD})
    return "_auth_user_id" in client.session


def places() -> set[str]:
    heads.sign_current()
    return {fault.where for fault in verify().faults}


def test_what_acts_made_signs_in_uses_its_token_and_verifies(officer, client):
    token = do("authorities.create_token", officer, officer, name="程序", days=9)
    assert asked(client, token.secret) == 200
    assert signs_in(client)
    assert places() == set()


def test_a_token_put_in_by_hand_opens_nothing_and_is_found(officer, client):
    digest = hashlib.sha256(b"zj_by_hand").hexdigest()
    with Tamperer() as tamper:
        tamper.run(
            "INSERT INTO authorities_apitoken (person_id, name, prefix, digest, created_at, expires_at) "
            "VALUES (%s, '', 'zj_', %s, '2026-01-01', '2099-01-01')", officer.pk, digest,
        )  # fmt: skip
        pk = ApiToken.objects.get(digest=digest).pk
        assert asked(client, "zj_by_hand") == 401
        assert f"访问令牌 {pk}" in places()
        assert marks.marked(ApiToken, pk)


@pytest.mark.parametrize("change", ["revoked_at = NULL", "expires_at = '2099-01-01'"])
def test_a_revoked_or_expired_token_brought_back_by_hand_opens_nothing(officer, client, change):
    token = do("authorities.create_token", officer, officer, name="程序", days=9)
    do("authorities.revoke_token", officer, token)
    with Tamperer() as tamper:
        tamper.run("UPDATE authorities_apitoken SET revoked_at = NULL")
        tamper.run(f"UPDATE authorities_apitoken SET {change}")
        assert asked(client, token.secret) == 401
        assert f"访问令牌 {token.pk}" in places()


BY_HAND = (
    "INSERT INTO authorities_personrole (person_id, role) VALUES (%s, 'administrator')",
    "INSERT INTO authorities_expertise (person_id, field) VALUES (%s, '包装')",
    "INSERT INTO authorities_credential (person_id, kind, number, valid_from, valid_to) "
    "VALUES (%s, 'enforcement', '1', '2020-01-01', '2099-01-01')",
    "UPDATE authorities_person SET name = '别人' WHERE id = %s",
    "UPDATE authorities_person SET authority_id = NULL WHERE id = %s",
    "DELETE FROM authorities_personrole WHERE person_id = %s",
)


@pytest.mark.parametrize("sql", BY_HAND)
def test_an_account_changed_by_hand_is_let_in_by_neither_door_and_found(officer, client, sql):
    token = do("authorities.create_token", officer, officer, name="程序", days=9)
    with Tamperer() as tamper:
        assert tamper.run(sql, officer.pk) == 1
        assert not signs_in(client)
        assert asked(client, token.secret) == 401
        assert f"人员 {officer.pk}" in places()
        assert marks.marked(Person, officer.pk)


@pytest.mark.parametrize("sql", (BY_HAND[0], BY_HAND[3], BY_HAND[5]))
def test_what_is_put_in_by_hand_acts_for_nobody_from_the_first_request_of_an_open_session(
    officer, client, sql
):
    assert signs_in(client)
    assert (client.get("/").status_code, client.get("/api/authorities/me").status_code) == (200, 200)
    with Tamperer() as tamper:
        assert tamper.run(sql, officer.pk) == 1
        assert "与账本所记不符" in (page := client.get("/")).content.decode()
        assert (page.status_code, client.get("/api/authorities/me").status_code) == (403, 401)
        assert client.post("/do/authorities.begin_totp/", {"target": officer.pk}).status_code == 403
        assert marks.marked(Person, officer.pk)
    assert client.post("/logout/").status_code in {200, 302}


@pytest.mark.parametrize(("later", "let_in"), [(59.0, True), (60.0, False)])
def test_a_credential_put_in_by_hand_ends_an_open_session_within_a_minute(
    officer, client, monkeypatch, later, let_in
):
    moment = [1000.0]
    monkeypatch.setattr("zhuangjian.apps.authorities.enrolling.monotonic", lambda: moment[0])
    assert signs_in(client)
    assert client.get("/").status_code == 200
    with Tamperer() as tamper:
        assert tamper.run(BY_HAND[2], officer.pk) == 1
        moment[0] += later
        assert (client.get("/").status_code == 200) is let_in
        assert marks.marked(Person, officer.pk) is not let_in


def test_a_role_that_an_act_took_away_and_a_hand_put_back_acts_for_nobody(officer, client):
    assert signs_in(client)
    do("authorities.set_roles", None, officer, roles=["inspector", "head"])
    assert client.get("/").status_code == 200
    do("authorities.set_roles", None, Person.objects.get(pk=officer.pk), roles=["inspector"])
    with Tamperer() as tamper:
        tamper.run("INSERT INTO authorities_personrole (person_id, role) VALUES (%s, 'head')", officer.pk)
        assert client.get("/").status_code == 403


def test_the_sign_in_page_says_why(officer, client):
    with Tamperer() as tamper:
        tamper.run(BY_HAND[0], officer.pk)
        page = client.post("/login/", {"username": "jiancha", "password": PASSWORD}).content.decode()
        assert "与账本所记不符" in page


def test_an_account_put_in_by_hand_does_not_sign_in(officer, client):
    with Tamperer() as tamper:
        tamper.run("UPDATE authorities_person SET username = 'x' WHERE id = %s", officer.pk)
        tamper.run(
            "INSERT INTO authorities_person (password, username, name, phone, is_active, must_change_password, "
            "created_at, version) SELECT password, 'jiancha', 'x', '', is_active, must_change_password, created_at, 0 "
            "FROM authorities_person WHERE id = %s", officer.pk,
        )  # fmt: skip
        assert not signs_in(client)


def test_ending_an_interest_and_a_new_password_leave_everything_in_agreement(officer):
    token = do("authorities.create_token", officer, officer, name="程序", days=9)
    do("authorities.declare_interest", officer, officer, credit_code="91500000MA5U0000XX"[:18], relation="relative",
       party_name="测试", detail="")  # fmt: skip
    interest = Interest.objects.get()
    do("authorities.end_interest", officer, interest, ended_on=interest.declared_at)
    new = PASSWORD + "新"
    do(
        "authorities.change_password",
        officer,
        Person.objects.get(pk=officer.pk),
        current=PASSWORD,
        new=new,
        again=new,
    )
    assert ApiToken.objects.get(pk=token.pk).revoked_at
    assert places() == set()


def test_an_upgrade_takes_old_accounts_as_found_once_and_says_so(officer):
    from types import SimpleNamespace

    from django.apps import apps

    from zhuangjian.apps.ledger import restating

    old = Person.objects.create_user(
        "laoren", None, name="旧账号", authority=officer.authority, roles=["head"]
    )
    assert f"人员 {old.pk}" in places()
    plan = [(SimpleNamespace(app_label="ledger", name="0003_restated"), False)]
    restating.before(plan=plan, apps=apps)
    restating.after(plan=plan)
    heads.sign_current()
    report = verify()
    assert report.ok, report.faults
    assert any("1 个此前不在账本核对之内，按当时所见收入" in note.what for note in report.notes)
    with Tamperer() as tamper:
        tamper.run("UPDATE authorities_personrole SET role = 'administrator' WHERE person_id = %s", old.pk)
        assert f"人员 {old.pk}" in places()
    with Tamperer() as tamper:
        tamper.run("UPDATE ledger_restated SET digest = 'x'")
        assert any("的重述" in place for place in places())


def test_an_upgrade_restates_what_agreed_and_not_what_was_altered_before(officer, unit):
    from types import SimpleNamespace

    from django.apps import apps

    from zhuangjian.apps.ledger import restating

    other = do("authorities.add_authority", None, None, name="测试一局", short_name="一局",
               kind="inspection_bureau", region_code="500000", parent=unit.pk)  # fmt: skip
    plan = [(SimpleNamespace(app_label="authorities", name="0099_new_column"), False)]
    with Tamperer() as tamper:
        tamper.run("UPDATE authorities_authority SET name = '改过' WHERE id = %s", other.pk)
        restating.before(plan=plan, apps=apps)
        tamper.run("UPDATE authorities_authority SET region_code = '510000'")
        restating.after(plan=plan)
        assert places() == {f"监管机构 {other.pk}"}
        assert Restated.objects.filter(object_model="authorities.authority").count() == 1
        assert Entry.objects.filter(action=restating.ACTION).count() == 1
