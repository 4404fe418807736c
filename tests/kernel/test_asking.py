"""Who and when as values: asked, explained, named, listed, combined."""

from __future__ import annotations

import pytest

from tests.inspections import course
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.actions.plan import ApprovePlan
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.who import HEAD, LEADER, TEAM, at
from zhuangjian.apps.ledger.action import NotNow, NotYours, perform
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.people import TheSystem, holders
from zhuangjian.kernel.states import always, holds


@pytest.fixture
def case(world):
    return course.planned(world)


def names(who, case) -> set[str]:
    return set(who.people(case).values_list("username", flat=True))


def test_who_may_is_listed_as_it_is_asked(world, case):
    for who in (HEAD, LEADER, TEAM, ApprovePlan.who, any_of(HEAD, LEADER), all_of(LEADER, TEAM)):
        asked = {p.username for p in Person.objects.all() if who.yes(p, case)}
        assert asked
        assert names(who, case) == asked, who.words(case)


def test_two_roles_that_must_both_be_held_may_be_two_rows(world, case):
    both = all_of(holders("负责人", "head"), holders("检查员", "inspector"))
    assert names(both, case) == set()
    world.bureau_head.role_rows.create(role="inspector")
    assert names(both, case) == {"bureau_head"}


def test_a_no_says_why_and_by_which_rule(world, case):
    assert ApprovePlan.why_not(world.bureau_head, case) is None
    not_theirs = ApprovePlan.why_not(world.leader, case)
    assert isinstance(not_theirs, NotYours)
    assert not_theirs.message == "“批准检查方案”由派出检查单位负责人办理。"
    case.plans.update(author=world.bureau_head)
    own = ApprovePlan.why_not(world.bureau_head, case)
    assert isinstance(own, NotYours)
    # A rule of the house says so itself, under no article.
    assert own.message == "方案编制人不能批准自己编制的方案。（这是本系统的良好做法，不是法规条款。）"
    assert own.article == "良好做法"
    assert own.missing


def test_of_alternatives_one_is_enough_and_the_refusal_names_all(world, case):
    either = any_of(HEAD, LEADER)
    assert either.yes(world.leader, case)
    assert either.yes(world.bureau_head, case)
    assert "派出检查单位负责人，或者检查组组长" in either.why_not(world.inspector2, case).message
    assert any_of(HEAD, TheSystem()).words(case) == HEAD.words(case)


def test_a_stage_ahead_says_what_is_missing_and_one_past_says_when(world, case):
    early = at(Stage.ON_SITE, early="检查组尚未到达现场").why_not(world.leader, case)
    assert early.message.startswith("检查组尚未到达现场。本次检查现为“方案待批准”")
    assert early.missing
    late = at(Stage.ASSIGNED, early="任务尚未交办").why_not(world.leader, case)
    assert late.message.startswith("只有在“待组队”时才能办理")
    assert not late.missing


def test_the_stages_of_combined_whens_are_known(case):
    on_site = all_of(at(Stage.ON_SITE, Stage.CLOSING), holds("x", lambda c: False, "没有。"))
    assert on_site.stages() == {"on_site", "closing"}
    assert any_of(on_site, at(Stage.RECORDED)).stages() == {"on_site", "closing", "recorded"}
    assert any_of(on_site, always).stages() is None
    assert all_of(on_site, at(Stage.CLOSING)).stages() == {"closing"}


def test_the_wrong_time_is_refused_before_the_input_is_read_and_only_to_whose_it_is(world, case):
    row = perform(ApprovePlan, world.bureau_head, case, {}).object
    with pytest.raises(NotNow, match="现为“方案已批准”"):
        perform(ApprovePlan, world.bureau_head, row, {"nonsense": 1})
    with pytest.raises(NotYours):
        perform(ApprovePlan, world.leader, row, {"nonsense": 1})
