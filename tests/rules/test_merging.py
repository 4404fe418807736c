"""CQ 8: tasks on the same party within 30 natural days become one joint inspection."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.rules import must_merge
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.merging import Task

START = date(2026, 9, 20)
ACME = frozenset({"甲公司"})


def two(days: int) -> list[Task]:
    return [Task("一", ACME, START), Task("二", ACME, START + timedelta(days=days))]


@pytest.mark.parametrize(("days", "merged"), [(0, True), (29, True), (30, True), (31, False)])
def test_twenty_nine_and_thirty_days_apart_are_merged_thirty_one_are_not(days: int, merged: bool) -> None:
    answer = must_merge(two(days))
    assert bool(answer.value.pairs) is merged
    assert answer.articles == ("CQ 8",)


def test_the_days_are_natural_days_so_a_long_holiday_between_changes_nothing() -> None:
    assert must_merge(two(30)).value.pairs[0].days == 30


def test_tasks_on_different_parties_are_not_merged() -> None:
    assert not must_merge([Task("一", ACME, START), Task("二", frozenset({"乙公司"}), START)]).value.pairs


def test_one_shared_party_is_enough() -> None:
    pair = must_merge([Task("一", ACME | {"乙公司"}, START), Task("二", ACME, START)]).value.pairs[0]
    assert pair.parties == ("甲公司",)


def test_the_interval_runs_from_the_end_of_the_first_to_the_start_of_the_second() -> None:
    long = Task("一", ACME, START, START + timedelta(days=5))
    assert must_merge([long, Task("二", ACME, START + timedelta(days=35))]).value.pairs[0].days == 30
    assert not must_merge([long, Task("二", ACME, START + timedelta(days=36))]).value.pairs


def test_a_task_inside_another_is_no_days_apart() -> None:
    long = Task("一", ACME, START, START + timedelta(days=60))
    assert must_merge([long, Task("二", ACME, START + timedelta(days=20))]).value.pairs[0].days == 0


def test_a_chain_of_tasks_is_one_group() -> None:
    chain = [Task(str(n), ACME, START + timedelta(days=30 * n)) for n in range(3)]
    value = must_merge(chain).value
    assert len(value.pairs) == 2
    assert value.groups == (("0", "1", "2"),)


def test_a_task_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refusal, match="早于开始日"):
        must_merge([Task("一", ACME, START, START - timedelta(days=1))])


def test_no_tasks_ask_for_nothing() -> None:
    assert must_merge([]).value.pairs == ()


@pytest.mark.parametrize("days", [3, 30, 31, 150])
def test_where_the_law_sets_no_interval_merging_is_proposed_and_nothing_is_ordered(days: int) -> None:
    answer = must_merge(two(days), region="liaoning")
    assert answer.value.groups == (("一", "二"),)
    assert (answer.value.forced, answer.value.limit) == (False, None)
    assert answer.articles == ("LN 2(9)",)
    assert all("30" not in r.text and "CQ" not in r.article for r in answer.reasons)


def test_where_the_law_sets_an_interval_merging_is_ordered() -> None:
    value = must_merge(two(3)).value
    assert (value.forced, value.limit) == (True, 30)


@given(st.integers(-80, 80))
def test_the_order_of_the_tasks_does_not_matter(days: int) -> None:
    tasks = two(days)
    forward, backward = must_merge(tasks, on=START), must_merge(tasks[::-1], on=START)
    assert bool(forward.value.pairs) is bool(backward.value.pairs) is (abs(days) <= 30)
