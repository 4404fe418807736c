"""Act: an action whose case, input and findings are typed. ``check`` finds, ``do`` is handed what was found.

Both shapes stand beside each other: :func:`perform` asks the same of an :class:`Act` as of an ``Action``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, cast, get_args, get_origin

from django.db import models
from django.utils import timezone
from typing_extensions import TypeVar

from zhuangjian.apps.ledger.action import Action
from zhuangjian.apps.ledger.action import Input as Fields

M = TypeVar("M", bound="models.Model | None")
R = TypeVar("R", default=None)
# What a form offers: for fields whose choices depend on person or case, the values with their labels; and where it starts.
Options = Mapping[str, Sequence[tuple[object, str]]]
Values = Mapping[str, object]


@dataclass(frozen=True)
class Change:
    """What an act came to: the object its entry is about, and what the entry says (never case texts)."""

    about: models.Model
    facts: Mapping[str, object] = field(default_factory=dict)


class Act(Action[M], Generic[M, R]):
    """An act on a case of model M (None: on nothing yet), whose check finds an R (by default nothing to hand on).

    A subclass writes ``check() -> R`` (raise a Refusal, or return what ``do`` needs) and ``do(found: R) -> Change``. Nothing
    is kept on the act between the two. What is filled in is a nested ``class Input(Fields)``, read as ``data: Input``.
    """

    Input: ClassVar[type[Fields]] = Fields
    data: Fields
    _facts: Mapping[str, object] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if (
            "model" not in cls.__dict__
            and isinstance(model := _case_of(cls), type)
            and model is not type(None)
        ):
            cls.model = model
        super().__init_subclass__(**kwargs)

    @property
    def case(self) -> M:
        """What the act is on, as locked."""
        return cast("M", self.target)

    @property
    def today(self) -> date:
        """The local day on which it is done."""
        return timezone.localdate(self.at)

    def check(self) -> R:
        """What the law asks beyond who and when."""
        return cast("R", None)

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

    @classmethod
    def choices(cls, person: Any, case: M) -> Options:
        """The choices of fields that depend on the person or the case."""
        return {}

    @classmethod
    def initial(cls, person: Any, case: M) -> Values:
        """What the form starts with."""
        return {}


def _case_of(act: type[Any]) -> object:
    """The model that a class names where it says ``Act[Model, …]`` or, as a base still to be named, ``Base[Model]``."""
    for alias in act.__dict__.get("__orig_bases__", ()):
        if get_origin(alias) is Act:
            return get_args(alias)[0]
    return None
