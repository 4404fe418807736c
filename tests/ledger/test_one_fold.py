"""What an act writes goes into the tables' sums with its entry, in one piece, and nothing of it that was taken back."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import world as worlds
from tests.inspections import course
from tests.ledger.conftest import add_administrator
from tests.ledger.test_together import at_once, given
from zhuangjian.apps.ledger import sums
from zhuangjian.apps.ledger.action import ACTIONS, Refusal, perform
from zhuangjian.apps.ledger.models import Delta
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.programme.models import Task

ADD = ACTIONS["authorities.add_authority"]


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator():
    return add_administrator()


def with_more(more):
    """The act, which also does ``more`` before it ends."""
    do = ADD.do

    def both(step, found):
        change = do(step, found)
        more()
        return change

    return mock.patch.object(ADD, "do", both)


def device(person):
    """A row of a table that is under a sum."""
    from zhuangjian.apps.ledger.models import Request

    return Request.objects.create(
        key=f"k{Request.objects.count()}", person_id=person.pk, entry_seq=0, digest="x"
    )


def test_an_act_leaves_no_difference_behind_not_even_of_its_request_key(administrator):
    perform(ADD, administrator, None, given("甲局"), key="once")
    assert Delta.objects.count() == 0
    assert verify().ok


def test_what_an_act_takes_back_inside_itself_is_in_no_sum(administrator):
    def taken_back():
        with transaction.atomic():
            device(administrator)
            raise ZeroDivisionError

    def more():
        device(administrator)
        with pytest.raises(ZeroDivisionError):
            taken_back()

    with with_more(more):
        perform(ADD, administrator, None, given("甲局"), key="once")
    assert verify().ok


def test_of_a_refused_act_nothing_is_in_the_next_ones_sums(administrator):
    def more():
        device(administrator)
        raise Refusal("不行")

    with with_more(more), pytest.raises(Refusal):
        perform(ADD, administrator, None, given("甲局"))
    perform(ADD, administrator, None, given("乙局"))
    assert verify().ok


def test_what_is_written_after_the_entry_waits_as_a_difference(administrator):
    with transaction.atomic(), sums.gathered():
        device(administrator)
        assert Delta.objects.count() == 0
        assert verify().ok
    assert Delta.objects.count() == 1
    assert verify().ok


def test_a_light_act_asks_little(administrator):
    perform(ADD, administrator, None, given("甲局"))
    with CaptureQueriesContext(connection) as queries:
        perform(ADD, administrator, None, given("乙局"))
    asked = [each["sql"] for each in queries if "ledger_node" not in each["sql"]]
    assert len(asked) <= 16, asked


def test_two_tasks_of_one_party_29_days_apart_are_not_both_assigned_at_once():
    world = worlds.build()
    made = course.programme(world)
    first = course.task(world, made)
    second = course.task(world, made, start=first.window_to + timedelta(days=29))
    course.approved(world, made)

    def assign(task):
        return lambda: course.do(
            "programme.assign",
            world.programme_officer,
            Task.objects.get(pk=task.pk),
            assigned_to=world.bureau.pk,
            information="企业档案摘要",
            requirements="按检查要点逐项检查",
        )

    results = at_once(assign(first), assign(second))
    assert all(isinstance(result, Refusal) for result in results), results
    assert not Task.objects.unrestricted().filter(status="assigned").exists()
