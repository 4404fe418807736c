"""Accounts, roles, credentials and interests: what is refused, and who may do it."""

from __future__ import annotations

from datetime import date

import pytest

from zhuangjian.apps.authorities.models import Credential, Interest, Person
from zhuangjian.apps.authorities.segregation import role_faults
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal

PASSWORD = "Chashi-2026-Aa"


def do(action: str, person, target=None, /, **data):
    return perform(ACTIONS[f"authorities.{action}"], person, target, data).object


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("roles", "authority", "fault"),
    [
        (["inspector", "head"], True, ""),
        (["administrator"], True, ""),
        (["auditor"], True, ""),
        (["enterprise_contact"], False, ""),
        (["administrator", "head"], True, "系统管理员只管账号"),
        (["auditor", "inspector"], True, "审计员须独立"),
        (["enterprise_contact", "inspector"], False, "企业联系人代表企业"),
        (["enterprise_contact"], True, "所在单位应留空"),
        (["inspector"], False, "须有所在单位"),
        ([], True, "至少要有一个角色"),
    ],
)
def test_roles_are_kept_apart(roles, authority, fault):
    faults = role_faults(roles, authority)
    assert any(fault in line for line in faults) if fault else faults == []


def test_an_administrator_makes_an_account_that_must_change_its_password(world):
    made = do(
        "create_person",
        world.administrator,
        username="xin",
        name="新",
        authority=world.bureau.pk,
        roles=["inspector"],
        password=PASSWORD,
    )
    assert made.must_change_password
    assert made.check_password(PASSWORD)
    assert again(made).roles == {"inspector"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "LEADER"}, "已被使用"),
        ({"username": "a b"}, "填写有误"),
        ({"roles": ["administrator", "head"]}, "岗位分离"),
        ({"authority": None}, "岗位分离"),
        ({"authority": 987654}, "所在单位不存在"),
        ({"password": "kurz"}, "初始密码不符合要求"),
        ({"roles": ["emperor"]}, "填写有误"),
    ],
)
def test_a_faulty_account_is_refused(world, changes, words):
    data = {
        "username": "xin",
        "name": "新",
        "authority": world.bureau.pk,
        "roles": ["inspector"],
        "password": PASSWORD,
    }
    with pytest.raises(Refusal, match=words):
        do("create_person", world.administrator, **(data | changes))
    assert not Person.objects.filter(username="xin").exists()


@pytest.mark.parametrize("name", ["head", "auditor", "contact", "leader"])
def test_only_administrators_make_accounts(world, name):
    with pytest.raises(NotYours):
        do(
            "create_person",
            world.people[name],
            username="xin",
            name="新",
            authority=world.bureau.pk,
            roles=["inspector"],
            password=PASSWORD,
        )


def test_nobody_changes_their_own_roles_or_closes_their_own_account(world):
    for name, data in (("set_roles", {"roles": ["auditor"]}), ("deactivate", {})):
        with pytest.raises(Refusal, match="不能对自己的账号"):
            do(name, world.administrator, world.administrator, **data)


def test_the_last_administrator_stays(world):
    with pytest.raises(Refusal, match="最后一名"):
        do("deactivate", None, world.administrator)
    Person.objects.create_user("admin2", None, name="乙", authority=world.municipal, roles=["administrator"])
    assert not do("deactivate", None, world.administrator).is_active


