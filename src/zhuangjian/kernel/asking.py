"""Who may and when, as values: asked for one person, explained, named, listed over all people, combined.

An act says both once. Whether it is offered, the next step, the refusal and its status, and the permission matrix follow.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, overload

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

ACT = "{act}"


class Actor(Protocol):
    """What is asked of a person; the model itself lives in an area."""

    @property
    def pk(self) -> Any: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def authority_id(self) -> int | None: ...
    def has(self, *roles: str) -> bool: ...


C = TypeVar("C", contravariant=True)
D = TypeVar("D")


@dataclass(frozen=True)
class No:
    """Why not: one sentence in Chinese, in which ``{act}`` stands for the act's title.

    ``cites`` are keys of the law it rests on (none: what the act itself is founded on) and ``article`` is one that was
    looked up already; ``missing`` is what is not there.
    """

    message: str
    cites: tuple[str, ...] = ()
    article: str = ""
    missing: tuple[str, ...] = ()


class Asked(ABC, Generic[C]):
    """Something that can be asked of a person and a case at a moment (default: now)."""

    @abstractmethod
    def why_not(self, person: Actor | None, case: C, at: datetime | None = None) -> No | None:
        """Nothing when the answer is yes, else why it is no. ``person`` None is the system itself."""

    def yes(self, person: Actor | None, case: C, at: datetime | None = None) -> bool:
        """The bare answer, without looking for the words of a no: pages ask this of every act."""
        return self.why_not(person, case, at) is None

    @abstractmethod
    def words(self, case: C | None = None) -> str:
        """Itself in Chinese, with the names of this case when there is one."""


class Who(Asked[C]):
    """Whose an act is, whatever the state of the case. A no is refused as not theirs (403)."""

    def listed(self, case: C) -> Q:
        """Them, as a condition on the model of people. Who can say it in the database does."""
        people = get_user_model()._base_manager.filter(is_active=True)
        return Q(pk__in=[person.pk for person in people if self.yes(person, case)])

    def people(self, case: C) -> QuerySet[Any]:
        """Everybody with an active account who may."""
        return get_user_model()._base_manager.filter(self.listed(case), is_active=True)


class Included(Who[C]):
    """Those of whom ``includes`` holds; to everybody else the act is somebody else's."""

    @abstractmethod
    def includes(self, person: Actor | None, case: C) -> bool:
        """Whether the person is one of them."""

    def why_not(self, person: Actor | None, case: C, at: datetime | None = None) -> No | None:
        """No to everybody of whom ``includes`` does not hold."""
        return None if self.includes(person, case) else No(f"“{ACT}”由{self.words(case)}办理。")

    def yes(self, person: Actor | None, case: C, at: datetime | None = None) -> bool:
        """Whether it is theirs."""
        return self.includes(person, case)


class When(Asked[C]):
    """In which state of the case an act is due. A no is refused as at the wrong time (409)."""

    def stages(self) -> frozenset[str] | None:
        """The stages outside of which it is never due; None where the stage does not matter."""
        return None


def _first(parts: tuple[Asked[D], ...], person: Actor | None, case: D, at: datetime | None) -> No | None:
    return next((no for part in parts if (no := part.why_not(person, case, at))), None)


def _none(parts: tuple[Asked[D], ...], person: Actor | None, case: D, at: datetime | None) -> No | None:
    noes = [part.why_not(person, case, at) for part in parts]
    return noes[0] if all(noes) else None


@dataclass(frozen=True)
class _AllWho(Who[D]):
    parts: tuple[Who[D], ...]

    def yes(self, person: Actor | None, case: D, at: datetime | None = None) -> bool:
        return all(part.yes(person, case, at) for part in self.parts)

    def why_not(self, person: Actor | None, case: D, at: datetime | None = None) -> No | None:
        return _first(self.parts, person, case, at)

    def listed(self, case: D) -> Q:
        # Each in a query of its own: two conditions on one's roles would else have to hold of one and the same role.
        people = get_user_model()._base_manager
        found = Q()
        for part in self.parts:
            found &= Q(pk__in=people.filter(part.listed(case)).values("pk"))
        return found

    def words(self, case: D | None = None) -> str:
        first, *others = (part.words(case) for part in self.parts)
        return f"{first}（{'、'.join(others)}）" if others else first


@dataclass(frozen=True)
class _AnyWho(Who[D]):
    parts: tuple[Who[D], ...]

    def yes(self, person: Actor | None, case: D, at: datetime | None = None) -> bool:
        return any(part.yes(person, case, at) for part in self.parts)

    def why_not(self, person: Actor | None, case: D, at: datetime | None = None) -> No | None:
        no = _none(self.parts, person, case, at)
        return No(f"“{ACT}”由{self.words(case)}办理。") if no else None

    def listed(self, case: D) -> Q:
        found = Q(pk__in=())
        for part in self.parts:
            found |= part.listed(case)
        return found

    def words(self, case: D | None = None) -> str:
        return "，或者".join(filter(None, (part.words(case) for part in self.parts)))


@dataclass(frozen=True)
class _AllWhen(When[D]):
    parts: tuple[When[D], ...]

    def yes(self, person: Actor | None, case: D, at: datetime | None = None) -> bool:
        return all(part.yes(person, case, at) for part in self.parts)

    def why_not(self, person: Actor | None, case: D, at: datetime | None = None) -> No | None:
        return _first(self.parts, person, case, at)

    def stages(self) -> frozenset[str] | None:
        known = [stages for part in self.parts if (stages := part.stages()) is not None]
        return frozenset.intersection(*known) if known else None

    def words(self, case: D | None = None) -> str:
        return "，并且".join(part.words(case) for part in self.parts)


@dataclass(frozen=True)
class _AnyWhen(When[D]):
    parts: tuple[When[D], ...]

    def yes(self, person: Actor | None, case: D, at: datetime | None = None) -> bool:
        return any(part.yes(person, case, at) for part in self.parts)

    def why_not(self, person: Actor | None, case: D, at: datetime | None = None) -> No | None:
        return _none(self.parts, person, case, at)

    def stages(self) -> frozenset[str] | None:
        known = [part.stages() for part in self.parts]
        return None if None in known else frozenset().union(*(one for one in known if one is not None))

    def words(self, case: D | None = None) -> str:
        return "，或者".join(part.words(case) for part in self.parts)


@overload
def all_of(*parts: Who[D]) -> Who[D]: ...
@overload
def all_of(*parts: When[D]) -> When[D]: ...
def all_of(*parts: Any) -> Any:
    """Yes when every part says yes; else the first no."""
    return _AllWho(parts) if isinstance(parts[0], Who) else _AllWhen(parts)


@overload
def any_of(*parts: Who[D]) -> Who[D]: ...
@overload
def any_of(*parts: When[D]) -> When[D]: ...
def any_of(*parts: Any) -> Any:
    """Yes when one part says yes; else, of states, the no of the first."""
    return _AnyWho(parts) if isinstance(parts[0], Who) else _AnyWhen(parts)
