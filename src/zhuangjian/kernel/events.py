"""What acts tell and areas hear: the one way in which an area above learns of what happened below it.

An act says ``self.tells(RecordDelivered(self, case))``; an area that wants to know says in its ``area.py``
``listens = {RecordDelivered: after_delivery}``. Both happen in the act's own transaction, in the order of the areas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints


@dataclass(frozen=True)
class Event:
    """Base of what is told. A subclass says in its fields what happened; whoever hears it never asks who told it."""


Hearer = Callable[[Any], None]
Listens = Mapping[type[Event], Hearer | tuple[Hearer, ...]]
HEARERS: dict[type[Event], list[Hearer]] = {}


def tell(event: Event) -> None:
    """Have everybody who listens to this kind of event hear it, in the order in which the areas are installed."""
    for hear in HEARERS.get(type(event), ()):
        hear(event)


def listen(area: str, listens: Listens) -> None:
    """Take in what an area listens to; refused is what could never be heard. Taking it in twice changes nothing."""
    for event, hearers in listens.items():
        for hear in hearers if isinstance(hearers, tuple) else (hearers,):
            _refuse_deaf(area, event, hear)
            known = HEARERS.setdefault(event, [])
            if hear not in known:
                known.append(hear)


def refuse_unheard() -> None:
    """Stop the program when something is told that no area hears."""
    loose = [f"{event.__module__}.{event.__qualname__}" for event in _kinds(Event) if event not in HEARERS]
    if loose:
        raise TypeError(
            f"事件没有任何职责接收：{'、'.join(loose)}。请在要接收的职责的 area.py 中写 listens = {{事件: 处理函数}}，"
            "不需要的请删去事件和 tells(…)。"
        )


def _kinds(event: type[Event]) -> Iterator[type[Event]]:
    for kind in event.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _refuse_deaf(area: str, event: Any, hear: Any) -> None:
    if not (isinstance(event, type) and issubclass(event, Event) and event is not Event):
        raise TypeError(f"{area} 的 listens 中，{event!r} 不是事件：请写 kernel.events.Event 的子类。")
    if not callable(hear):
        raise TypeError(f"{area} 的 listens 中，{event.__name__} 的处理函数 {hear!r} 不存在：请写函数本身。")
    hints = [hint for name, hint in get_type_hints(hear).items() if name != "return"]
    if len(hints) != 1 or not (isinstance(hints[0], type) and issubclass(event, hints[0])):
        raise TypeError(
            f"{area} 的 listens 中，{event.__name__} 的处理函数 {hear.__qualname__} 接收的不是这一事件："
            f"请写成 def {hear.__name__}(event: {event.__name__}) -> None。"
        )
