"""Act: an action whose case, input and findings are typed. ``check`` finds, ``do`` is handed what was found.

Both shapes stand beside each other: :func:`perform` asks the same of an :class:`Act` as of an ``Action``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django.db import models

from zhuangjian.apps.ledger.action import Action

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")


@dataclass(frozen=True)
class Change:
    """What an act came to: the object its entry is about, and what the entry says (never case texts)."""

    about: models.Model
    facts: Mapping[str, object] = field(default_factory=dict)


class Act(Action[M], Generic[M, R]):
    """An action on an M whose check finds an R (None: nothing to hand on).

    A subclass writes ``check() -> R`` (raise a Refusal, or return what ``do`` needs) and ``do(found: R) -> Change``. Nothing
    is kept on the act between the two.
    """

    _facts: Mapping[str, object] = {}

    @property
    def case(self) -> M:
        """What the act is on, as locked."""
        return cast("M", self.target)

    def check(self) -> R:
        """What the law asks beyond who and when."""
        raise NotImplementedError(f"{type(self).__name__}.check is abstract")

    def do(self, found: R) -> Change:
        """Make the change."""
        raise NotImplementedError(f"{type(self).__name__}.do is abstract")

    def carry_out(self, found: Any) -> models.Model:
        """Do it with what the check found."""
        change = self.do(found)
        self._facts = change.facts
        return change.about

    def facts(self) -> Mapping[str, Any]:
        """What ``do`` said."""
        return self._facts
