"""Each hard rule is broken by hand, on both sides of its number, and the verifier must say which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.planner.tiny import MONDAY, inspector, party, plan, problem, summed, wish
from zhuangjian.engines.planner import Plan, Problem, verify
from zhuangjian.engines.planner.problem import Away, Base, Cap, Credential, Exemption, Reason, Travel
from zhuangjian.engines.rules.vocabulary import CredentialKind, InspectionType, Mode

FULL = "I1 I2"


def codes(given: Problem, made: Plan) -> set[str]:
    return {v.code for v in verify(given, made)}


def until(day: date) -> tuple[Credential, ...]:
    return (Credential(CredentialKind.ENFORCEMENT, date(2020, 1, 1), day),)


def test_a_lawful_plan_has_no_violations() -> None:
    given = problem()
    assert verify(given, plan(given, (0, ("W1",), FULL))) == []


def test_two_enforcement_credentials_are_enough_and_one_is_not() -> None:
    given = problem()
    assert codes(given, plan(given, (0, ("W1",), "I1"))) == {"too_few_enforcement_credentials"}


def test_a_credential_counts_on_its_last_day_and_not_on_the_next() -> None:
    given = problem(
        inspectors=(inspector("I1"), inspector("I2", credentials=until(MONDAY + timedelta(days=2))))
    )
    assert codes(given, plan(given, (2, ("W1",), FULL))) == set()
    assert codes(given, plan(given, (3, ("W1",), FULL))) == {"too_few_enforcement_credentials"}


def test_an_inspector_certificate_is_no_enforcement_credential() -> None:
    certificate = (Credential(CredentialKind.INSPECTOR, date(2020, 1, 1)),)
    given = problem(inspectors=(inspector("I1"), inspector("I2", credentials=certificate)))
    assert codes(given, plan(given, (0, ("W1",), FULL))) == {"too_few_enforcement_credentials"}


def test_an_expert_neither_counts_nor_leads() -> None:
    given = problem(inspectors=(inspector("I1", expert=True), inspector("I2"), inspector("I3")))
    assert codes(given, plan(given, (0, ("W1",), "I2 I1"))) == {"too_few_enforcement_credentials"}
    assert codes(given, plan(given, (0, ("W1",), "I1 I2 I3"))) == {"leader_unfit"}
    assert codes(given, plan(given, (0, ("W1",), "I2 I3 I1"))) == set()


def test_the_leader_is_a_member_who_may_lead() -> None:
    given = problem(inspectors=(inspector("I1", may_lead=False), inspector("I2"), inspector("I3")))
    assert codes(given, plan(given, (0, ("W1",), FULL))) == {"leader_unfit"}
    made = plan(given, (0, ("W1",), "I2 I1"))
    outside = replace(made, trips=(replace(made.trips[0], leader="I3"),))
    assert codes(given, outside) == {"no_leader"}


def test_somebody_in_conflict_with_a_party_is_found() -> None:
    given = problem(inspectors=(inspector("I1"), inspector("I2", conflicts=("P1",)), inspector("I3")))
    assert codes(given, plan(given, (0, ("W1",), FULL))) == {"conflict_of_interest"}
    assert codes(given, plan(given, (0, ("W1",), "I1 I3"))) == set()


def test_missing_expertise_is_found() -> None:
    given = problem(
        wishes=(wish("W1", expertise=("微生物",)),),
        inspectors=(inspector("I1"), inspector("I2"), inspector("I3", expertise=("微生物",))),
    )
    assert codes(given, plan(given, (0, ("W1",), FULL))) == {"expertise_missing"}
    assert codes(given, plan(given, (0, ("W1",), "I1 I3"))) == set()


def test_leave_holds_on_its_first_and_last_day_and_not_beside_them() -> None:
    away = (Away(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3), "休假"),)
    given = problem(inspectors=(inspector("I1"), inspector("I2", away=away)))
    found = {day: codes(given, plan(given, (day, ("W1",), FULL))) for day in range(5)}
    assert found == {0: set(), 1: {"away"}, 2: {"away"}, 3: {"away"}, 4: set()}


def test_a_training_day_is_found() -> None:
    given = problem(inspectors=(inspector("I1"), inspector("I2", training=(MONDAY,))))
    assert codes(given, plan(given, (0, ("W1",), FULL))) == {"in_training"}


def test_weekends_and_holidays_are_rest_days_and_make_up_days_are_not() -> None:
    given = problem(
        closed_days=(MONDAY + timedelta(days=1),), working_weekend_days=(MONDAY + timedelta(days=5),)
    )
    found = {day: codes(given, plan(given, (day, ("W1",), FULL))) for day in (0, 1, 5, 6)}
    assert found == {0: set(), 1: {"rest_day"}, 5: set(), 6: {"rest_day"}}


def two(**given: object) -> Problem:
    return problem(parties=(party("P1"), party("P2", 106.7)), wishes=(wish("W1"), wish("W2", "P2")), **given)


def test_the_days_of_a_week_are_counted() -> None:
    one = two(inspectors=(inspector("I1", days_per_week=1), inspector("I2")))
    assert codes(one, plan(one, (0, ("W1",), FULL), (1, ("W2",), FULL))) == {"week_quota"}
    assert codes(one, plan(one, (0, ("W1",), FULL), (7, ("W2",), FULL))) == set()
    weeks = two(inspectors=(inspector("I1", days_per_week=(2, 0)), inspector("I2")))
    assert codes(weeks, plan(weeks, (0, ("W1",), FULL), (1, ("W2",), FULL))) == set()
    assert codes(weeks, plan(weeks, (7, ("W1",), FULL))) == {"week_quota"}
    assert codes(weeks, plan(weeks, (14, ("W1",), FULL))) == {"week_quota"}


def test_nobody_is_on_two_trips_on_one_day() -> None:
    given = two(inspectors=(inspector("I1"), inspector("I2"), inspector("I3")))
    assert codes(given, plan(given, (0, ("W1",), FULL), (0, ("W2",), "I3 I2"))) == {"double_booked"}


def test_a_day_may_be_filled_to_its_last_minute_and_not_beyond() -> None:
    matrix = Travel(kind="matrix", places=("B1", "P1"), minutes=((0.0, 30.0), (30.0, 0.0)))
    fits = problem(parties=(party("P1", hours=7.0),), travel=matrix)
    assert codes(fits, plan(fits, (0, ("W1",), FULL))) == set()
    over = problem(parties=(party("P1", hours=7.01),), travel=matrix)
    assert codes(over, plan(over, (0, ("W1",), FULL))) == {"day_too_long"}


def test_the_way_to_the_leaders_base_counts_for_those_who_come_from_elsewhere() -> None:
    bases = (Base("B1", "驻地", 106.5, 29.5), Base("B2", "远处", 107.5, 29.5))
    near = problem(bases=bases, inspectors=(inspector("I1"), inspector("I2", base="B2")), joint_teams=True)
    assert codes(near, plan(near, (0, ("W1",), FULL))) == set()
    long = replace(near, parties=(party("P1", hours=5.0),))
    assert codes(long, plan(long, (0, ("W1",), FULL))) == {"day_too_long"}


def test_officers_of_two_bases_make_a_team_only_where_joint_teams_are_allowed() -> None:
    bases = (Base("B1", "驻地", 106.5, 29.5), Base("B2", "近处", 106.51, 29.5))
    people = (inspector("I1"), inspector("I2", base="B2"), inspector("I3"))
    for joint, found in ((False, {"joint_team"}), (True, set())):
        given = problem(bases=bases, inspectors=people, joint_teams=joint)
        assert codes(given, plan(given, (0, ("W1",), FULL))) == found
        assert codes(given, plan(given, (0, ("W1",), "I1 I3 I2"))) == set()


def test_a_trip_starts_at_its_leaders_base() -> None:
    bases = (Base("B1", "驻地", 106.5, 29.5), Base("B2", "近处", 106.5, 29.5))
    given = problem(bases=bases)
    made = plan(given, (0, ("W1",), FULL))
    assert "wrong_base" in codes(given, replace(made, trips=(replace(made.trips[0], base="B2"),)))


def test_more_visits_than_a_day_may_hold_are_found() -> None:
    assert codes(two(visits_per_day=2), plan(two(), (0, ("W1", "W2"), FULL))) == set()
    assert codes(two(visits_per_day=1), plan(two(), (0, ("W1", "W2"), FULL))) == {"too_many_visits"}


@pytest.mark.parametrize(("apart", "found"), [(28, {"must_merge"}), (30, {"must_merge"}), (31, set())])
def test_two_visits_thirty_days_apart_had_to_be_merged_thirty_one_not(apart: int, found: set[str]) -> None:
    given = problem(
        wishes=(wish("W1"), wish("W2")), working_weekend_days=tuple(MONDAY + timedelta(d) for d in range(70))
    )
    assert codes(given, plan(given, (0, ("W1",), FULL), (apart, ("W2",), FULL))) == found


@pytest.mark.parametrize(("before", "found"), [(30, {"must_merge_past"}), (31, set())])
def test_a_visit_keeps_thirty_one_days_from_one_already_made(before: int, found: set[str]) -> None:
    given = problem(parties=(party("P1", past_visits=(MONDAY - timedelta(days=before),)),))
    assert codes(given, plan(given, (0, ("W1",), FULL))) == found


def test_a_follow_up_need_not_keep_away_from_a_visit_already_made() -> None:
    given = problem(
        parties=(party("P1", past_visits=(MONDAY - timedelta(days=10),)),),
        wishes=(wish("W1", reason=Reason.FOLLOW_UP),),
    )
    assert codes(given, plan(given, (0, ("W1",), FULL))) == set()


def test_wishes_merged_into_one_visit_are_lawful_and_take_their_hours() -> None:
    given = problem(wishes=(wish("W1"), wish("W2", hours=1.0)))
    made = plan(given, (0, ("W1", "W2"), FULL))
    assert made.visits[0].hours == 2.5
    assert codes(given, made) == set()
    short = replace(made, visits=(replace(made.visits[0], hours=2.0),))
    assert "wrong_hours" in codes(given, short)


def twice(cap: Cap, **given: object) -> tuple[Problem, Plan]:
    made = problem(wishes=(wish("W1"), wish("W2", **given)), cap=cap)
    return made, plan(made, (0, ("W1",), FULL), (32, ("W2",), FULL))


def test_the_yearly_cap_holds_at_its_number() -> None:
    assert codes(*twice(Cap(2))) == set()
    assert codes(*twice(Cap(1))) == {"over_cap"}
    assert codes(*twice(Cap(None))) == set()


def test_past_visits_of_the_year_count_toward_the_cap_and_those_of_last_year_do_not() -> None:
    for day, found in ((date(2027, 1, 1), {"over_cap"}), (date(2026, 12, 31), set())):
        given = problem(parties=(party("P1", past_visits=(day,)),), cap=Cap(1))
        made = plan(given, (42, ("W1",), FULL))
        assert codes(given, made) == found


def test_exemptions_count_only_while_switched_on() -> None:
    for on, found in ((True, set()), (False, {"over_cap"})):
        cap = Cap(1, exemptions=(Exemption(Reason.FOR_CAUSE, on),))
        assert codes(*twice(cap, reason=Reason.FOR_CAUSE)) == found
        superior = Cap(1, exemptions=(Exemption("ordered_by_superior", on),))
        assert codes(*twice(superior, ordered_by_superior=True)) == found


def test_caps_of_a_grade_and_of_a_party_go_before_the_general_one() -> None:
    for cap, own, found in (
        (Cap(1, {"D": 2}), None, set()),
        (Cap(2, {"D": 1}), None, {"over_cap"}),
        (Cap(1), 2, set()),
    ):
        given = problem(parties=(party("P1", grade="D", cap=own),), wishes=(wish("W1"), wish("W2")), cap=cap)
        assert codes(given, plan(given, (0, ("W1",), FULL), (32, ("W2",), FULL))) == found


def test_windows_hold_on_their_first_and_last_day() -> None:
    first, last = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    given = problem(wishes=(wish("W1", earliest=first, latest=last),))
    found = {day: codes(given, plan(given, (day, ("W1",), FULL))) for day in range(5)}
    assert found == {0: {"too_early"}, 1: set(), 2: set(), 3: set(), 4: {"too_late"}}


def test_off_site_is_for_wishes_that_allow_it() -> None:
    for allowed in (True, False):
        given = problem(wishes=(wish("W1", off_site=allowed),), parties=(party("P1", off_site_hours=2.0),))
        made = plan(given, (0, ("W1",), FULL))
        visit = replace(made.visits[0], mode=Mode.OFF_SITE_WRITTEN)
        trip = replace(made.trips[0], travel_minutes=0.0, hours=2.0)
        away = summed(given, replace(made, visits=(visit,), trips=(trip,)))
        assert codes(given, away) == (set() if allowed else {"must_be_on_site"})


def test_a_for_cause_inspection_is_never_announced() -> None:
    given = problem(wishes=(wish("W1", type=InspectionType.FOR_CAUSE, announced=True),))
    made = plan(given, (0, ("W1",), FULL))
    assert made.visits[0].announced is False
    assert codes(given, made) == set()
    told = replace(made, visits=(replace(made.visits[0], announced=True),))
    assert codes(given, told) == {"announced"}


def test_every_wish_is_planned_once_or_named_as_unmet_with_a_reason() -> None:
    given = two()
    made = plan(given, (0, ("W1",), FULL))
    assert codes(given, made) == set()
    assert codes(given, replace(made, unmet=())) == {"wish_lost"}
    assert codes(given, replace(made, unmet=(replace(made.unmet[0], reason=" "),))) == {"no_reason"}
    assert "wish_both" in codes(given, replace(made, unmet=(*made.unmet, replace(made.unmet[0], wish="W1"))))
    assert "wish_twice" in codes(given, plan(given, (0, ("W1",), FULL), (40, ("W1",), FULL)))


def test_false_sums_are_found() -> None:
    given = problem()
    made = plan(given, (0, ("W1",), FULL))
    trip = made.trips[0]
    assert "wrong_travel" in codes(
        given, replace(made, trips=(replace(trip, travel_minutes=trip.travel_minutes - 1),))
    )
    assert "wrong_trip_hours" in codes(given, replace(made, trips=(replace(trip, hours=trip.hours - 0.1),)))
    assert "wrong_objective" in codes(given, replace(made, objective=made.objective + 0.5))
    assert "bound_below" in codes(given, replace(made, bound=made.objective - 0.5))
    assert "wrong_gap" in codes(given, replace(made, gap_percent=0.0))
    assert "wrong_term" in codes(
        given, replace(made, terms=(replace(made.terms[0], amount=1.0), *made.terms[1:]))
    )
    assert "term_missing" in codes(given, replace(made, terms=made.terms[1:]))


def test_names_nobody_knows_are_found() -> None:
    given = problem()
    made = plan(given, (0, ("W1",), FULL))
    visit, trip = made.visits[0], made.trips[0]
    assert "unknown_wish" in codes(given, replace(made, visits=(replace(visit, wishes=("X",)),)))
    assert "unknown_party" in codes(given, replace(made, visits=(replace(visit, party="X"),)))
    assert "unknown_inspector" in codes(given, replace(made, trips=(replace(trip, team=("I1", "X")),)))
    assert "unknown_trip" in codes(given, replace(made, visits=(replace(visit, trip="X"),)))
    assert "unknown_visit" in codes(given, replace(made, trips=(replace(trip, stops=("X",)),)))
    assert "duplicate_id" in codes(given, replace(made, trips=(trip, trip)))
