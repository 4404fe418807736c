"""A table found out of agreement with its sums is accepted openly: by name, with the reason, and nothing beside it."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.ledger.conftest import add_authority
from tests.ledger.tampering import Tamperer
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger import heads, sums, verify_sums
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.ledger.models import Delta, Entry, Sum
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.answer import Refusal

REASON = "数据库操作员误改了一家企业的名称，已经核实并报告主要负责人"


@pytest.fixture
def register(db):
    rows = [Party._base_manager.create(name=f"测试{n}有限公司", region_code="500103") for n in range(12)]
    unit = add_authority("测试局")
    heads.sign_current()
    return rows, unit


@pytest.fixture
def auditor(register):
    return made(register[1], "shenji", "auditor")


def made(unit, username, role):
    person = Person.objects.create_user(username, None, name=f"{role}甲", authority=unit, roles=[role])
    enrol(person)
    return person


def faults():
    heads.sign_current()
    return verify().faults


def code() -> str:
    (found,) = {fault.code for fault in faults()}
    assert found
    return found


def accept(person, given, reason=REASON):
    return perform(ACTIONS["ledger.accept_sums"], person, None, {"code": given, "reason": reason})


def put_back(hand, rows):
    for row in rows:
        hand.run(
            'UPDATE ledger_sum SET value = %s, entry_seq = %s WHERE "table" = %s AND "range" = %s',
            row["value"], row["entry_seq"], row["table"], row["range"],
        )  # fmt: skip


def changed(register, hand):
    hand.run("UPDATE registry_party SET name = '改过' WHERE id = %s", register[0][5].pk)


def removed(register, hand):
    hand.run("DELETE FROM registry_party WHERE id = %s", register[0][5].pk)


def sum_changed(register, hand):
    hand.run("UPDATE ledger_sum SET value = 'ab' WHERE \"table\" = 'registry.party'")


def sum_removed(register, hand):
    hand.run("DELETE FROM ledger_sum WHERE \"table\" = 'registry.party'")


def sum_of_no_table(register, hand):
    hand.run("INSERT INTO ledger_sum (\"table\", \"range\", value, entry_seq) VALUES ('x.y', 0, 'ab', 1)")


def stale_difference(register, hand):
    hand.run(
        'INSERT INTO ledger_delta ("table", "range", value, nonce, entry_seq) '
        "VALUES ('registry.party', 0, 'ab', 'cd', 900000)"
    )


WAYS = (changed, removed, sum_changed, sum_removed, sum_of_no_table, stale_difference)


@pytest.mark.parametrize("way", WAYS)
def test_what_was_found_is_accepted_by_name_and_every_verification_says_so(register, auditor, way):
    assert faults() == ()
    with Tamperer() as hand:
        way(register, hand)
        entry = accept(auditor, code()).entry
        assert faults() == ()
        (note,) = [note for note in verify().notes if f"账本第 {entry.seq} 条" in note.what]
        assert ("核查人auditor甲" in note.what, REASON in note.what) == (True, True)
        add_authority("测试二局")
        Party._base_manager.filter(pk=register[0][1].pk).update(region_code="500112")
        add_authority("测试三局")
        assert faults() == ()


def test_only_what_was_examined_is_accepted(register, auditor):
    with Tamperer() as hand:
        changed(register, hand)
        first = code()
        hand.run("UPDATE registry_party SET name = '又改' WHERE id = %s", register[0][6].pk)
        with pytest.raises(Refusal, match="重新核对"):
            accept(auditor, first)
        assert code() != first


def test_what_people_do_meanwhile_neither_hinders_the_acceptance_nor_is_lost(register, auditor):
    with Tamperer() as hand:
        changed(register, hand)
        found = code()
        Party._base_manager.filter(pk=register[0][5].pk).update(region_code="500112")
        add_authority("测试二局")
        Party._base_manager.create(name="新企业有限公司", region_code="500103")
        accept(auditor, found)
        assert faults() == ()


def test_two_who_accept_the_same_at_once_accept_it_once(register, auditor, monkeypatch):
    with Tamperer() as hand:
        changed(register, hand)
        found = code()
        step = ACTIONS["ledger.accept_sums"]
        once = step.prepare
        calls = []

        def prepare(self):
            once(self)
            calls.append(1)
            if len(calls) == 1:
                accept(auditor, found)

        monkeypatch.setattr(step, "prepare", prepare)
        with pytest.raises(Refusal, match="没有这一编号"):
            accept(auditor, found)
        assert Entry.objects.filter(action=verify_sums.ACCEPTED).count() == 1
        assert faults() == ()


def test_an_older_state_put_back_whole_stays_found_after_the_next_acts_and_can_be_accepted(register, auditor):
    old = list(Sum.objects.values("table", "range", "value", "entry_seq"))
    name = register[0][5].name
    Party._base_manager.filter(pk=register[0][5].pk).update(name="新名有限公司")
    add_authority("测试二局")
    with Tamperer() as hand:
        hand.run("UPDATE registry_party SET name = %s WHERE id = %s", name, register[0][5].pk)
        put_back(hand, old)
        Party._base_manager.filter(pk=register[0][1].pk).update(region_code="500112")
        add_authority("测试三局")
        assert any("换回旧的" in fault.what for fault in faults())
        accept(auditor, next(f.code for f in faults() if f.where == "企业"))
        assert not [fault for fault in faults() if fault.where.startswith("企业")]


def test_a_row_that_cannot_be_read_is_not_accepted(register, auditor, monkeypatch):
    monkeypatch.setattr(sums.Adder, "whole", unreadable)
    found = faults()
    assert found
    assert {fault.code for fault in found} == {""}
    with pytest.raises(Refusal, match="读不出来"):
        accept(auditor, next(verify_sums.findings()).code)


def unreadable(self):
    raise ValueError("month must be in 1..12")


@pytest.mark.parametrize(("length", "passes"), [(9, False), (10, True)])
def test_an_acceptance_needs_its_reason(register, auditor, length, passes):
    with Tamperer() as hand:
        changed(register, hand)
        found = code()
        if passes:
            accept(auditor, found, "字" * length)
        else:
            with pytest.raises(Refusal):
                accept(auditor, found, "字" * length)


def test_an_auditor_accepts_and_an_administrator_only_where_nobody_audits(register):
    keeper = made(register[1], "guanli", "administrator")
    with Tamperer() as hand:
        changed(register, hand)
        auditor = made(register[1], "shenji", "auditor")
        with pytest.raises(NotYours):
            accept(keeper, code())
        with transaction.atomic():
            Person.objects.filter(pk=auditor.pk).update(is_active=False)
            enrol(Person.objects.get(pk=auditor.pk))
        accept(keeper, code())
        assert faults() == ()


def test_the_page_of_the_verification_offers_it_to_the_auditor(register, auditor, client):
    client.force_login(auditor)
    with Tamperer() as hand:
        changed(register, hand)
        found = code()
        page = client.post("/ledger/verify/").content.decode()
        assert (found in page, "接受“企业”的不符" in page) == (True, True)
        answer = client.post("/do/ledger.accept_sums/", {"code": found, "reason": REASON, "next": "/ledger/"})
        assert answer.status_code in {200, 204, 302}
        assert faults() == ()
        assert not Delta.objects.exists() or verify().ok
