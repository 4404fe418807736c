"""From frequencies, flags and the draw to wished visits: windows, due days, values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.planner.tiny import MONDAY, party, problem, wish
from zhuangjian.engines.planner.demands import demands, merged_hours
from zhuangjian.engines.planner.problem import Flag, Frequency, Party, Problem, Reason
from zhuangjian.engines.rules.vocabulary import PartyKind


def year(who: Party, *rules: Frequency) -> Problem:
    return problem(weeks=52, parties=(who,), wishes=(), frequencies=rules)


def test_two_visits_a_year_have_windows_that_never_meet() -> None:
    first, second = demands(year(party("P1", grade="D"), Frequency(2, "D")))
    assert (first.earliest, first.latest) == (MONDAY, MONDAY + timedelta(days=181))
    assert (second.earliest, second.latest) == (MONDAY + timedelta(days=182), MONDAY + timedelta(days=363))
    assert [d.id for d in (first, second)] == ["P1/frequency/1", "P1/frequency/2"]


def test_the_first_visit_falls_due_an_interval_after_the_last_one_made() -> None:
    last = MONDAY - timedelta(days=300)
    (found,) = demands(year(party("P1", past_visits=(last, last - timedelta(days=50))), Frequency(1)))
    assert found.due == last + timedelta(days=365)
    (late,) = demands(year(party("P1", past_visits=(MONDAY - timedelta(days=900),)), Frequency(1)))
    assert late.due == MONDAY
    (never,) = demands(year(party("P1"), Frequency(1)))
    assert never.due == MONDAY + timedelta(days=181)


@pytest.mark.parametrize(("days_ago", "count"), [(367, 1), (366, 0), (10, 0), (900, 1)])
def test_every_other_year_is_wished_only_in_the_year_it_falls_due(days_ago: int, count: int) -> None:
    who = party("P1", past_visits=(MONDAY - timedelta(days=days_ago),))
    assert len(demands(year(who, Frequency(0.5)))) == count


def test_the_frequency_that_asks_most_holds_and_only_where_it_fits() -> None:
    rules = (Frequency(1, "A"), Frequency(3, kind=PartyKind.MANUFACTURER), Frequency(2, "A", PartyKind.SALON))
    for kinds, grade, count in (
        ((PartyKind.MANUFACTURER,), "A", 3),
        ((PartyKind.SALON,), "A", 2),
        ((PartyKind.HOTEL,), "A", 1),
        ((PartyKind.HOTEL,), "B", 0),
    ):
        assert len(demands(year(party("P1", grade=grade, kinds=kinds), *rules))) == count


def test_a_flagged_party_without_a_frequency_is_wished_as_a_priority() -> None:
    flagged = party("P1", flags=(Flag.CHILDREN,))
    assert [d.reason for d in demands(problem(parties=(flagged,), wishes=()))] == [Reason.PRIORITY]
    assert [d.reason for d in demands(year(flagged, Frequency(1)))] == [Reason.FREQUENCY]


def test_flags_and_reasons_raise_the_value() -> None:
    given = problem(
        parties=(party("P1", risk=10.0, flags=(Flag.CHILDREN, Flag.SPECIAL)),),
        wishes=(wish("W1", reason=Reason.FOR_CAUSE),),
    )
    found = {d.id: d.value for d in demands(given)}
    assert found["W1"] == pytest.approx(10 * 4.0 * 1.8)
    own = replace(given, wishes=(wish("W1", value=7.0),))
    assert {d.id: d.value for d in demands(own)}["W1"] == 7.0


def test_the_draw_is_wished_on_site() -> None:
    given = problem(parties=(party("P1", off_site=True),), wishes=(), random_share=("P1",))
    (found,) = demands(given)
    assert (found.id, found.reason, found.off_hours) == ("P1/random", Reason.RANDOM, None)


def test_a_wish_is_cut_to_the_plan_and_cancelled_ones_are_gone() -> None:
    outside = wish("W1", earliest=date(2026, 1, 1), latest=date(2030, 1, 1))
    (found,) = demands(problem(wishes=(outside,)))
    assert (found.earliest, found.latest) == (MONDAY, MONDAY + timedelta(days=69))
    assert demands(problem(wishes=(outside,), cancelled=("W1",))) == []


@pytest.mark.parametrize(
    ("hours", "share", "total"),
    [([3.0], 0.5, 3.0), ([3.0, 1.0], 0.5, 3.5), ([1.0, 3.0, 2.0], 0.0, 3.0), ([1.0, 3.0], 1.0, 4.0)],
)
def test_merged_hours_are_the_longest_and_a_share_of_the_rest(
    hours: list[float], share: float, total: float
) -> None:
    assert merged_hours(hours, share) == total
