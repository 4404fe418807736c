"""What an entry says, and what the way in refuses before anything is done."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.ledger.conftest import add_authority
from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger import chain, heads
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, perform
from zhuangjian.apps.ledger.models import Entry, Request
from zhuangjian.apps.ledger.receipts import check_receipt, receipt
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal

ADD = "authorities.add_authority"


@pytest.fixture
def administrator(db):
    return Person.objects.create_user(
        "admin", None, name="管理员", authority=add_authority("测试市局"), roles=["administrator"]
    )


def given(**changes):
    return {"name": "新设局", "short_name": "新局", "kind": "district", "region_code": "500103"} | changes


def test_an_entry_says_who_what_when_and_on_which_object(administrator):
    when = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
    outcome = perform(ACTIONS[ADD], administrator, None, given(), at=when)
    entry = Entry.objects.get(seq=outcome.entry.seq)
    assert (entry.action, entry.article, entry.actor, entry.actor_id) == (
        ADD,
        "CQ 4",
        "管理员",
        administrator.pk,
    )
    assert entry.authority == "测试市局"
    assert (entry.object_model, entry.object_id) == ("authorities.authority", outcome.object.pk)
    assert entry.at == when
    assert json.loads(entry.facts) == {"kind": "district", "parent": None, "region_code": "500103"}
    assert entry.state_digest == chain.state_digest(outcome.object)


def test_passwords_reach_neither_the_ledger_nor_the_request_digest(administrator):
    data = {
        "username": "xinren",
        "name": "新人",
        "authority": administrator.authority_id,
        "roles": ["inspector"],
        "password": "Chashi-2026-Aa",
    }
    entry = perform(ACTIONS["authorities.create_person"], administrator, None, data, key="k1").entry
    assert "Chashi" not in entry.facts
    again = perform(
        ACTIONS["authorities.create_person"],
        administrator,
        None,
        data | {"password": "Chashi-2026-Bb"},
        key="k1",
    )
    assert again.repeated


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_new_ledger_keeps_the_algorithm_it_began_with(db, settings, algorithm):
    settings.HASH = algorithm
    add_authority("甲局")
    settings.HASH = "sm3" if algorithm == "sha256" else "sha256"
    for name in ("乙局", "丙局"):
        add_authority(name)
    heads.sign_current()
    assert set(Entry.objects.values_list("algorithm", flat=True)) == {algorithm}
    report = verify()
    assert report.faults == ()
    assert report.algorithm == algorithm
    assert check_receipt(receipt(2)) == []
    assert receipt(2)["head"]["algorithm"] == algorithm


def test_an_unknown_algorithm_is_refused_by_name(db, settings):
    settings.HASH = "md5"
    with pytest.raises(Refusal, match="不认识的摘要算法“md5”"):
        add_authority("甲局")
    assert not Authority.objects.exists()


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\x1b[31m", "坏\ufffd", "\ud800", "\uffff"])
def test_text_that_cannot_be_kept_is_refused_by_field(administrator, text):
    with pytest.raises(Refusal) as refused:
        perform(ACTIONS[ADD], administrator, None, given(name=f"新设局{text}"))
    assert refused.value.missing == ("名称：含有不可见的控制字符或无法识别的字符（文字应为 UTF-8 编码）",)


@pytest.mark.parametrize("text", ["第一行\n第二行\t缩进\r\n", "𠮷野家", "é"])
def test_ordinary_text_of_any_script_is_taken(administrator, text):
    assert perform(ACTIONS[ADD], administrator, None, given(name=f"局{text}局")).object.pk


@pytest.mark.parametrize(
    ("number", "taken"), [(2**63 - 1, True), (2**63, False), (-(2**63), False), (10**400, False)]
)
def test_a_number_no_column_can_hold_is_refused(administrator, number, taken):
    with pytest.raises(Refusal) as refused:
        perform(ACTIONS[ADD], administrator, None, given(parent=number))
    told = "；".join((refused.value.message, *refused.value.missing))
    assert ("数字过大" in told) is not taken


@pytest.mark.parametrize(("length", "taken"), [(120, True), (121, False)])
def test_a_text_longer_than_its_column_is_refused_with_the_length(administrator, length, taken):
    if taken:
        assert perform(ACTIONS[ADD], administrator, None, given(name="名" * length)).object.pk
    else:
        with pytest.raises(Refusal) as refused:
            perform(ACTIONS[ADD], administrator, None, given(name="名" * length))
        assert refused.value.missing == ("名称：文字过长，最多 120 个字",)


@pytest.mark.parametrize(("length", "taken"), [(120, True), (121, False)])
def test_a_row_that_does_not_fit_is_refused_on_both_databases(db, length, taken):
    row = Authority(name="名" * length, short_name="名", kind="district", region_code="500103")
    if taken:
        row.save()
    else:
        with pytest.raises(Refusal, match="“名称”最多 120 个字，现有 121 个"):
            row.save()


@pytest.mark.parametrize(
    ("key", "taken"), [("k" * 100, True), ("k" * 101, False), ("a\nb", False), ("a\x00", False)]
)
def test_a_request_key_is_short_and_printable(administrator, key, taken):
    if taken:
        perform(ACTIONS[ADD], administrator, None, given(), key=key)
        assert Request.objects.get().key == key
    else:
        with pytest.raises(Refusal, match="请求编号最多 100 个"):
            perform(ACTIONS[ADD], administrator, None, given(), key=key)


def test_nobody_acts_without_being_signed_in_and_active(administrator):
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NotYours, match="请先登录"):
        perform(ACTIONS[ADD], AnonymousUser(), None, given())
    administrator.is_active = False
    with pytest.raises(NotYours, match="请先登录"):
        perform(ACTIONS[ADD], administrator, None, given())
    assert not Authority.objects.filter(name="新设局").exists()


def test_an_object_of_another_kind_is_refused(administrator):
    with pytest.raises(Refusal, match="不是对该类对象办理的"):
        perform(ACTIONS["authorities.change_authority"], administrator, administrator, given())


def test_an_object_that_is_gone_cannot_be_repeated_as_if_it_stood(administrator):
    outcome = perform(ACTIONS[ADD], administrator, None, given(), key="k")
    Authority.objects.filter(pk=outcome.object.pk).delete()
    with pytest.raises(Conflict, match="现已不存在"):
        perform(ACTIONS[ADD], administrator, None, given(), key="k")


def test_what_the_database_itself_rejects_becomes_a_refusal(administrator, monkeypatch):
    from django.db import DataError, IntegrityError, OperationalError

    action = ACTIONS[ADD]
    for raised, words in (
        (DataError("value too long"), "超出可以保存的范围"),
        (OverflowError("too large"), "超出可以保存的范围"),
        (IntegrityError("unique"), "与已有的记录重复"),
        (OperationalError("database is locked"), "数据库正忙"),
    ):

        def fail(self, found, raised=raised):
            raise raised

        monkeypatch.setattr(action, "do", fail)
        with pytest.raises(Refusal, match=words):
            perform(action, administrator, None, given())
