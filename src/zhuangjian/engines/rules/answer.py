"""What every rule gives back: a value and the reasons for it, or a refusal that names the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar

from .bases import Basis as Basis
from .bases import said_of_house

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an answer: the article applied, said in Chinese, with the facts that step used.

    ``printed`` is what a served paper says instead: nothing when empty, the text itself when None. ``basis`` is that
    of the article; a served paper cites no article that is still to be confirmed.
    """

    article: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: Basis = "official"
    printed: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form; what is as usual (an official article, printed as said) is left out."""
        out = {"article": self.article, "text": self.text, "facts": plain(self.facts)}
        if self.basis != "official":
            out["basis"] = self.basis
        if self.printed is not None:
            out["printed"] = self.printed
        return out


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A rule's value with everything needed to explain it later.

    ``pack`` is ``name@version`` of the rule pack that was read; ``basis`` is the weakest
    of those of the values on the way to the answer; ``missing`` names facts (in Chinese) that the
    rule would have used but was not given.
    """

    value: T
    articles: tuple[str, ...]
    reasons: tuple[Reason, ...]
    pack: str
    basis: Basis = "official"
    facts: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready form, as stored with a case and printed by the command line."""
        return {
            "value": plain(self.value),
            "articles": list(self.articles),
            "reasons": [r.to_dict() for r in self.reasons],
            "facts": plain(self.facts),
            "missing": list(self.missing),
            "pack": self.pack,
            "basis": self.basis,
        }


class Refusal(Exception):
    """Something the law does not allow, or that bad input makes impossible.

    Nothing is stored when it is raised. ``article`` is an article reference such as ``CQ 9`` (empty when no
    article is concerned; a house rule is cited as ``良好做法``), ``message`` says in Chinese what is wrong and what to do, ``missing`` lists what is
    lacking.
    """

    def __init__(self, message: str, *, article: str = "", missing: Sequence[str] = ()) -> None:
        message = said_of_house(message, article)
        super().__init__(message)
        self.message = message
        self.article = article
        self.missing = tuple(missing)

    def to_dict(self) -> dict[str, Any]:
        """The body that page, API and command line all show: ``{"error": {"article", "message", "missing"}}``."""
        return {"error": {"article": self.article, "message": self.message, "missing": list(self.missing)}}


def plain(value: Any) -> Any:
    """Dates, enums, tuples and dataclasses as JSON values; everything else unchanged."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(v) for v in value)
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
