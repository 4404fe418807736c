"""Two people at once: one wins, the other gets a clear Conflict, nothing is lost. Real threads, real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import world as cast
from tests.inspections import course
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run (action, username, pk, data) in one thread each, all starting together; the outcome or the refusal of each."""
    gate = Barrier(len(calls))

    def run(call):
        name, username, pk, data = call
        try:
            person = Person.objects.get(username=username)
            target = Inspection.objects.get(pk=pk)
            gate.wait(timeout=20)
            return perform(ACTIONS[name], person, target, data)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def split(results):
    won = [r for r in results if not isinstance(r, Exception)]
    return won, [r for r in results if isinstance(r, Exception)]


def clean():
    return [f for f in verify().faults if not f.where.startswith(("监管机构", "人员"))] == []


def test_approve_and_return_at_once_one_wins(transactional_db):
    row = course.planned(cast.build())
    seen = {"expected_version": row.version}
    results = at_once(
        ("inspections.approve_plan", "bureau_head", row.pk, seen),
        ("inspections.return_plan", "bureau_head", row.pk, {**seen, "note": "退回"}),
    )
    won, lost = split(results)
    assert (len(won), [type(r) for r in lost]) == (1, [Conflict])
    assert "其他人已经办理" in lost[0].message
    row.refresh_from_db()
    assert row.plans.get().status == ("approved" if row.stage == "plan_approved" else "rejected")
    assert clean()


def test_two_inspectors_saving_different_items_lose_nothing(transactional_db):
    row = course.on_site(cast.build())
    calls = [
        (
            "inspections.findings",
            who,
            row.pk,
            {
                "rows": [{"item": str(no), "result": "conforming", "known_result": ""}],
                "expected_version": row.version,
            },
        )
        for who, numbers in (("leader", range(1, 5)), ("inspector", range(5, 9)))
        for no in numbers
    ]
    won, lost = split(at_once(*calls))
    assert (len(won), lost) == (8, [])
    assert sorted(int(f.item) for f in row.findings.all()) == list(range(1, 9))
    assert clean()


def test_two_inspectors_saving_the_same_item_one_wins_and_the_other_is_told(transactional_db):
    row = course.on_site(cast.build())
    calls = [
        (
            "inspections.findings",
            who,
            row.pk,
            {"rows": [{"item": "25", "result": result, "text": who, "known_result": ""}]},
        )
        for who, result in (("leader", "conforming"), ("inspector", "nonconforming"))
    ]
    won, lost = split(at_once(*calls))
    assert (len(won), [type(r) for r in lost]) == (1, [Conflict])
    stored = row.findings.get(item="25")
    assert stored.found_by.name in lost[0].missing[0]
    assert stored.text == stored.found_by.username
    assert clean()


def test_deficiencies_added_at_once_get_numbers_of_their_own(transactional_db):
    row = course.on_site(cast.build())
    rows = [{"item": no, "result": "nonconforming", "text": "x"} for no in ("25", "30")]
    course.do("inspections.findings", Person.objects.get(username="leader"), row, rows=rows)
    won, lost = split(
        at_once(
            ("inspections.deficiency", "leader", row.pk, {"item": "25", "text": "甲"}),
            ("inspections.deficiency", "inspector", row.pk, {"item": "30", "text": "乙"}),
        )
    )
    assert (len(won), lost) == (2, [])
    assert sorted(d.no for d in row.deficiencies.all()) == [1, 2]


def test_the_whole_team_signing_at_once_ends_signed(transactional_db):
    row = course.recorded(cast.build())
    won, lost = split(
        at_once(
            ("inspections.sign", "leader", row.pk, {}),
            ("inspections.sign", "inspector", row.pk, {}),
            ("inspections.party_sign", "leader", row.pk, {"kind": "sealed", "signer_name": "公章"}),
        )
    )
    assert (len(won), lost) == (3, [])
    row.refresh_from_db()
    assert row.stage == "signed"
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, Entry.objects.count() + 1)
    )
    assert clean()


def test_the_same_request_sent_twice_has_one_effect(transactional_db):
    row = course.on_site(cast.build())
    person = Person.objects.get(username="leader")
    data = {"rows": [{"item": "1", "result": "nonconforming", "text": "x"}]}
    first = perform(ACTIONS["inspections.findings"], person, row, data, key="k1")
    again = perform(ACTIONS["inspections.findings"], person, row, data, key="k1")
    assert (first.repeated, again.repeated) == (False, True)
    assert first.entry == again.entry


def test_two_inspections_moved_at_once_to_one_party_do_not_both_go_there(transactional_db):
    from tests.programme.test_joining import another

    w = cast.build()
    third = another(w, name="测试丙公司", code="91500103MA5U0TEST8")
    first = course.plan_approved(w)
    second = course.plan_approved(w, made=first.task.programme, party=another(w))
    asked = {"kind": "party", "reason": "原定对象停产", "party": third.name}
    rows = [course.do("inspections.request_change", w.leader, row, **asked) for row in (first, second)]
    results = at_once(
        *(
            (
                "inspections.decide_change",
                "bureau_head",
                row.pk,
                {"change": row.changes.get().public_id, "consented": True},
            )
            for row in rows
        )
    )
    won, lost = split(results)
    assert len(won) == 1
    assert [r.article for r in lost] == ["CQ 8"]
    assert list(third.inspections.values_list("pk", flat=True)) == [won[0].object.pk]
    assert list(third.tasks.values_list("pk", flat=True)) == [won[0].object.task_id]
    assert clean()
