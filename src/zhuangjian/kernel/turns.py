"""Whose turn it is: what the law, or the house, asks of somebody in a case. Declared once, owed by acts, answered by acts.

``PLAN = turn("inspections.plan", "编制检查方案", on=Inspection, …)`` stands below the acts, in the area's ``turns.py``.
An act that makes it somebody's turn says ``self.owe(PLAN, to=leader)``; one that does what was asked names it in
``answers = (PLAN,)``, and the turn ends with that act. No act knows another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any, Generic, TypeVar

from django.db import models

from zhuangjian.kernel.asking import When
from zhuangjian.kernel.events import Event, tell


class Saying(Formatter):
    """Format strings in which a method stands for what it returns, as in the pages."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        """The value under that name."""
        found, first = super().get_field(field_name, args, kwargs)
        return (found() if callable(found) else found), first


SAYING = Saying()
N = TypeVar("N", bound=models.Model)
DONE, NEEDLESS = "done", "cancelled"


@dataclass(frozen=True)
class Holder:
    """Who has to do it: a person, a role within a unit, an enterprise, or a body outside the system, by its name. Exactly
    one of them."""

    person: Any = None
    authority: Any = None
    role: str = ""
    party: Any = None
    outside: str = ""


@dataclass(frozen=True)
class Limit:
    """By when, and how that was counted. No day: no law sets one, and none is invented."""

    due: date | None
    unit: str = ""
    days: int | None = None
    provisional: bool = False
    basis: str = "official"
    pack: str = ""


@dataclass(frozen=True, eq=False)
class Turn(Generic[N]):
    """One thing that can be somebody's turn in a case of model ``on``.

    ``title`` is what is to be done; ``shown`` the sentence of the list, from ``title`` and ``case``, or what the
    area makes of the case. ``page`` is where it is
    done, from ``case`` and ``duty`` (none: the case's own page). ``event`` is from what it counts (none: the title of the
    act that owes it); ``cites`` the key of its law (none: that of the act). ``whose`` finds the holder and ``limit`` the
    last day on the case; an act may say either itself. ``until`` is what must hold before an answer ends the turn;
    ``while_`` ends it without one when it no longer holds. ``each``: an act answers for the person who acts alone.
    ``practice`` marks what no article asks, only this house.
    """

    kind: str
    title: str
    on: type[N]
    shown: str | Callable[[N], str] = "{title}"
    page: str = ""
    event: str = ""
    cites: str = ""
    whose: Callable[[N], Holder] | None = None
    limit: Callable[[N, datetime], Limit] | None = None
    party: Callable[[N], Any] = field(default=lambda case: getattr(case, "party", None))
    until: Callable[[N], bool] | None = None
    while_: When[N] | None = None
    each: bool = False
    practice: bool = False

    def said(self, case: N, title: str = "") -> str:
        """The sentence of the list."""
        if not isinstance(self.shown, str):
            return self.shown(case)
        return SAYING.format(self.shown, title=title or self.title, case=case)


TURNS: dict[str, Turn[Any]] = {}


def turn(kind: str, title: str, *, on: type[N], **more: Any) -> Turn[N]:
    """Declare a turn, once."""
    made = Turn(kind, title, on, **more)
    if kind in TURNS:
        raise TypeError(
            f"轮次 {kind}（{title}）已经声明为“{TURNS[kind].title}”：每个轮次只声明一次，请引用已有的，或者另起名称。"
        )
    TURNS[kind] = made
    return made


@dataclass(frozen=True)
class Owed:
    """It is somebody's turn from here on; what is not said here is found on the case by the turn."""

    turn: Turn[Any]
    case: models.Model
    to: Holder | None = None
    due: date | None = None
    title: str = ""
    event: str = ""
    again: bool = False


class Owing:
    """What can make it somebody's turn and tell what happened: an act, while ``person`` does it at ``at``."""

    person: Any
    at: datetime

    def __init__(self) -> None:
        self.owed: list[Owed] = []

    def owe(
        self,
        turn: Turn[N],
        case: N,
        *,
        to: Holder | None = None,
        due: date | None = None,
        title: str = "",
        event: str = "",
        again: bool = False,
    ) -> None:
        """From here on it is that turn in the case. ``again``: also when it is already, with what is said now.

        It is entered when the act is done, after the turns that the act answers have ended.
        """
        self.owed.append(Owed(turn, case, to, due, title, event, again))

    def tells(self, event: Event) -> None:
        """Have the areas above hear what happened, in this act's transaction."""
        tell(event)


def faults_of(answers: Any, model: Any) -> list[str]:
    """What is wrong with the turns that an act says it answers.

    An act is on what its turns are on, or on the kept turn itself (a model that says ``keeps_turns``).
    """
    faults = []
    for one in answers if isinstance(answers, tuple) else (answers,):
        if not isinstance(one, Turn):
            faults.append(
                f"answers 中的 {one!r} 不是轮次：请写 answers = (轮次, …)，轮次用 kernel.turns.turn(…) 声明"
            )
        elif model is not one.on and not getattr(model, "keeps_turns", False):
            faults.append(f"不能办结轮次 {one.kind}：它属于 {one.on.__name__}，本事项办理的是另一类对象")
    return faults


# What the acts say they answer, taken down as each is declared.
ANSWERED: set[Turn[Any]] = set()


def refuse_loose(turns: Iterable[Turn[Any]] | None = None) -> None:
    """Stop the program when a turn could never end, once every act is known."""
    for one in TURNS.values() if turns is None else turns:
        if one not in ANSWERED and one.while_ is None:
            raise TypeError(
                f"轮次 {one.kind}（{one.title}）没有事项可以办结：请在办理它的事项里写 answers = (…)，"
                "或者写 while_ = 它存续的状态。"
            )
