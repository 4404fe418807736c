"""Reality changes: the past stays, the untouched stays, the urgent comes in, and every move is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.chance import START, random_problem
from zhuangjian.engines.planner import Plan, Problem, example, solve, verify
from zhuangjian.engines.planner.problem import Credential, Reason, Wish
from zhuangjian.engines.planner.replan import Changes, Interest, PersonAway, PersonCredentials, replan
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind

TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def problem() -> Problem:
    return example(80, 16, 4, weeks=26, tightness=0.7)


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Plan:
    return solve(problem, rounds=150)


def where(made: Plan) -> dict[str, tuple[date, frozenset[str]]]:
    trips = {t.id: t for t in made.trips}
    return {w: (v.day, frozenset(trips[v.trip].team)) for v in made.visits for w in v.wishes}


def after(problem: Problem, plan: Plan, changes: Changes, rounds: int = 60) -> Plan:
    new, made = replan(problem, plan, changes, rounds=rounds)
    assert verify(new, made, plan) == []
    assert made.objective <= made.bound + 1e-6
    old, now = where(plan), where(made)
    past = {w for w, (day, _) in old.items() if day < changes.today}
    assert all(now[w] == old[w] for w in past)
    dropped = set(changes.cancelled_wishes) - past
    assert set(made.changed) == {w for w in old if w not in dropped and now.get(w) != old[w]}
    assert not any(day < changes.today for w, (day, _) in now.items() if w not in past)
    return made


def test_without_changes_nothing_moves(problem: Problem, plan: Plan) -> None:
    made = after(problem, plan, Changes(TODAY), rounds=0)
    assert made.changed == ()
    assert where(made) == where(plan)


def test_illness_moves_only_the_visits_of_the_one_who_is_ill(problem: Problem, plan: Plan) -> None:
    trip = next(t for t in plan.trips if t.day > TODAY)
    ill = trip.team[1]
    changes = Changes(TODAY, away=(PersonAway(ill, trip.day, trip.day, "病假"),))
    made = after(problem, plan, changes, rounds=0)
    hit = {w for v in plan.visits if v.trip == trip.id for w in v.wishes}
    assert set(made.changed) <= hit
    assert all(ill not in t.team for t in made.trips if t.day == trip.day)


def test_somebody_who_leaves_keeps_the_past_and_no_future(problem: Problem, plan: Plan) -> None:
    gone = next(t for t in plan.trips if t.day > TODAY).leader
    made = after(problem, plan, Changes(TODAY, left=(gone,)))
    assert not any(gone in t.team for t in made.trips if t.day >= TODAY)


def test_an_urgent_for_cause_inspection_comes_in_within_its_window(problem: Problem, plan: Plan) -> None:
    urgent = Wish(
        "urgent", "P000007", Reason.FOR_CAUSE, earliest=TODAY, latest=TODAY + timedelta(days=45), value=500.0
    )
    made = after(problem, plan, Changes(TODAY, new_wishes=(urgent,)))
    day = where(made)["urgent"][0]
    assert TODAY <= day <= TODAY + timedelta(days=45)
    assert len(made.changed) <= len(where(plan)) // 5


def test_a_cancelled_wish_leaves_the_plan_and_one_already_served_stays(problem: Problem, plan: Plan) -> None:
    old = where(plan)
    future = next(w for w, (day, _) in old.items() if day > TODAY)
    past = next(w for w, (day, _) in old.items() if day < TODAY)
    made = after(problem, plan, Changes(TODAY, cancelled_wishes=(future, past)))
    assert future not in where(made)
    assert past in where(made)


def test_a_conflict_declared_today_binds_from_today(problem: Problem, plan: Plan) -> None:
    visit = next(v for v in plan.visits if v.day > TODAY)
    person = next(t for t in plan.trips if t.id == visit.trip).team[0]
    made = after(problem, plan, Changes(TODAY, interests=(Interest(person, visit.party),)))
    assert set(visit.wishes) <= set(made.changed)


def test_a_credential_withdrawn_today_leaves_yesterdays_trips_lawful(problem: Problem, plan: Plan) -> None:
    person = next(t for t in plan.trips if t.day < TODAY).team[0]
    made = after(problem, plan, Changes(TODAY, credentials=(PersonCredentials(person, ()),)))
    assert not any(person == t.leader for t in made.trips if t.day >= TODAY)
    held = (Credential(CredentialKind.ENFORCEMENT, date(2026, 1, 1)),)
    again = after(problem, plan, Changes(TODAY, credentials=(PersonCredentials(person, held),)), rounds=0)
    assert again.changed == ()


def test_changes_that_are_hidden_or_invented_are_found(problem: Problem, plan: Plan) -> None:
    gone = next(t for t in plan.trips if t.day > TODAY).leader
    new, made = replan(problem, plan, Changes(TODAY, left=(gone,)), rounds=0)
    assert made.changed
    hidden = replace(made, changed=made.changed[1:])
    assert "wrong_changes" in {v.code for v in verify(new, hidden, plan)}
    still = next(w for w in where(plan) if w not in made.changed)
    invented = replace(made, changed=(*made.changed, still))
    assert "wrong_changes" in {v.code for v in verify(new, invented, plan)}
    past = next(t for t in made.trips if t.day < TODAY)
    rewritten = replace(
        made, trips=tuple(replace(t, team=t.team[:1]) if t.id == past.id else t for t in made.trips)
    )
    assert "past_changed" in {v.code for v in verify(new, rewritten, plan)}


def test_a_second_replan_starts_from_the_first(problem: Problem, plan: Plan) -> None:
    first_problem, first = replan(
        problem, plan, Changes(TODAY, closed_days=(TODAY + timedelta(days=1),)), rounds=20
    )
    made = after(first_problem, first, Changes(TODAY + timedelta(days=30)), rounds=0)
    assert made.changed == ()


def test_dear_changes_are_avoided_and_cheap_ones_are_not(problem: Problem, plan: Plan) -> None:
    changes = Changes(TODAY, left=(plan.trips[-1].leader,))
    counts = []
    for weight in (0.0, 1000.0):
        priced = replace(problem, weights=replace(problem.weights, change=weight))
        counts.append(len(replan(priced, plan, changes, rounds=80)[1].changed))
    assert counts[1] <= counts[0]


@pytest.mark.parametrize(
    "changes",
    [
        Changes(TODAY, left=("nobody",)),
        Changes(TODAY, away=(PersonAway("nobody", TODAY, TODAY),)),
        Changes(TODAY, cancelled_wishes=("nothing",)),
        Changes(TODAY, new_wishes=(Wish("n", "nowhere", Reason.OTHER),)),
        Changes(TODAY, new_wishes=(Wish("P000001/random", "P000001", Reason.OTHER),) * 2),
        Changes(date(2030, 1, 1)),
    ],
)
def test_changes_about_nobody_are_refused(problem: Problem, plan: Plan, changes: Changes) -> None:
    with pytest.raises(Refusal):
        replan(problem, plan, changes, rounds=0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_replanning_random_problems_stays_lawful(seed: int, after_days: int) -> None:
    before = random_problem(seed)
    plan = solve(before, rounds=8)
    today = START + timedelta(days=after_days)
    person = before.inspectors[seed % len(before.inspectors)].id
    urgent = Wish("urgent", before.parties[0].id, Reason.FOR_CAUSE, latest=today + timedelta(days=20))
    made = after(before, plan, Changes(today, left=(person,), new_wishes=(urgent,)), rounds=8)
    assert not any(person in trip.team for trip in made.trips if trip.day >= today)
    day = where(made).get("urgent", (today, frozenset()))[0]
    assert today <= day <= today + timedelta(days=20)
