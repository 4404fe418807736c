"""An act that does not say everything of itself is refused when the program starts, with what to do."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.who import LEADER
from zhuangjian.apps.ledger.act import Act, Change
from zhuangjian.apps.ledger.action import ACTIONS, Action
from zhuangjian.apps.ledger.action import Input as Base
from zhuangjian.kernel.states import always


def test_an_act_that_says_not_who_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match="由谁办理没有写明：请写 who = ") as refused:

        class Wrong(Action[Inspection]):
            name, title, model, when = "wrong.who", "错误的事项", Inspection, always

    assert "wrong.who" in str(refused.value)
    assert "何时可以办理" not in str(refused.value)
    assert "wrong.who" not in ACTIONS


def test_an_act_that_says_not_when_is_refused_with_what_to_write():
    with pytest.raises(TypeError, match="何时可以办理没有写明：请写 when = .*always"):

        class Wrong(Action[Inspection]):
            name, title, model, who = "wrong.when", "错误的事项", Inspection, LEADER

    assert "wrong.when" not in ACTIONS


def test_an_act_without_title_and_with_a_nameless_field_is_told_both():
    with pytest.raises(TypeError, match="没有中文名称：请写 title.*字段 amount 没有中文名称"):

        class Wrong(Action[Inspection]):
            name, model, who, when = "wrong.title", Inspection, LEADER, always

            class Input(Base):
                amount: int = 0

    assert "wrong.title" not in ACTIONS


def test_a_hidden_field_needs_no_title():
    class Right(Action[Inspection]):
        name, title, model, who, when = "right.hidden", "正确的事项", Inspection, LEADER, always

        class Input(Base):
            rows: list[int] = Field(default=[], json_schema_extra={"widget": "hidden"})

    assert ACTIONS.pop("right.hidden") is Right


def test_a_typed_act_is_handed_what_its_check_found_and_says_its_facts():
    class Typed(Act[Inspection, int]):
        name, title, model, who, when = "right.typed", "正确的事项", Inspection, LEADER, always

        def check(self) -> int:
            return 7

        def do(self, found: int) -> Change:
            return Change(self.case, {"found": found})

    case = Inspection(number="T-1")
    act = ACTIONS.pop("right.typed")(None, case, None, timezone.now())
    assert act.carry_out(act.check()) is case
    assert act.facts() == {"found": 7}
    assert isinstance(act, Typed)
