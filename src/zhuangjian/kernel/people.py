"""Whose an act is: the common answers. What parts people have in a case is said in the areas, in these terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhuangjian.kernel.asking import Actor, Included, Who


@dataclass(frozen=True)
class Holders(Included[Any]):
    """Those who have one of the roles, in the unit that the case names when ``unit`` says which.

    ``said`` is who they are, in Chinese; ``named`` says it with the names of the case.
    """

    said: str
    roles: tuple[str, ...]
    unit: Callable[[Any], int | None] | None = None
    named: Callable[[Any], str] | None = None

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether the person has one of the roles, in the unit of the case where there is one."""
        if person is None or not person.has(*self.roles):
            return False
        if self.unit is None:
            return True
        return person.authority_id is not None and person.authority_id == self.unit(case)

    def listed(self, case: Any) -> Q:
        """Those who have one of the roles in the unit, as a condition."""
        found = Q(is_active=True, role_rows__role__in=[str(role) for role in self.roles])
        return (
            found
            if self.unit is None
            else found & Q(authority_id=self.unit(case), authority_id__isnull=False)
        )

    def words(self, case: Any = None) -> str:
        """Who they are, in Chinese, with the names of the case where it has any."""
        return self.said if case is None or self.named is None else self.named(case)


def holders(
    said: str,
    *roles: str,
    unit: Callable[[Any], int | None] | None = None,
    named: Callable[[Any], str] | None = None,
) -> Holders:
    """Those who have one of the roles (in the unit of the case)."""
    return Holders(said, roles, unit, named)


def roles_in(who: Who[Any]) -> set[str]:
    """The roles that a value names, itself or in its parts; none where it asks something else."""
    if isinstance(who, Holders):
        return {str(role) for role in who.roles}
    return {role for part in getattr(who, "parts", ()) for role in roles_in(part)}


@dataclass(frozen=True)
class Those(Included[Any]):
    """Those of whom a question of the area's own holds; it must be able to be asked about nobody (None)."""

    said: str
    question: Callable[[Any, Any], bool]
    named: Callable[[Any], str] | None = None

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether the question of the area holds of the person."""
        return self.question(person, case)

    def words(self, case: Any = None) -> str:
        """Who they are, in Chinese, with the names of the case where it has any."""
        return self.said if case is None or self.named is None else self.named(case)


@dataclass(frozen=True)
class Oneself(Included[Any]):
    """The person whom the case is about; ``key`` finds them on it."""

    key: Callable[[Any], Any] = lambda case: case.pk
    said: str = "本人"

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether the case is about the person."""
        return person is not None and case is not None and person.pk == self.key(case)

    def listed(self, case: Any) -> Q:
        """The one person whom the case is about."""
        return Q(pk=self.key(case))

    def words(self, case: Any = None) -> str:
        """Who it is, in Chinese."""
        return self.said


@dataclass(frozen=True)
class TheSystem(Included[Any]):
    """The system itself: a command on the machine, never a door. ``said`` names it where nobody else does the act."""

    said: str = ""

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether it is no person at all who does it."""
        return person is None

    def listed(self, case: Any) -> Q:
        """No person is the system."""
        return Q(pk__in=())

    def words(self, case: Any = None) -> str:
        """Nothing to say to people, where somebody else does it too."""
        return self.said
