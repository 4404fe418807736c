"""An act that does not say everything of itself is refused when the program starts, with what to do."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.authorities.who import refuse_unknown_roles
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.step import Step
from zhuangjian.apps.inspections.turns import PLAN
from zhuangjian.apps.inspections.who import LEADER
from zhuangjian.apps.ledger.act import ACTIONS, Act, Change, Fields, NotYours, types_of
from zhuangjian.kernel.asking import Asked, No, all_of
from zhuangjian.kernel.offering import offered, refuse_unoffered
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always


class Doing(Act[Inspection]):
    """A base that does something, so that each wrong act lacks one thing alone."""

    def do(self, found: None) -> Change:
        return Change(self.case)


def test_an_act_that_says_not_who_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match="由谁办理没有写明：请写 who = ") as refused:

        class Wrong(Doing):
            name, title, when = "wrong.who", "错误的事项", always

    assert "wrong.who" in str(refused.value)
    assert "何时可以办理" not in str(refused.value)
    assert "wrong.who" not in ACTIONS


def test_an_act_that_says_not_when_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match="何时可以办理没有写明：请写 when = .*always"):

        class Wrong(Doing):
            name, title, who = "wrong.when", "错误的事项", LEADER

    assert "wrong.when" not in ACTIONS


def test_an_act_without_title_and_with_a_nameless_field_is_told_both():
    with pytest.raises(TypeError, match="没有中文名称：请写 title.*字段 amount 没有中文名称"):

        class Wrong(Doing):
            name, who, when = "wrong.title", LEADER, always

            class Input(Fields):
                amount: int = 0

            data: Input

    assert "wrong.title" not in ACTIONS


def test_a_hidden_field_needs_no_title():
    class Right(Doing):
        name, title, who, when = "right.hidden", "正确的事项", LEADER, always

        class Input(Fields):
            rows: list[int] = Field(default=[], json_schema_extra={"widget": "hidden"})

        data: Input

    assert ACTIONS.pop("right.hidden") is Right


def test_an_act_on_nothing_that_says_not_what_it_makes_is_refused():
    with pytest.raises(TypeError, match="没有写明对哪类对象办理：请写 model = "):

        class Wrong(Act[None]):
            name, title, who, when, creates = "wrong.model", "错误的事项", LEADER, always, True

            def do(self, found: None) -> Change:
                return Change(Inspection())

    assert "wrong.model" not in ACTIONS


def test_an_act_whose_input_has_no_type_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match="填写内容的类型没有写明：请在 class Input 之后写 data: Input"):

        class Wrong(Doing):
            name, title, who, when = "wrong.data", "错误的事项", LEADER, always

            class Input(Fields):
                note: str = Field(title="说明")

    assert "wrong.data" not in ACTIONS


def test_an_act_that_does_nothing_or_is_handed_what_nobody_finds_is_refused():
    with pytest.raises(TypeError, match="没有写明办理什么：请写 def do") as refused:

        class Idle(Act[Inspection]):
            name, title, who, when = "wrong.do", "错误的事项", LEADER, always

    assert "核对什么" not in str(refused.value)
    with pytest.raises(TypeError, match="没有写明核对什么：.*请写 def check"):

        class Blind(Step[int]):
            name, title, who, when = "wrong.check", "错误的事项", LEADER, always

            def do(self, found: int) -> Change:
                return Change(self.case)

    assert not {"wrong.do", "wrong.check"} & set(ACTIONS)


def test_an_act_that_nobody_is_owed_or_offered_stops_the_program_with_what_to_write():
    class Lonely(Doing):
        name, title, who, when = "wrong.lonely", "错误的事项", LEADER, always

    lonely = ACTIONS.pop("wrong.lonely")
    with pytest.raises(
        TypeError, match=r'wrong.lonely.*没有人会遇到.*answers = .*\{% action "wrong.lonely" … %\}'
    ):
        refuse_unoffered([lonely], set())
    refuse_unoffered([lonely], {"wrong.lonely"})

    class Owed(Lonely):
        name, answers = "right.owed", (PLAN,)

    refuse_unoffered([ACTIONS.pop("right.owed")], set())


def test_an_act_left_to_a_role_that_nobody_can_have_stops_the_program():
    class Nobodys(Doing):
        name, title, when = "wrong.role", "错误的事项", always
        who = all_of(LEADER, holders("检查科科长", "chief", Role.HEAD))

    nobodys = ACTIONS.pop("wrong.role")
    with pytest.raises(
        TypeError, match="wrong.role.*没有人能办理：没有角色 chief。请在 who 中改用 Role 的角色"
    ):
        refuse_unknown_roles([nobodys])
    nobodys.who = holders("负责人", Role.HEAD)
    refuse_unknown_roles([nobodys])


def test_a_page_that_offers_what_is_no_act_stops_the_program():
    with pytest.raises(TypeError, match="提供“inspections.plans”，但没有这一办理事项：请改正名称"):
        refuse_unoffered(ACTIONS.values(), offered() | {"inspections.plans"})


def test_model_and_finding_are_those_that_the_act_or_its_base_names():
    assert ACTIONS["inspections.plan"].model is Inspection
    assert types_of(ACTIONS["inspections.plan"]) == (Inspection, list[str])
    assert types_of(ACTIONS["inspections.arrive"])[0] is Inspection


def test_an_act_is_handed_what_its_check_found_once_every_guard_says_yes():
    class Never(Asked[Inspection]):
        def why_not(self, person, case, at=None):
            return No("“{act}”不行。", article="CQ 1", missing=("许可",))

        def words(self, case=None):
            return "从不"

    class Typed(Act[Inspection, int]):
        name, title, who, when = "right.typed", "正确的事项", LEADER, always

        def check(self) -> int:
            return 7

        def do(self, found: int) -> Change:
            return Change(self.case, {"found": found})

    case = Inspection(number="T-1")
    act = ACTIONS.pop("right.typed")(None, case, Fields(), timezone.now())
    assert act.do(act.checked()) == Change(case, {"found": 7})
    Typed.guards = (Never(),)
    with pytest.raises(Exception, match="“正确的事项”不行。") as refused:
        act.checked()
    assert (refused.value.article, refused.value.missing) == ("CQ 1", ("许可",))


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_act_and_what_is_filled_in_say_in_the_api_what_they_are(name):
    """Their docstrings stand in the API's description: sentences, no riddles of two words."""
    act = ACTIONS[name]
    said = [act.__doc__ or ""] + ([act.Input.__doc__ or ""] if act.Input is not Fields else [])
    assert [text for text in said if len(text.split()) <= 3 and text.isascii()] == []


def test_what_only_a_person_can_do_is_refused_to_the_system():
    act = ACTIONS["inspections.arrive"](None, Inspection(), Fields(), timezone.now())
    with pytest.raises(NotYours, match="须由人员办理，不能由系统自行办理"):
        _ = act.actor
