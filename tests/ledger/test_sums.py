"""Sums over the tables that are not compared object by object."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import transaction

from tests.ledger.conftest import add_authority, enter
from tests.ledger.tampering import Tamperer
from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.ledger import heads, restating, summing_anew, sums
from zhuangjian.apps.ledger.models import Delta, Entry, Sum
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.models import Party


def faults() -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in verify().faults]


def parties(first: int, count: int) -> list[Party]:
    rows = [Party(name=f"测试{n}有限公司", region_code="500103") for n in range(first, first + count)]
    with transaction.atomic():
        bulk.insert(rows)
    return rows


@pytest.fixture
def register(db):
    rows = parties(0, 30)
    add_authority("测试局")
    heads.sign_current()
    return rows


def test_rows_stored_in_bulk_saved_updated_and_deleted_through_the_system_agree(register):
    assert faults() == []
    parties(100, 5)
    register[0].name = "改名有限公司"
    register[0].save()
    Party._base_manager.filter(pk__gt=register[20].pk).update(region_code="500112")
    Party._base_manager.filter(pk=register[3].pk).delete()
    Party._base_manager.bulk_create([Party(name="一家", region_code="500103")])
    assert Delta.objects.exists()
    assert faults() == []
    add_authority("测试二局")
    heads.sign_current()
    assert not Delta.objects.exists()
    assert faults() == []


def test_what_was_rolled_back_is_in_no_sum(register):
    with transaction.atomic():
        try:
            with transaction.atomic():
                parties(200, 2)
                raise ValueError
        except ValueError:
            pass
    assert faults() == []


def test_a_change_by_hand_stays_found_whatever_is_done_to_the_row_later(register):
    with Tamperer() as hand:
        hand.run("UPDATE registry_party SET name = '改过' WHERE id = %s", register[5].pk)
        Party._base_manager.filter(pk=register[5].pk).update(region_code="500112")
        add_authority("测试二局")
        assert any(line.startswith("企业") or "行摘要和" in line for line in faults())


def test_an_older_state_put_back_with_its_sum_is_found(register):
    old = list(Sum.objects.values("table", "range", "value", "entry_seq"))
    name = register[5].name
    Party._base_manager.filter(pk=register[5].pk).update(name="新名有限公司")
    add_authority("测试二局")
    heads.sign_current()
    assert faults() == []
    with Tamperer() as hand:
        hand.run("UPDATE registry_party SET name = %s WHERE id = %s", name, register[5].pk)
        for row in old:
            hand.run(
                'UPDATE ledger_sum SET value = %s, entry_seq = %s WHERE "table" = %s AND "range" = %s',
                row["value"], row["entry_seq"], row["table"], row["range"],
            )  # fmt: skip
        assert any("换回旧的" in line for line in faults())


@pytest.mark.parametrize("column", ["table", "range", "value", "entry_seq"])
@pytest.mark.parametrize("table", ["ledger_sum", "ledger_delta"])
def test_a_sum_or_difference_changed_or_removed_is_found(register, table, column):
    parties(100, 5)
    changed = {"table": "x", "range": 77, "value": "ab", "entry_seq": 0}[column]
    with Tamperer() as hand:
        assert (
            hand.run(f'UPDATE {table} SET "{column}" = %s', changed)
            if table == "ledger_delta"
            else hand.run(
                f'UPDATE {table} SET "{column}" = %s WHERE id = (SELECT MAX(id) FROM {table})', changed
            )
        )
        assert faults()
    with Tamperer() as hand:
        hand.run(f"DELETE FROM {table}")
        assert faults()


def test_a_difference_taken_in_and_played_again_later_is_found(register):
    parties(100, 5)
    kept = list(Delta.objects.values("table", "range", "value", "nonce", "entry_seq"))
    enter("test.more", register_authority())
    with Tamperer():
        Delta.objects.bulk_create(Delta(**row) for row in kept)
        assert faults()


def register_authority():
    return apps.get_model("authorities.authority")._base_manager.first()


def test_an_upgrade_takes_the_tables_as_found_once_and_says_so(register):
    Sum.objects.all().delete()
    Delta.objects.all().delete()
    assert faults()
    plan = [(SimpleNamespace(app_label="ledger", name="0005_sums"), False)]
    summing_anew.before(plan=plan, apps=apps)
    summing_anew.after(plan=plan)
    heads.sign_current()
    report = verify()
    assert report.ok, report.faults
    assert any("行摘要和，此前不在账本核对之内" in note.what for note in report.notes)


def test_an_upgrade_adds_up_anew_what_agreed_and_not_what_was_altered_before(register):
    add_authority("测试二局")
    plan = [(SimpleNamespace(app_label="registry", name="0099_new_column"), False)]
    with Tamperer() as hand:
        hand.run("UPDATE registry_party SET name = '改过' WHERE id = %s", register[5].pk)
        summing_anew.before(plan=plan, apps=apps)
        hand.run("INSERT INTO registry_contact (party_id, person_id) SELECT 1, 1 WHERE 1 = 0")
        hand.run("UPDATE registry_party SET region_code = '500112'")
        summing_anew.after(plan=plan)
        assert any("registry" in line or "行摘要和" in line for line in faults())
        assert not Entry.objects.filter(action=summing_anew.ACTION).exists()
    with Tamperer() as hand:
        summing_anew.before(plan=plan, apps=apps)
        hand.run("UPDATE registry_party SET region_code = '500112'")
        summing_anew.after(plan=plan)
        assert faults() == []


def test_a_row_gives_the_same_number_from_memory_and_from_the_table(register):
    adder = sums.Adder(Party)
    rows = ([row.__dict__[a] for a in adder.attributes] for row in register)
    assert adder.add(rows, {}) == adder.whole()


@pytest.mark.parametrize("module", [summing_anew, restating])
def test_an_upgrade_of_a_copy_is_none_of_the_database_itself(register, module):
    """A backup from PostgreSQL brings its copy to the present tables while people act on the original."""
    plan = [
        (SimpleNamespace(app_label="ledger", name=name), False) for name in ("0003_restated", "0005_sums")
    ]
    before = Entry.objects.count()
    Authority.objects.update(region_code="510000")
    module.before(plan=plan, apps=apps, using="zhuangjian_copy")
    module.after(plan=plan, using="zhuangjian_copy")
    assert Entry.objects.count() == before


def test_the_upgrade_that_brings_jobs_takes_their_rows_as_found_and_no_other_table(register):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.ledger.models import Delta

    person = Person.objects.create_user("laoren", None, name="旧账号")
    Job.objects.create(person=person, action="x.y", title="旧任务", made_at="2026-01-01T00:00:00Z")
    Delta.objects.filter(table="jobs.job").delete()
    assert any(line.startswith("后台任务") for line in faults())
    plan = [(SimpleNamespace(app_label="jobs", name="0002_added_up"), False)]
    with Tamperer() as hand:
        hand.run("UPDATE registry_party SET name = '改过' WHERE id = %s", register[5].pk)
        summing_anew.before(plan=plan, apps=apps)
        summing_anew.after(plan=plan)
        heads.sign_current()
        assert not any(line.startswith("后台任务") for line in faults())
        assert any(line.startswith("企业") for line in faults())
        assert Entry.objects.get(action=summing_anew.ACTION).facts.count("jobs.job") == 1