def test_a_head_keeps_the_credentials_of_their_own_people_only(world):
    data = {"kind": "enforcement", "number": "X001", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    do("add_credential", world.bureau_head, world.leader, **data)
    assert Credential.objects.filter(number="X001", person=world.leader).exists()
    with pytest.raises(Refusal, match="找不到"):
        do("add_credential", world.bureau_head, world.expert, **(data | {"number": "X002"}))
    with pytest.raises(NotYours):
        do("add_credential", world.leader, world.inspector, **(data | {"number": "X003"}))


@pytest.mark.parametrize(("until", "taken"), [("2026-01-01", True), ("2025-12-31", False)])
def test_a_credential_does_not_end_before_it_begins(world, until, taken):
    data = {"kind": "inspector", "number": "X009", "valid_from": "2026-01-01", "valid_to": until}
    if taken:
        do("add_credential", world.administrator, world.leader, **data)
    else:
        with pytest.raises(Refusal, match="早于"):
            do("add_credential", world.administrator, world.leader, **data)


def test_the_same_credential_is_not_registered_twice(world):
    held = Credential.objects.filter(person=world.leader, kind="enforcement").get()
    with pytest.raises(Refusal, match="已经登记"):
        do(
            "add_credential",
            world.administrator,
            world.inspector,
            kind="enforcement",
            number=held.number,
            valid_from="2026-01-01",
            valid_to="2026-12-31",
        )


def test_an_interest_is_declared_by_the_person_or_their_head_and_ends_once(world):
    data = {"credit_code": "91500103ma5u0test1", "relation": "relative"}
    do("declare_interest", world.leader, world.leader, **data)
    standing = Interest.objects.get()
    assert standing.credit_code == "91500103MA5U0TEST1"
    with pytest.raises(Refusal, match="已经申报"):
        do("declare_interest", world.bureau_head, world.leader, **data)
    with pytest.raises(Refusal):
        do("declare_interest", world.inspector, world.leader, **data)
    with pytest.raises(Refusal, match="终止日期"):
        do("end_interest", world.leader, standing, ended_on=date(2020, 1, 1))
    do("end_interest", world.leader, standing, ended_on=standing.declared_at)
    with pytest.raises(NotNow, match="已经终止"):
        do("end_interest", world.leader, Interest.objects.get(), ended_on=standing.declared_at)


def test_an_authority_cannot_be_its_own_superior_by_any_way_round(world):
    data = {"name": "测试市局甲", "short_name": "市局", "kind": "municipal", "region_code": "500000"}
    with pytest.raises(Refusal, match="不能是本单位自己或其下级"):
        do("change_authority", world.administrator, world.municipal, **data, parent=world.bureau.pk)


def test_an_authority_in_use_is_not_closed(world):
    with pytest.raises(Refusal, match="在用的人员账号"):
        do("close_authority", world.administrator, world.bureau)


@pytest.mark.parametrize(
    ("name", "status"),
    [("administrator", 200), ("bureau_head", 200), ("leader", 404), ("contact", 404), ("auditor", 404)],
)
def test_the_administration_is_for_administrators_and_heads(world, client, name, status):
    client.force_login(world.people[name])
    assert client.get("/administration/").status_code == status


def test_an_administrator_opens_no_case_page(world, client):
    client.force_login(world.administrator)
    for address in ("/parties/1/", "/inspections/1/", "/ledger/"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("name", "status"),
    [("auditor", 200), ("administrator", 404), ("head", 404), ("leader", 404), ("contact", 404)],
)
def test_the_ledger_is_for_auditors(world, client, name, status):
    entry = perform(
        ACTIONS["authorities.reset_password"], world.administrator, world.reviewer, {"password": PASSWORD}
    ).entry
    client.force_login(world.people[name])
    for address in ("/ledger/", f"/ledger/{entry.seq}/", f"/ledger/{entry.seq}/receipt.json"):
        assert client.get(address).status_code == status, address
    assert client.post("/ledger/verify/").status_code == status


def test_a_downloaded_receipt_holds(world, client):
    from zhuangjian.apps.ledger.receipts import check_receipt

    entry = perform(
        ACTIONS["authorities.reset_password"], world.administrator, world.leader, {"password": PASSWORD}
    ).entry
    client.force_login(world.auditor)
    assert check_receipt(client.get(f"/ledger/{entry.seq}/receipt.json").json()) == []
    assert check_receipt(client.get(f"/api/ledger/{entry.seq}/receipt").json()) == []
