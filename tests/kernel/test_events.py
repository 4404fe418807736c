"""What acts tell and areas hear."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from zhuangjian.kernel import events
from zhuangjian.kernel.events import Event


@dataclass(frozen=True)
class Rung(Event):
    """A bell was rung, so often."""

    times: int


HEARD: list[int] = []


def hear(told: Rung) -> None:
    """Keep how often."""
    HEARD.append(told.times)


def hear_something_else(told: int) -> None:
    """Not an event at all."""


@pytest.fixture(autouse=True)
def only_the_bell(monkeypatch):
    monkeypatch.setattr(events, "HEARERS", {})
    monkeypatch.setattr(events, "_kinds", lambda event: iter([Rung]))
    HEARD.clear()


def test_who_listens_hears_what_is_told_and_taking_it_in_twice_changes_nothing():
    for _ in range(2):
        events.listen("tower", {Rung: hear})
    events.refuse_unheard()
    events.tell(Rung(3))
    assert HEARD == [3]


def test_an_event_that_nobody_hears_stops_the_program_with_what_to_write():
    with pytest.raises(
        TypeError, match="事件没有任何职责接收：.*Rung。请在要接收的职责的 area.py 中写 listens"
    ):
        events.refuse_unheard()


def test_a_hearer_that_is_none_is_refused():
    with pytest.raises(TypeError, match="tower 的 listens 中，Rung 的处理函数 None 不存在：请写函数本身"):
        events.listen("tower", {Rung: None})


def test_a_hearer_of_something_else_is_refused():
    with pytest.raises(TypeError, match="接收的不是这一事件：请写成 def hear_something_else"):
        events.listen("tower", {Rung: hear_something_else})
    assert events.HEARERS == {}


def test_what_is_no_event_cannot_be_listened_to():
    with pytest.raises(TypeError, match="不是事件：请写 kernel.events.Event 的子类"):
        events.listen("tower", {int: hear})
