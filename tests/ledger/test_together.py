"""Several people at once, and the same request twice: no gap, no double, nothing lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from tests.ledger.conftest import add_administrator, add_authority
from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger import heads
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, perform
from zhuangjian.apps.ledger.models import Entry, Request
from zhuangjian.apps.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs) -> list[object]:
    """Run the jobs in threads that start together; what each gave back or raised."""
    gate = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def work(place: int) -> None:
        try:
            gate.wait(10)
            results[place] = jobs[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def given(name: str) -> dict[str, object]:
    return {"name": name, "short_name": name, "kind": "municipal", "region_code": "500000"}


@pytest.fixture
def administrator():
    return add_administrator()


def test_many_writers_leave_no_gap(administrator):
    def writer(number: int):
        return lambda: [add_authority(f"第{number}-{i}局") for i in range(4)]

    results = at_once(*(writer(number) for number in range(5)))
    assert all(isinstance(result, list) for result in results), results
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, 23))
    assert verify().faults == ()
    assert heads.last_head().size == 22


def test_the_same_key_from_two_threads_does_the_thing_once(administrator):
    action = ACTIONS["authorities.add_authority"]

    def job():
        return perform(action, administrator, None, given("新设局"), key="a1")

    results = at_once(job, job, job)
    assert [type(result).__name__ for result in results] == ["Outcome"] * 3, results
    assert sorted(result.repeated for result in results) == [False, True, True]
    assert len({result.entry.seq for result in results}) == 1
    assert Authority.objects.filter(name="新设局").count() == 1
    assert Request.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(administrator):
    action = ACTIONS["authorities.add_authority"]
    perform(action, administrator, None, given("甲局"), key="k")
    with pytest.raises(Conflict, match="同一请求编号"):
        perform(action, administrator, None, given("乙局"), key="k")
    assert not Authority.objects.filter(name="乙局").exists()


def test_two_people_may_use_the_same_key(administrator):
    action = ACTIONS["authorities.add_authority"]
    other = Person.objects.create_user(
        "admin2", None, name="管理员乙", authority=administrator.authority, roles=["administrator"]
    )
    first = perform(action, administrator, None, given("甲局"), key="k")
    second = perform(action, other, None, given("乙局"), key="k")
    assert (first.repeated, second.repeated) == (False, False)


def test_of_two_who_changed_the_same_state_one_wins_and_the_other_is_told(administrator):
    action = ACTIONS["authorities.change_authority"]
    row = add_authority("原名局")

    def job(name: str):
        return lambda: perform(
            action,
            administrator,
            Authority.objects.get(pk=row.pk),
            given(name) | {"expected_version": row.version},
        )

    results = at_once(job("甲名局"), job("乙名局"))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Outcome"], results
    row.refresh_from_db()
    assert row.name in {"甲名局", "乙名局"}
    assert row.version == 2
    assert verify().faults == ()


def test_a_refused_action_leaves_neither_row_nor_entry(administrator):
    from zhuangjian.engines.rules.answer import Refusal

    before = Entry.objects.count()
    with pytest.raises(Refusal, match="已有名为"):
        add_authority("测试市局")
    assert Entry.objects.count() == before


def test_verification_does_not_hold_up_writers_nor_mind_them(administrator):
    stop = threading.Event()

    def write():
        made = 0
        while not stop.is_set() and made < 60:
            add_authority(f"写入{made}局")
            made += 1
        return made

    def check():
        reports = [verify() for _ in range(6)]
        stop.set()
        return reports

    made, reports = at_once(write, check)
    assert isinstance(made, int), made
    assert made > 0
    assert [report.faults for report in reports] == [()] * 6
    assert verify().faults == ()


def test_the_connection_is_usable_after_a_verification(administrator):
    assert verify().ok
    assert not connection.in_atomic_block
    add_authority("其后局")
    assert verify().ok


def test_the_key_made_by_two_at_once_is_one_key(tmp_path, settings):
    from zhuangjian.apps.ledger import keys

    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    results = at_once(*[keys.public_key_hex] * 8)
    assert len(set(results)) == 1, results
    assert (tmp_path / "keys" / "ledger.key").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (tmp_path / "keys").iterdir()] == ["ledger.key"]
