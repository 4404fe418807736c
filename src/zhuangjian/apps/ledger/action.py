"""Every change of state is one action: checked, done and entered in the ledger in one transaction.

Page, API, command line, import and field sync all call :func:`perform`; none of them changes a row itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Generic, NoReturn, TypeVar, cast

from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    models,
    transaction,
)
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.conduct.visibility import shows
from zhuangjian.apps.ledger import chain, marks, refused, state, sums
from zhuangjian.apps.ledger.complete import refuse_incomplete
from zhuangjian.apps.ledger.intake import field_fault, refuse_bad_text
from zhuangjian.apps.ledger.models import Entry, Request
from zhuangjian.apps.ledger.standing import Altered, Holding, holding
from zhuangjian.apps.ledger.uploads import SpooledUpload as SpooledUpload
from zhuangjian.apps.ledger.uploads import Upload as Upload
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel import events
from zhuangjian.kernel.asking import ACT, Asked, No, When, Who
from zhuangjian.kernel.turns import Owing, Turn

M = TypeVar("M", bound="models.Model | None")
KEY_LENGTH = 100
TEXT_LENGTH = 20_000
# How often a step is prepared anew because its target moved on meanwhile.
PREPARATIONS = 5
NOT_THERE = "找不到这一对象，或您无权查看。"
log = logging.getLogger("zhuangjian.actions")


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


class MovedOn(Exception):
    """What a step prepared no longer holds under the lock: nothing was done, and it is prepared once more.

    ``perform`` raises it when the target's version moved on; ``check`` or ``execute`` may, for what else was read.
    """


class Input(BaseModel):
    """Base of every action's input. Field titles are Chinese: they label the form and the error."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        str_max_length=TEXT_LENGTH,
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
    )

    expected_version: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What :func:`perform` gives back: the object, the ledger entry, and whether this was a repeated request."""

    object: Any
    entry: Entry
    repeated: bool = False


ACTIONS: dict[str, type[Action[Any]]] = {}


@dataclass(frozen=True)
class Performed(events.Event):
    """An act was done on ``case`` (as locked; none where it had none), in its transaction, before it is entered."""

    step: Action[Any]
    case: Any


class _Article:
    """The article of what an act ``cites``, in the region's pack: today's for the class, that of its moment for a step."""

    def __get__(self, step: Action[Any] | None, owner: type[Action[Any]]) -> str:
        return cite(owner.cites, at=step.at if step is not None else None)


class Action(Owing, Generic[M]):
    """One change of state.

    A subclass names itself (``name``, Chinese ``title``, ``cites``: the key of the
    law it is founded on), the model it acts on, ``who`` does it and ``when`` (values of the kernel, from which button,
    next step and refusal follow), its ``Input``, and
    writes ``check()`` (what else the law asks; raise :class:`Refusal` naming the article) and ``execute()`` (change rows, say with
    ``owe()`` whose turn it makes and with ``tells()`` what happened; return the object the ledger entry is about).
    ``guards`` are asked with the check, since they cost too much to ask for every button.
    ``answers`` names the turns that end with it. ``creates`` marks an action without an existing target,
    ``in_person`` one that a token cannot do for its person, ``in_job`` one that doors hand in as a job instead.
    ``prepares_input`` says that ``prepare()`` reads the input alone, so that what others do meanwhile matters only to
    ``check()``. ``facts()`` is what the ledger keeps: identifiers, digests and choices, never case texts.

    The order in :func:`perform`: ``who`` and ``when``, before any input is read; the input; ``prepare()`` (slow
    work, outside the lock); then under the ledger's lock both again, ``check()``, ``execute()`` and the entry.
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
    # What the act's entry says of the tables' sums, given its number, where it does not just take the differences in.
    totals: Callable[[int], str | None] | None = None
    Input: ClassVar[type[Input]] = Input

    def __init__(self, person: Any, target: M | None, data: Any, at: datetime) -> None:
        super().__init__()
        self.person = person
        self.target: Any = target
        self.data = data
        self.at = at

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            refuse_incomplete(cls)
            ACTIONS[cls.name] = cls

    @classmethod
    def why_not(cls, person: Any, target: Any, at: datetime | None = None) -> Refusal | None:
        """Why this person cannot do it now, as the refusal that would be raised; None when they can.

        Whose it is comes first, so that nobody learns the state of a thing from an act that is not theirs.
        """
        if no := cls.who.why_not(person, target, at):
            return cls.refusal(NotYours, no, at)
        if no := cls.when.why_not(person, target, at):
            return cls.refusal(NotNow, no, at)
        return None

    @classmethod
    def refusal(cls, kind: type[Refusal], no: No, at: datetime | None) -> Refusal:
        """A no of the kernel's as the refusal that doors answer with."""
        article = no.article or (cite(*no.cites, at=at) if no.cites else cite(cls.cites, at=at))
        return kind(no.message.replace(ACT, cls.title), article=article, missing=no.missing)

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """Whether this is the person's to do at all, whatever the state and the input."""
        return cls.who.yes(person, target)

    @classmethod
    def whose(cls, target: Any) -> str:
        """Who does this, in Chinese."""
        return cls.who.words(target)

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Whether to offer it to this person now. Pages show it or not."""
        return cls.who.yes(person, target) and cls.when.yes(person, target)

    def prepare(self) -> None:
        """Slow work that must not happen under the ledger's lock: hash a file, read a table, render a paper.

        It reads rows and changes none; what it makes is kept on the step or, by digest, in a store. ``check`` still
        decides: when the target's version moves on meanwhile, the step is prepared once more.
        """

    def check(self) -> Any:
        """Raise a Refusal when this person may not, or something that must be there is missing."""

    def execute(self) -> models.Model:
        """Make the change and return the object it is about."""
        raise NotImplementedError(f"{type(self).__name__}.execute is abstract")

    def checked(self) -> Any:
        """What the check found, once every guard says yes."""
        for guard in self.guards:
            if no := guard.why_not(self.person, self.target, self.at):
                raise self.refusal(Refusal, no, self.at)
        return self.check()

    def carry_out(self, found: Any) -> models.Model:
        """Make the change, given what the check returned; typed acts are handed it (see ``ledger.act``)."""
        return self.execute()

    def facts(self) -> Mapping[str, Any]:
        """Facts for the ledger entry, JSON-ready."""
        return {}

    def refuse(self, message: str, *missing: str, article: str | None = None) -> NoReturn:
        """Shorthand for raising the refusal with this action's article."""
        raise Refusal(message, article=self.article if article is None else article, missing=missing)

    def cite(self, *keys: str) -> str:
        """The articles under other keys of the law, as in force when this step is taken."""
        return cite(*keys, at=self.at)

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, Sequence[tuple[Any, str]]]:
        """Options for fields whose choices depend on the person or the object: field -> (value, label)."""
        return {}

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        """Values to start the form with."""
        return {}


