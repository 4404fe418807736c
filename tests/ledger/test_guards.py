"""Dropped, altered, added and switched-off triggers are reported, and time that ran backwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.ledger.conftest import enter
from tests.ledger.tampering import Tamperer
from zhuangjian.apps.ledger import verify_chain, verify_guards
from zhuangjian.apps.ledger.models import Entry

SQLITE = connection.vendor == "sqlite"


def guards() -> list[tuple[str, str]]:
    if SQLITE:
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        sql = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def hand(db):
    point = transaction.savepoint()
    yield lambda sql: connection.cursor().execute(sql)
    transaction.savepoint_rollback(point)


def told() -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in verify_guards.faults()]


def drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + ("" if SQLITE else f" ON {table}")


def test_the_triggers_of_a_fresh_database_are_those_of_the_migrations(db):
    assert len(guards()) >= 5
    assert told() == []


def test_every_dropped_trigger_is_reported_by_name(hand):
    for name, table in guards():
        hand(drop(name, table))
        assert f"数据库触发器 {name}：缺失：被删除" in told()


def test_a_trigger_that_no_longer_refuses_is_reported(hand):
    name, table = "ledger_entry_no_update" if SQLITE else "ledger_entry_no_change", "ledger_entry"
    hand(drop(name, table))
    hand(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        + ("BEGIN SELECT 1; END" if SQLITE else "FOR EACH ROW EXECUTE FUNCTION ledger_refuses()")
    )
    assert told() == [f"数据库触发器 {name}：内容被改动"]


def test_an_added_trigger_is_reported(hand):
    hand(
        "CREATE TRIGGER helpful BEFORE UPDATE ON duties_duty "
        + ("BEGIN SELECT 1; END" if SQLITE else "FOR EACH ROW EXECUTE FUNCTION ledger_refuses()")
    )
    assert told() == ["数据库触发器 helpful：多出：不是本系统建立的"]


@pytest.mark.postgres
def test_a_trigger_that_is_switched_off_or_whose_function_was_emptied_is_reported(hand):
    hand("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_change")
    assert told() == ["数据库触发器 ledger_entry_no_change：被停用"]
    hand("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_no_change")
    hand(
        "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    )
    assert told() == ["数据库触发器 ledger_refuses()：内容被改动"]


def test_the_verification_tells_them_too(kept, faults, hand):
    name, table = guards()[0]
    hand(drop(name, table))
    assert f"数据库触发器 {name}：缺失：被删除" in faults()


@pytest.mark.parametrize(("back", "reported"), [(5, False), (6, True)])
def test_time_that_ran_backwards_by_more_than_a_clocks_slack_is_reported(
    kept, faults, monkeypatch, back, reported
):
    last = Entry.objects.last()
    from zhuangjian.apps.ledger import chain, heads

    monkeypatch.setattr(chain.timezone, "now", lambda: last.recorded_at - timedelta(seconds=back))
    enter("test.later", kept.inspection)
    heads.sign_current()
    said = f"账本第 {last.seq + 1} 条：入账时间早于前面的条目：机器时间曾被往回拨"
    assert (said in faults()) == reported
    assert timedelta(seconds=5) == verify_chain.SLACK


def test_work_handed_in_later_is_no_time_that_ran_backwards(kept, faults):
    from tests.ledger.conftest import add_authority
    from zhuangjian.apps.ledger import heads

    add_authority("测试市补录局", at=kept.inspection.created_at - timedelta(days=40))
    heads.sign_current()
    assert faults() == []


def test_a_hand_that_puts_the_triggers_back_leaves_none_missing(kept):
    with Tamperer() as tamper:
        tamper.run("UPDATE ledger_entry SET actor = '别人' WHERE seq = 2")
        assert told() == []
