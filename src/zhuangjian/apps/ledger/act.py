"""Act: one change of state, said once. Button, form, route, command, refusal and ledger entry follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from types import NoneType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, cast, get_args, get_origin

from django.db import models
from django.utils import timezone
from pydantic import BaseModel, ConfigDict
from typing_extensions import TypeVar

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.ledger.complete import refuse_incomplete
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.asking import ACT, Actor, Asked, No, When, Who
from zhuangjian.kernel.turns import Owing, Turn

if TYPE_CHECKING:
    from zhuangjian.kernel.requests import Person

M = TypeVar("M", bound="models.Model | None")
R = TypeVar("R", default=None)
# What a form offers: for fields whose choices depend on person or case, the values with their labels; and where it starts.
Options = Mapping[str, Sequence[tuple[object, str]]]
Values = Mapping[str, object]
# A form draws so many choices at most, and a search gives so many: the others are found by typing.
FEW, FOUND = 30, 20
TEXT_LENGTH = 20_000


class Searched(list[tuple[object, str]]):
    """What is chosen of more choices than a form can show; the act's ``found`` gives the others by what is typed."""


class Conflict(Refusal):
    """Somebody else changed the object first; nothing of this request was stored."""

    status = 409


class NotYours(Refusal):
    """The person may see the object but not do this to it."""

    status = 403


class NotNow(Conflict):
    """It is the person's to do, but the object is in no state for it: too early, or somebody did it already."""


def status_of(refusal: Refusal) -> int:
    """The one HTTP status of a refusal at every door: by its kind, and 422 where what is asked for is missing."""
    return int(getattr(refusal, "status", 422))


