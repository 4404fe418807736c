"""CQ 10 and 13: a plan is approved by the head before it starts; changes are asked for and agreed to first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhuangjian.engines.rules import plan_faults
from zhuangjian.engines.rules.bases import HOUSE
from zhuangjian.engines.rules.plans import InspectionPlan, PlanChange
from zhuangjian.engines.rules.vocabulary import Mode

PLAN = InspectionPlan(
    items=("原料管理",),
    start=date(2026, 11, 20),
    end=date(2026, 11, 21),
    mode=Mode.ON_SITE,
    author="组长",
    leader="组长",
    head="负责人",
    approver="负责人",
    approved_on=date(2026, 11, 19),
)
CHANGE = PlanChange("检查日程", "组长", "负责人", date(2026, 11, 20), date(2026, 11, 20), True)


def codes(plan: InspectionPlan, approval: bool = True) -> list[str]:
    return [f.code for f in plan_faults(plan, approval=approval).value]


def test_a_plan_written_by_the_leader_and_approved_by_the_head_is_sound() -> None:
    assert codes(PLAN) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"items": ()}, "items_missing"),
        ({"items": (" ",)}, "items_missing"),
        ({"start": None}, "time_missing"),
        ({"end": date(2026, 11, 19)}, "time_reversed"),
        ({"mode": None}, "mode_missing"),
        ({"author": ""}, "author_missing"),
        ({"approver": ""}, "not_approved"),
        ({"approved_on": None}, "not_approved"),
        ({"approver": "副手"}, "approver_not_head"),
        ({"approved_on": date(2026, 11, 21)}, "approved_after_start"),
    ],
)
def test_each_thing_the_article_asks_for_is_a_fault_when_lacking(
    change: dict[str, object], code: str
) -> None:
    (fault,) = plan_faults(replace(PLAN, **change)).value  # type: ignore[arg-type]
    own = code in ("time_reversed", "approved_by_author")
    assert (fault.code, fault.article) == (code, HOUSE if own else "CQ 10")


def test_nobody_approves_their_own_plan_not_even_the_head() -> None:
    assert codes(replace(PLAN, author="负责人")) == ["approved_by_author"]


def test_approval_on_the_day_of_the_start_is_in_time() -> None:
    assert codes(replace(PLAN, approved_on=date(2026, 11, 20))) == []


def test_a_draft_is_checked_without_its_approval() -> None:
    assert codes(replace(PLAN, approver="", approved_on=None), approval=False) == []


def test_a_change_asked_for_by_the_leader_and_agreed_to_is_sound() -> None:
    assert codes(replace(PLAN, changes=(CHANGE,))) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"requested_by": "白波"}, "change_not_by_leader"),
        ({"requested_by": ""}, "change_not_by_leader"),
        ({"consented_by": ""}, "change_without_consent"),
        ({"consented_on": None}, "change_without_consent"),
        ({"consented_by": "副手"}, "change_consent_not_head"),
        ({"takes_effect_on": date(2026, 11, 19)}, "change_before_consent"),
        ({"paperwork": False}, "change_without_paperwork"),
        ({"what": ""}, "change_unnamed"),
    ],
)
def test_a_change_needs_request_consent_first_and_paperwork(change: dict[str, object], code: str) -> None:
    plan = replace(PLAN, changes=(replace(CHANGE, **change),))  # type: ignore[arg-type]
    (fault,) = plan_faults(plan).value
    assert (fault.code, fault.article) == (code, "CQ 13")
