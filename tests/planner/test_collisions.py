"""Contradictory input: the rules that collide are named for whom, and everything else is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.planner.tiny import MONDAY, inspector, party, problem, wish
from zhuangjian.engines.planner import Plan, solve, verify
from zhuangjian.engines.planner.problem import Cap, Credential, Exemption, Frequency, Reason
from zhuangjian.engines.rules.vocabulary import CredentialKind


def solved(**given: Any) -> Plan:
    """A plan for the problem with a second, sound party that must always be served."""
    base: dict[str, Any] = {
        "parties": (party("P1"), party("P2")),
        "inspectors": (inspector("I1"), inspector("I2"), inspector("I3")),
    } | given
    base["wishes"] = (*base.get("wishes", (wish("W1"),)), wish("sound", "P2"))
    made = problem(**base)
    plan = solve(made, rounds=10)
    assert verify(made, plan) == []
    assert any("sound" in v.wishes for v in plan.visits)
    return plan


def clash(plan: Plan, key: str) -> str:
    return "；".join("/".join(c.rules) + "：" + c.message for c in plan.collisions if c.id == key)


def reason(plan: Plan, wish_id: str) -> str:
    return next(u.code for u in plan.unmet if u.wish == wish_id)


def test_a_frequency_above_the_cap_names_both_rules() -> None:
    plan = solved(
        weeks=52,
        wishes=(),
        parties=(party("P1", grade="D"), party("P2")),
        frequencies=(Frequency(4, "D"),),
        cap=Cap(2, exemptions=(Exemption("off_site", True),)),
    )
    assert "检查频次" in clash(plan, "P1")
    assert "年度上限" in clash(plan, "P1")
    assert sum(1 for v in plan.visits if v.party == "P1") == 2
    assert {u.code for u in plan.unmet} == {"cap"}


def test_a_frequency_at_the_cap_is_no_collision() -> None:
    plan = solved(
        weeks=52,
        wishes=(),
        parties=(party("P1", grade="D"), party("P2")),
        frequencies=(Frequency(2, "D"),),
        cap=Cap(2),
    )
    assert plan.collisions == ()


@pytest.mark.parametrize(("per_year", "collides"), [(13, True), (12, False)])
def test_a_frequency_closer_than_the_merging_interval_collides(per_year: int, collides: bool) -> None:
    plan = solved(parties=(party("P1", grade="D"), party("P2")), frequencies=(Frequency(per_year, "D"),))
    assert ("合并间隔" in clash(plan, "P1")) is collides


def test_an_inspector_without_a_valid_credential_is_named() -> None:
    lapsed = (Credential(CredentialKind.ENFORCEMENT, date(2020, 1, 1), MONDAY - timedelta(days=1)),)
    plan = solved(inspectors=(inspector("I1"), inspector("I2"), inspector("I9", credentials=lapsed)))
    assert "执法证" in clash(plan, "I9")


def test_an_inspector_of_an_unknown_base_or_without_days_is_named() -> None:
    people = (inspector("I1"), inspector("I2"), inspector("I8", base="X"), inspector("I9", days_per_week=0))
    plan = solved(inspectors=people)
    assert "驻地" in clash(plan, "I8")
    assert "没有可用的日子" in clash(plan, "I9")


def test_everybody_in_conflict_is_named_for_the_wish() -> None:
    people = tuple(inspector(f"I{n}", conflicts=("P1",) if n < 3 else ()) for n in range(4))
    plan = solved(inspectors=people)
    assert "回避" in clash(plan, "W1")
    assert reason(plan, "W1") == "conflicts"


def test_expertise_nobody_has_is_named() -> None:
    plan = solved(wishes=(wish("W1", expertise=("无菌",)),))
    assert "无菌" in clash(plan, "W1")
    assert reason(plan, "W1") == "expertise"


def test_a_window_that_ends_before_it_begins_is_named() -> None:
    plan = solved(
        wishes=(wish("W1", earliest=MONDAY + timedelta(days=9), latest=MONDAY + timedelta(days=8)),)
    )
    assert "最早日期" in clash(plan, "W1")
    assert reason(plan, "W1") == "window_empty"


@pytest.mark.parametrize(("days", "code"), [(30, "past_visit"), (31, None)])
def test_a_window_inside_the_merging_interval_of_a_visit_made_collides(days: int, code: str | None) -> None:
    last = MONDAY + timedelta(days=4)
    plan = solved(
        parties=(party("P1", past_visits=(last - timedelta(days=days),)), party("P2")),
        wishes=(wish("W1", latest=last),),
    )
    assert (reason(plan, "W1") if code else None) == code
    assert ("合并间隔" in clash(plan, "W1")) is (code is not None)


def test_work_longer_than_a_day_is_named() -> None:
    plan = solved(parties=(party("P1", hours=8.5), party("P2")))
    assert "每日 8 小时" in clash(plan, "W1")
    assert reason(plan, "W1") == "too_long"


def test_names_nobody_knows_are_named_and_left_out() -> None:
    plan = solved(wishes=(wish("W1"), wish("W9", "X")), random_share=("Y",))
    assert "不在名单中" in clash(plan, "W9")
    assert "不在名单中" in clash(plan, "Y")


def test_a_cap_of_nought_leaves_only_exempt_wishes() -> None:
    cap = Cap(0, exemptions=(Exemption(Reason.FOR_CAUSE, True),))
    given = problem(wishes=(wish("W1"), wish("W2", reason=Reason.FOR_CAUSE)), cap=cap)
    plan = solve(given, rounds=10)
    assert verify(given, plan) == []
    assert [v.wishes for v in plan.visits] == [("W2",)]
    assert reason(plan, "W1") == "cap"
    open_cap = replace(given, cap=Cap(1, exemptions=cap.exemptions))
    assert {w for v in solve(open_cap, rounds=10).visits for w in v.wishes} == {"W1", "W2"}