class Fields(BaseModel):
    """Base of what is filled in for an act. Titles are Chinese: they label the form and the error."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        str_max_length=TEXT_LENGTH,
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
    )

    expected_version: int | None = None


@dataclass(frozen=True)
class Change:
    """What an act came to: the object its entry is about, and what the entry says.

    ``facts`` are identifiers, digests and choices, never case texts. ``totals`` is what the entry of that number says of
    the tables' sums, where it does not just take the differences in.
    """

    about: models.Model
    facts: Mapping[str, object] = field(default_factory=dict)
    totals: Callable[[int], str | None] | None = None


ACTIONS: dict[str, type[Act[Any, Any]]] = {}


class _Article:
    """The article of what an act ``cites``, in the region's pack: today's for the class, that of its moment for one done."""

    def __get__(self, act: Act[Any, Any] | None, owner: type[Act[Any, Any]]) -> str:
        return cite(owner.cites, at=act.at if act is not None else None)


class Act(Owing, Generic[M, R]):
    """One change of state of a case of model M (None: of nothing yet), whose check finds an R (default: nothing to hand on).

    A subclass names itself (``name``, Chinese ``title``, ``cites``: the key of the law it is founded on), says ``who`` does
    it and ``when`` (values of the kernel, from which button, next step and refusal follow) and what is filled in (a nested
    ``class Input(Fields)``, read as ``data: Input``). It writes ``check() -> R`` (what else the law asks: raise a Refusal
    that names the article, or return what ``do`` needs) and ``do(found: R) -> Change`` (change rows, say with ``owe()``
    whose turn it makes and with ``tells()`` what happened). Nothing is kept on the act between the two.

    ``guards`` are asked with the check, since they cost too much to ask for every button. ``answers`` names the turns
    that end with it. ``creates`` marks an act without a case, which says the ``model`` it makes; ``in_person`` one that a
    token cannot do for its person, ``in_job`` one that doors hand in as a job instead. ``prepares_input`` says that
    ``prepare()`` reads the input alone, so that what others do meanwhile matters only to ``check()``.

    The order in :func:`perform`: ``who`` and ``when``, before any input is read; the input; ``prepare()`` (slow
    work, outside the lock); then under the ledger's lock both again, guards, ``check()``, ``do()`` and the entry.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    cites: ClassVar[str] = ""
    article: ClassVar[str] = cast("str", _Article())
    model: ClassVar[type[models.Model]]
    who: ClassVar[Who[Any]]
    when: ClassVar[When[Any]]
    guards: ClassVar[tuple[Asked[Any], ...]] = ()
    answers: ClassVar[tuple[Turn[Any], ...]] = ()
    creates: ClassVar[bool] = False
    in_person: ClassVar[bool] = False
    prepares_input: ClassVar[bool] = False
    in_job: ClassVar[bool] = False
    Input: ClassVar[type[Fields]] = Fields
    data: Fields
    person: Person | None

    def __init__(self, person: Person | None, case: M, data: Fields, at: datetime) -> None:
        super().__init__()
        self.person = person
        self.case = case
        self.data = data
        self.at = at

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        case, found = types_of(cls)
        if "model" not in cls.__dict__ and isinstance(case, type) and issubclass(case, models.Model):
            cls.model = case
        if cls.name:
            refuse_incomplete(cls, Act, found)
            ACTIONS[cls.name] = cls

    @property
    def actor(self) -> Person:
        """Who does it, where only a person can; ``person`` is None where the system itself does."""
        if self.person is None:
            raise NotYours(f"“{self.title}”须由人员办理，不能由系统自行办理。", article=self.article)
        return self.person

    @property
    def today(self) -> date:
        """The local day on which it is done."""
        return timezone.localdate(self.at)

    @classmethod
    def why_not(cls, person: Actor | None, case: M, at: datetime | None = None) -> Refusal | None:
        """Why this person cannot do it now, as the refusal that would be raised; None when they can.

        Whose it is comes first, so that nobody learns the state of a thing from an act that is not theirs.
        """
        if no := cls.who.why_not(person, case, at):
            return cls.refusal(NotYours, no, at)
        if no := cls.when.why_not(person, case, at):
            return cls.refusal(NotNow, no, at)
        return None

    @classmethod
    def refusal(cls, kind: type[Refusal], no: No, at: datetime | None) -> Refusal:
        """A no of the kernel's as the refusal that doors answer with."""
        article = no.article or (cite(*no.cites, at=at) if no.cites else cite(cls.cites, at=at))
        return kind(no.message.replace(ACT, cls.title), article=article, missing=no.missing)

    @classmethod
    def may(cls, person: Actor | None, case: M) -> bool:
        """Whether this is the person's to do at all, whatever the state and the input."""
        return cls.who.yes(person, case)

    @classmethod
    def whose(cls, case: M) -> str:
        """Who does this, in Chinese."""
        return cls.who.words(case)

    @classmethod
    def allowed(cls, person: Actor | None, case: M) -> bool:
        """Whether to offer it to this person now. Pages show it or not."""
        return cls.who.yes(person, case) and cls.when.yes(person, case)

    def prepare(self) -> None:
        """Slow work that must not happen under the ledger's lock: hash a file, read a table, render a paper.

        It reads rows and changes none; what it makes is kept on the act or, by digest, in a store. ``check`` still
        decides: when the case's version moves on meanwhile, the act is prepared once more.
        """

    def checked(self) -> R:
        """What the check found, once every guard says yes; a Refusal otherwise."""
        for guard in self.guards:
            if no := guard.why_not(self.person, self.case, self.at):
                raise self.refusal(Refusal, no, self.at)
        return self.check()

    def check(self) -> R:
        """What the law asks beyond who and when; gives what ``do`` needs."""
        return cast("R", None)

    def do(self, found: R) -> Change:
        """Make the change; gives what the entry is about and what it says."""
        raise NotImplementedError(f"{type(self).__name__}.do is abstract")

    def refuse(self, message: str, *missing: str, article: str | None = None) -> NoReturn:
        """Raise the refusal with this act's article."""
        raise Refusal(message, article=self.article if article is None else article, missing=missing)

    def cite(self, *keys: str) -> str:
        """The articles under other keys of the law, as in force when this is done."""
        return cite(*keys, at=self.at)

    @classmethod
    def choices(cls, person: Person, case: M) -> Options:
        """The choices of fields that depend on the person or the case."""
        return {}

    @classmethod
    def found(
        cls, person: Person, case: M, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """For a field with more choices than a form can show: those chosen, and the first that the typed words mean."""
        return ()

    @classmethod
    def initial(cls, person: Person, case: M) -> Values:
        """What the form starts with."""
        return {}


def types_of(act: type[Act[Any, Any]]) -> tuple[object, object]:
    """The case and the finding of an act, as it or a base of it names them: ``Act[Case, Found]``."""
    for base in act.__dict__.get("__orig_bases__", act.__bases__):
        origin, given = get_origin(base) or base, get_args(base)
        if origin is Act:
            case, found = (*given, NoneType, NoneType)[:2]
            return case, found
        if isinstance(origin, type) and issubclass(origin, Act):
            said = dict(zip_longest(getattr(origin, "__parameters__", ()), given, fillvalue=NoneType))
            case, found = types_of(origin)
            return said.get(case, case), said.get(found, found)
    return NoneType, NoneType
