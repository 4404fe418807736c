"""A ledger that lost its end says so, is examined and goes on under a signed gap; a gap hides nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from typer.testing import CliRunner

from tests.ledger.conftest import add_authority
from tests.ledger.tampering import Tamperer
from tests.ledger.test_tampering import rewrite
from zhuangjian.apps.authorities.models import ApiToken, Authority, Person
from zhuangjian.apps.ledger import chain, gaps, heads
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import check_receipt, receipt
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal

PASSWORD = "Chashi-2026-test"
REASON = "机房断电，丢失三条，已核对纸质材料并逐件补办。"


@pytest.fixture
def administrator(kept):
    person = perform(
        ACTIONS["authorities.create_person"],
        None,
        None,
        {
            "username": "guan",
            "name": "管理员",
            "authority": kept.municipal.pk,
            "roles": ["administrator"],
            "password": PASSWORD,
        },
    ).object
    heads.sign_current()
    return person


def lose(count: int):
    """Make ``count`` more entries, sign them, and lose them with their rows; returns the head that names them."""
    place = transaction.savepoint()
    for number in range(count):
        add_authority(f"测试市丢失第{number}局")
        heads.sign_current()
    head = heads.last_head()
    transaction.savepoint_rollback(place)
    return head


def declare(person, **more):
    return perform(ACTIONS[gaps.ACTION], person, None, {"reason": REASON, "password": PASSWORD, **more}).entry


def words() -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in verify().faults]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_lost_end_is_said_with_what_can_be_shown(administrator, count):
    size = Entry.objects.count()
    lost = lose(count)
    (line,) = words()
    assert line.startswith(f"账本末尾：最近一次签名时有 {lost.size} 条，现在只有 {size} 条")
    assert "末尾丢失" in line
    assert "改写" not in line
    assert f"前 {size} 条与丢失前的签名一致" in line or "由封印与链证明" in line


def test_after_losing_one_entry_the_whole_rest_is_shown_to_be_what_was_signed(administrator):
    size = Entry.objects.count()
    lose(1)
    assert f"前 {size} 条与丢失前的签名一致。查明后" in words()[0]


def test_nothing_is_done_before_somebody_has_looked(administrator):
    lose(2)
    size = Entry.objects.count()
    with pytest.raises(gaps.LostTail, match="zhuangjian ledger gap"):
        add_authority("测试市新局")
    assert Entry.objects.count() == size
    assert not Authority.objects.filter(name="测试市新局").exists()


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_ledger_goes_on_under_a_gap_that_is_shown_for_good(administrator, count):
    size = Entry.objects.count()
    lost = lose(count)
    entry = declare(administrator)
    heads.sign_current()
    for number in range(45):
        add_authority(f"测试市其后第{number}局")
    heads.sign_current()
    report = verify()
    assert report.ok
    assert heads.last_head().size == report.entries == size + 46
    (gap,) = report.to_dict()["gaps"]
    assert (gap["seq"], gap["remaining"], gap["lost_size"], gap["lost_root"]) == (
        entry.seq,
        size,
        lost.size,
        lost.root,
    )
    assert (gap["reason"], gap["actor"]) == (REASON, "管理员")


def test_the_gap_entry_is_signed_even_when_the_process_ended_before_signing(administrator):
    lose(2)
    declare(administrator)
    assert verify().ok  # the lost head still lies there, and the ledger names it
    add_authority("测试市其后局")
    heads.sign_current()
    assert verify().ok
    assert heads.last_head().size == Entry.objects.count()


def test_a_second_loss_gets_a_second_gap(administrator):
    lose(2)
    declare(administrator)
    heads.sign_current()
    lose(5)
    declare(administrator)
    heads.sign_current()
    report = verify()
    assert report.ok
    assert [gap.lost.size - gap.remaining for gap in report.gaps] == [2, 5]


def test_losing_the_gap_itself_is_a_loss_again(administrator):
    lose(4)
    place = transaction.savepoint()
    declare(administrator)
    add_authority("测试市其后局")
    heads.sign_current()
    transaction.savepoint_rollback(place)
    assert words()[0].startswith("账本末尾")
    declare(administrator)
    heads.sign_current()
    assert verify().ok


def test_heads_kept_elsewhere_before_the_gap_still_hold_and_lost_ones_stay_unconfirmed(administrator):
    before = heads.signed_head()
    lost = lose(3)
    declare(administrator)
    heads.sign_current()
    add_authority("测试市其后局")
    after = heads.sign_current()
    for _ in range(5):
        add_authority(f"测试市补局{Entry.objects.count()}")
    heads.sign_current()
    assert verify(against=before).ok
    assert verify(against=after).ok
    (fault,) = verify(against=lost).faults
    assert (fault.where, "不能由现在的账本证明" in fault.what) == ("账本缺口", True)


def test_a_rewrite_after_the_gap_is_not_excused_by_it(administrator):
    """A head signed later whose size falls into the lost range is no head of the lost part."""
    lose(30)
    declare(administrator)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        add_authority("测试市其后局")
        honest = heads.sign_current()
    unlike = heads.Head(honest.size, "0" * 64, honest.at, honest.algorithm, "")
    forged = heads.Head(
        unlike.size,
        unlike.root,
        unlike.at,
        unlike.algorithm,
        heads.keys.private_key().sign(unlike.message()).hex(),
    )
    (fault,) = verify(against=forged).faults
    assert fault.what.endswith("账本被改写")


def test_a_receipt_for_a_lost_entry_still_holds_by_itself(administrator):
    place = transaction.savepoint()
    add_authority("测试市丢失局")
    heads.sign_current()
    paper = receipt(Entry.objects.count())
    transaction.savepoint_rollback(place)
    declare(administrator)
    assert check_receipt(paper, heads.public_key_hex()) == []


def reseal(tamper) -> None:
    """What somebody with the key can do on top of :func:`rewrite`."""
    for entry in Entry.objects.all():
        seal = heads.seal(entry.hash, "sha256")
        tamper.run("UPDATE ledger_entry SET seal = %s WHERE seq = %s", seal, entry.seq)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_gap_launders_no_rewrite_even_by_somebody_with_the_key(administrator, when):
    lose(1)
    if when == "after":
        declare(administrator)
        heads.sign_current()
    with Tamperer() as tamper:
        tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = 3")
        rewrite(tamper, 3)
        reseal(tamper)
        assert any("改写" in line for line in words())
        if when == "before":
            with pytest.raises(Refusal, match="不能登记为缺口"):
                declare(administrator)
        else:
            heads.head_file().unlink()
            heads.sign_current()
            assert any("缺口以前的条目与丢失前签名的树头不符" in line for line in words())


def test_a_rewrite_without_the_key_is_refused_as_a_gap(administrator):
    lose(1)
    with Tamperer() as tamper:
        tamper.run("UPDATE ledger_entry SET facts = '{}' WHERE seq = 2")
        with pytest.raises(Refusal, match="第 2 条.*不能登记为缺口"):
            declare(administrator)


def test_a_ledger_that_lost_nothing_gets_no_gap(administrator):
    with pytest.raises(Refusal, match="没有丢失末尾"):
        declare(administrator)


def test_a_head_that_was_not_signed_here_gets_no_gap(administrator):
    head = heads.signed_head().to_dict() | {"size": 99}
    with pytest.raises(Refusal, match="不是本系统的密钥所签"):
        declare(administrator, head=json.dumps(head))


def test_a_restored_backup_names_the_newer_head_that_was_kept_elsewhere(administrator):
    before = heads.head_file().read_bytes()
    newer = lose(3)
    heads.head_file().write_bytes(before)  # the backup brought its own head with it
    assert verify().ok
    entry = declare(administrator, head=json.dumps(newer.to_dict()))
    heads.sign_current()
    assert verify().ok
    assert verify().gaps[0].lost == newer
    assert json.loads(entry.facts)["lost"]["signature"] == newer.signature


def test_a_newer_kept_head_is_not_passed_over_for_an_older_one(administrator):
    place = transaction.savepoint()
    add_authority("测试市丢失甲局")
    older = heads.sign_current()
    add_authority("测试市丢失乙局")
    heads.sign_current()
    transaction.savepoint_rollback(place)
    with pytest.raises(Refusal, match="本机保存的树头更新"):
        declare(administrator, head=json.dumps(older.to_dict()))


@pytest.mark.parametrize("harm", ["reason", "role", "nobody", "password"])
def test_a_gap_is_declared_by_an_administrator_in_person_with_a_reason(administrator, kept, harm):
    lose(1)
    officer = Person.objects.create_user("li", PASSWORD, name="李", authority=kept.bureau, roles=["head"])
    person = {"role": officer, "nobody": None}.get(harm, administrator)
    given = {"reason": {"reason": "断电"}, "password": {"password": "falsch"}}.get(harm, {})
    kind = NotYours if harm in ("role", "nobody") else Refusal
    with pytest.raises(kind):
        declare(person, **given)
    assert Entry.objects.filter(action=gaps.ACTION).count() == 0


def test_a_token_declares_no_gap(administrator, client):
    from zhuangjian.apps.authorities.actions.own import token_digest

    lose(1)
    ApiToken.objects.create(
        person=administrator,
        name="t",
        digest=token_digest("zj_x"),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    client.post(
        f"/api/do/{gaps.ACTION}",
        {"reason": REASON, "password": PASSWORD},
        content_type="application/json",
        HTTP_AUTHORIZATION="Bearer zj_x",
    )
    assert Entry.objects.filter(action=gaps.ACTION).count() == 0


def test_a_forged_gap_entry_is_a_fault(administrator):
    from tests.ledger.conftest import enter

    head = heads.signed_head()
    enter(gaps.ACTION, Entry.objects.get(seq=1), reason="x", remaining=1, lost=head.to_dict())
    enter(gaps.ACTION, Entry.objects.get(seq=1), reason="x")
    heads.sign_current()
    lines = words()
    assert any("所写的丢失前树头不成立" in line for line in lines)
    assert any("缺口的登记读不出来" in line for line in lines)


def test_the_command_line_declares_it_and_verification_shows_it(administrator, monkeypatch):
    from zhuangjian.apps.ledger import commands as command

    monkeypatch.setenv("ZHUANGJIAN_PASSWORD", PASSWORD)
    monkeypatch.setattr(command, "_ready", lambda: None)
    lost = lose(2)
    runner = CliRunner()
    before = runner.invoke(command.app, ["verify", "--without-files"])
    assert before.exit_code == 1
    done = runner.invoke(command.app, ["gap", "--by", "guan", "--reason", REASON, "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["lost_size"] == lost.size
    heads.sign_current()
    after = runner.invoke(command.app, ["verify", "--without-files"])
    assert after.exit_code == 0, after.output
    assert "登记了缺口" in after.output
    assert chain.algorithm() == "sha256"
