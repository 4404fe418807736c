"""When an act is due: at a stage, while something holds, always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from zhuangjian.kernel.asking import ACT, Actor, No, When


class Labelled(Protocol):
    """A term of a closed vocabulary."""

    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class At(When[Any]):
    """At one of the stages of a case. Every other stage is refused with one sentence.

    ``column`` holds the stage; ``shown`` tells the stage as far as the person may know it, and its words. ``early``
    is what is not there yet while the stage lies ahead.
    """

    at: tuple[Any, ...]
    subject: str
    shown: Callable[[Any, Any], tuple[Any, str]]
    column: str = "stage"
    early: str = ""

    def yes(self, person: Actor | None, case: Any, at: datetime | None = None) -> bool:
        """The stage alone; how far the person may know it costs a query."""
        return getattr(case, self.column) in self.at

    def why_not(self, person: Actor | None, case: Any, at: datetime | None = None) -> No | None:
        """Too early, or over."""
        if self.yes(person, case):
            return None
        known, words = self.shown(person, case)
        order: list[Any] = list(cast("Any", type(self.at[0])))
        before = self.early and order.index(known) < min(order.index(one) for one in self.at)
        said = self.early if before else f"只有{self.words()}时才能办理“{ACT}”，请刷新页面查看现状"
        return No(f"{said}。{self.subject}现为“{words}”。", missing=(self.early,) if before else ())

    def stages(self) -> frozenset[str]:
        """The stages that are named."""
        return frozenset(str(one) for one in self.at)

    def words(self, case: Any = None) -> str:
        """The stages by their labels."""
        return f"在{'、'.join(f'“{one.label}”' for one in self.at)}"


@dataclass(frozen=True)
class Holds(When[Any]):
    """While a condition of the case holds that is no stage. ``no`` is the sentence when it does not."""

    said: str
    test: Callable[[Any], bool]
    no: str | Callable[[Any], str]
    cites: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def why_not(self, person: Actor | None, case: Any, at: datetime | None = None) -> No | None:
        """Why not, in the words of the condition, where it does not hold."""
        if self.test(case):
            return None
        return No(self.no if isinstance(self.no, str) else self.no(case), self.cites, missing=self.missing)

    def words(self, case: Any = None) -> str:
        """The condition in Chinese."""
        return self.said


def holds(
    said: str,
    test: Callable[[Any], bool],
    no: str | Callable[[Any], str],
    *,
    cites: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Holds:
    """While ``test`` holds of the case."""
    return Holds(said, test, no, cites, missing)


@dataclass(frozen=True)
class Always(When[Any]):
    """No state matters: the act is due at any time."""

    def why_not(self, person: Actor | None, case: Any, at: datetime | None = None) -> No | None:
        """Never a no, whatever the state."""
        return None

    def words(self, case: Any = None) -> str:
        """That it is due at any time, in Chinese."""
        return "随时"


always = Always()