def perform(
    action: type[Action[Any]],
    person: Any,
    target: models.Model | None = None,
    data: Mapping[str, Any] | BaseModel | None = None,
    *,
    key: str = "",
    at: datetime | None = None,
) -> Outcome:
    """Run one action as ``person`` (None: the system itself, from code only); all or nothing.

    ``target`` must be visible to the person (else it does not exist for them). With ``key`` the same request twice
    has one effect; the same key with other content is refused. ``expected_version`` in the input makes the later of
    two people who acted on the same state get a :class:`Conflict`. ``at`` is when it happened, for imports and
    field work handed in later; default now. A refusal is noted by act, article and stage (see ``ledger.refused``).
    """
    with noted(action, person, target):
        return _tried(action, person, target, data, key, at or timezone.now())


def noted(action: type[Action[Any]], person: Any, target: Any = None) -> AbstractContextManager[None]:
    """Around the taking in of an act by a door: its refusal is noted and raised on."""
    kinds: dict[type[Refusal], str] = {Conflict: "conflict", NotYours: "not_yours", Altered: "altered"}
    return refused.noted(action, person, target, kinds)


def _tried(
    action: type[Action[Any]], person: Any, target: Any, data: Any, key: str, moment: datetime
) -> Outcome:
    if person is not None and not getattr(person, "is_active", False):
        raise NotYours("请先登录；账号已停用的请联系系统管理员。")
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise Refusal(f"请求编号最多 {KEY_LENGTH} 个可见字符。")
    try:
        if not (key and _used(person, key)):
            _asked(action, person, _seen(action, person, target), moment)
        given = parse(action, data)
        for _ in range(PREPARATIONS):
            try:
                return _performed(action, person, target, given, key, moment)
            except MovedOn:
                continue
        raise Conflict("这一对象正被频繁办理，没有保存。请稍后刷新页面重新提交；您填写的内容仍保留在本页。")
    except Altered as altered:
        marks.found(altered)
        raise
    except (DataError, OverflowError) as error:
        log.warning("%s: %s", action.name, error)
        raise Refusal("填写的文字、数字或日期超出可以保存的范围，没有保存，请核对后重新提交。") from error
    except IntegrityError as error:
        log.exception("%s", action.name)
        raise Conflict("与已有的记录重复，或所指的对象已不存在，没有保存。请刷新页面后重新提交。") from error
    except (OperationalError, InterfaceError) as error:
        log.exception("%s", action.name)
        raise Conflict("数据库正忙或暂时不可用，没有保存。请稍后重新提交。") from error


def _performed(
    action: type[Action[Any]], person: Any, target: Any, given: Any, key: str, moment: datetime
) -> Outcome:
    digest = ""
    if key:
        digest = chain.digest_of(
            {"action": action.name, "target": getattr(target, "pk", None), "data": given}
        )
        if earlier := _repeated(person, key, digest):
            return earlier
    prepares = action.prepare is not Action.prepare
    follows = prepares and not action.prepares_input
    current = _current(target) if prepares else target
    step = action(person, current, given, moment)
    if prepares:
        _same_version(current, given)
        step.prepare()
    with transaction.atomic(), _locked_ledger() as held:
        if key and (earlier := _repeated(person, key, digest)):
            return earlier
        locked = _locked(person, target)
        if follows and getattr(locked, "version", None) != getattr(current, "version", None):
            raise MovedOn
        _same_version(locked, given)
        step.target = locked
        _asked(action, person, locked, moment)
        if locked is not None:
            held.hold(type(locked), locked.pk)
        result = step.carry_out(step.checked())
        events.tell(Performed(step, locked))
        _advance(locked if locked is not None else result)
        entry = chain.append(
            step, result, totals=step.totals, before_sums=partial(_keep_request, person, key, digest)
        )
    return Outcome(result, entry)


