"""Slow work comes before the lock, and what it saw must still hold there; who may is asked before any input."""

from __future__ import annotations

import pytest
from django.db import connection, models
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person, PersonRole
from zhuangjian.apps.inspections.models import Inspection, TeamMember
from zhuangjian.apps.inspections.step import Adding, Step
from zhuangjian.apps.inspections.who import LEADER
from zhuangjian.apps.ledger.act import Change
from zhuangjian.apps.ledger.action import ACTIONS, PREPARATIONS, Conflict, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.states import always


@pytest.fixture
def seen():
    return []


@pytest.fixture
def act(seen):
    """A step on an inspection that notes what its preparation saw, and may be disturbed while it prepares."""

    class Prepared(Step):
        name = "test.prepared"
        title = "试办事项"
        who = LEADER
        when = always
        disturb = staticmethod(lambda step: None)

        class Input(Adding):
            """One number."""

            count: int = Field(title="数量")

        data: Input

        def prepare(self):
            seen.append((self.case.version, connection.in_atomic_block))
            self.disturb(self)
            self.made = f"made for version {self.case.version}"

        def do(self, found):
            self.case.reason = self.made
            self.case.save()
            return Change(self.case)

    yield Prepared
    del ACTIONS["test.prepared"]


@pytest.fixture
def leader(kept):
    person = Person.objects.get(username="inspector")
    PersonRole.objects.create(person=person, role="inspector")
    return person


def moved_on(step):
    Inspection.objects.unrestricted().filter(pk=step.case.pk).update(version=models.F("version") + 1)


@pytest.mark.django_db(transaction=True)
def test_preparing_happens_outside_any_transaction(act, leader, kept, seen):
    perform(act, leader, kept.inspection, {"count": 1})
    assert [atomic for _, atomic in seen] == [False]


def test_what_was_prepared_for_an_older_state_is_prepared_again(act, leader, kept, seen):
    act.disturb = staticmethod(lambda step: moved_on(step) if len(seen) == 1 else None)
    first = kept.inspection.version
    perform(act, leader, kept.inspection, {"count": 1})
    assert [version for version, _ in seen] == [first, first + 1]
    kept.inspection.refresh_from_db()
    assert kept.inspection.reason == f"made for version {first + 1}"


def test_a_state_that_never_holds_still_ends_in_a_conflict_and_stores_nothing(act, leader, kept, seen):
    act.disturb = staticmethod(moved_on)
    with pytest.raises(Conflict, match="频繁办理"):
        perform(act, leader, kept.inspection, {"count": 1})
    kept.inspection.refresh_from_db()
    assert (len(seen), kept.inspection.reason) == (PREPARATIONS, "年度计划")


def test_somebody_without_a_part_in_it_is_told_so_before_their_input_is_read(act, kept, seen):
    head = Person.objects.create_user(
        "head", None, name="局长", authority=Authority.objects.get(name="测试市第一检查局"), roles=["head"]
    )
    with pytest.raises(NotYours, match="由检查组组长办理"):
        perform(act, head, kept.inspection, {"count": "many", "unknown": 1})
    assert seen == []
    assert not TeamMember.objects.unrestricted().filter(person=head).exists()


def test_wrong_input_prepares_nothing(act, leader, kept, seen):
    with pytest.raises(Refusal, match="填写有误"):
        perform(act, leader, kept.inspection, {"count": "many"})
    assert seen == []