def _keep_request(person: Any, key: str, digest: str, seq: int) -> None:
    if key and person is not None:
        Request.objects.create(key=key, person_id=person.pk, digest=digest, entry_seq=seq)


def _asked(action: type[Action[Any]], person: Any, target: Any, at: datetime) -> None:
    if refusal := action.why_not(person, target, at):
        raise refusal


@contextmanager
def _locked_ledger() -> Iterator[Holding]:
    chain.lock()
    with holding(chain.algorithm()) as held, sums.gathered():
        yield held


def parse(action: type[Action[Any]], data: Mapping[str, Any] | BaseModel | None) -> Any:
    """Input as the action's typed model; a Refusal lists every wrong field by its Chinese title."""
    if isinstance(data, action.Input):
        refuse_bad_text(action.title, action.Input, data.__dict__)
        return data
    refuse_bad_text(action.title, action.Input, dict(data or {}))
    try:
        return action.Input.model_validate(dict(data or {}))
    except ValidationError as error:
        raise Refusal(
            f"“{action.title}”填写有误，请改正后重新提交，您填写的其他内容不受影响。",
            article=action.article,
            missing=[field_fault(action.Input, e) for e in error.errors()],
        ) from None


def _repeated(person: Any, key: str, digest: str) -> Outcome | None:
    if person is None:
        return None
    earlier = Request.objects.filter(person_id=person.pk, key=key).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise Conflict("同一请求编号已用于另一项内容，请刷新页面后重新提交。")
    entry = Entry.objects.get(seq=earlier.entry_seq)
    from django.apps import apps

    obj = apps.get_model(entry.object_model)._base_manager.filter(pk=entry.object_id).first()
    if obj is None:
        raise Conflict("这一请求已经办理过，所办的对象现已不存在。")
    return Outcome(obj, entry, repeated=True)


def _used(person: Any, key: str) -> bool:
    return person is not None and Request.objects.filter(person_id=person.pk, key=key).exists()


def _current(target: models.Model | None) -> Any:
    """The target as stored now: what a door handed over may be older."""
    return None if target is None else state.stored(type(target), target.pk)


def _seen(action: type[Action[Any]], person: Any, target: models.Model | None) -> Any:
    """The object as stored now; refused is an act without one, or on one that this person does not see."""
    if target is None:
        if not action.creates:
            raise Refusal("没有指明办理对象。", article=action.article)
        return None
    if not action.creates and not isinstance(target, action.model):
        raise Refusal("这一事项不是对该类对象办理的。", article=action.article)
    # Nobody (None) is the system itself: a command or an import, never a door.
    if person is not None and not shows(type(target), person, target.pk):
        raise Refusal(NOT_THERE)
    seen = _current(target)
    if seen is None:
        raise Refusal(NOT_THERE)
    return seen


def _locked(person: Any, target: models.Model | None) -> Any:
    if target is None:
        return None
    if person is not None and not shows(type(target), person, target.pk):
        raise Refusal(NOT_THERE)
    # The row lock must not be asked for through joins, nor through the model's own ordering, which may join:
    # PostgreSQL refuses FOR UPDATE on outer joins.
    rows = type(target)._base_manager.select_for_update().order_by("pk").filter(pk=target.pk)
    locked = rows.first() if connection.features.has_select_for_update else _current(target)
    if locked is None:
        raise Refusal(NOT_THERE)
    return locked


def _same_version(locked: Any, given: Any) -> None:
    if locked is None or given.expected_version is None:
        return
    current = getattr(locked, "version", None)
    if current is not None and current != given.expected_version:
        raise Conflict(
            "在您填写期间，其他人已经办理了这一对象，您的提交没有保存。请刷新页面查看最新内容后再提交；"
            "您填写的内容仍保留在本页。"
        )


def _advance(obj: Any) -> None:
    if hasattr(obj, "version") and not obj._state.adding:
        table, key = obj._meta.db_table, obj._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET version = version + 1 WHERE "{key}" = %s RETURNING version', [obj.pk]
            )
            if (row := cursor.fetchone()) is not None:
                (obj.version,) = row


@dataclass(frozen=True)
class _Side:
    """An action's effect on a second object, as the ledger needs to see it."""

    name: str
    article: str
    person: Any
    at: datetime
    given: Mapping[str, Any]

    def facts(self) -> Mapping[str, Any]:
        return self.given


def also(step: Action[Any], obj: models.Model, **facts: Any) -> None:
    """Enter what an action did to a second watched object. Call it in ``execute`` after the last change to ``obj``."""
    _advance(obj)
    chain.append(_Side(step.name, step.article, step.person, step.at, facts), obj)
