"""Every change of state is one act: checked, done and entered in the ledger in one transaction.

Page, API, command line, import and field sync all call :func:`perform`; none of them changes a row itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

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
from pydantic import BaseModel, ValidationError

from zhuangjian.apps.conduct.visibility import shows
from zhuangjian.apps.ledger import chain, marks, refused, state, sums
from zhuangjian.apps.ledger.act import ACTIONS as ACTIONS
from zhuangjian.apps.ledger.act import Act, Conflict, NotYours
from zhuangjian.apps.ledger.act import NotNow as NotNow
from zhuangjian.apps.ledger.act import status_of as status_of
from zhuangjian.apps.ledger.intake import field_fault, refuse_bad_text
from zhuangjian.apps.ledger.models import Entry, Request
from zhuangjian.apps.ledger.standing import Altered, Holding, holding
from zhuangjian.apps.ledger.uploads import SpooledUpload as SpooledUpload
from zhuangjian.apps.ledger.uploads import Upload as Upload
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel import events

KEY_LENGTH = 100
# How often a step is prepared anew because its target moved on meanwhile.
PREPARATIONS = 5
NOT_THERE = "找不到这一对象，或您无权查看。"
log = logging.getLogger("zhuangjian.actions")


class MovedOn(Exception):
    """What a step prepared no longer holds under the lock: nothing was done, and it is prepared once more.

    ``perform`` raises it when the target's version moved on; ``check`` or ``do`` may, for what else was read.
    """


@dataclass(frozen=True)
class Outcome:
    """What :func:`perform` gives back: the object, the ledger entry, and whether this was a repeated request."""

    object: Any
    entry: Entry
    repeated: bool = False


@dataclass(frozen=True)
class Performed(events.Event):
    """An act was done on ``case`` (as locked; none where it had none), in its transaction, before it is entered."""

    step: Act[Any, Any]
    case: Any


def perform(
    action: type[Act[Any, Any]],
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


def noted(action: type[Act[Any, Any]], person: Any, target: Any = None) -> AbstractContextManager[None]:
    """Around the taking in of an act by a door: its refusal is noted and raised on."""
    kinds: dict[type[Refusal], str] = {Conflict: "conflict", NotYours: "not_yours", Altered: "altered"}
    return refused.noted(action, person, target, kinds)


def _tried(
    action: type[Act[Any, Any]], person: Any, target: Any, data: Any, key: str, moment: datetime
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
    action: type[Act[Any, Any]], person: Any, target: Any, given: Any, key: str, moment: datetime
) -> Outcome:
    digest = ""
    if key:
        digest = chain.digest_of(
            {"action": action.name, "target": getattr(target, "pk", None), "data": given}
        )
        if earlier := _repeated(person, key, digest):
            return earlier
    prepares = action.prepare is not Act.prepare
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
        step.case = locked
        _asked(action, person, locked, moment)
        if locked is not None:
            held.hold(type(locked), locked.pk)
        change = step.do(step.checked())
        events.tell(Performed(step, locked))
        _advance(locked if locked is not None else change.about)
        entry = chain.append(
            _Side.of(step, change.facts),
            change.about,
            totals=change.totals,
            before_sums=partial(_keep_request, person, key, digest),
        )
    return Outcome(change.about, entry)


def _keep_request(person: Any, key: str, digest: str, seq: int) -> None:
    if key and person is not None:
        Request.objects.create(key=key, person_id=person.pk, digest=digest, entry_seq=seq)


def _asked(action: type[Act[Any, Any]], person: Any, target: Any, at: datetime) -> None:
    if refusal := action.why_not(person, target, at):
        raise refusal


@contextmanager
def _locked_ledger() -> Iterator[Holding]:
    chain.lock()
    with holding(chain.algorithm()) as held, sums.gathered():
        yield held


def parse(action: type[Act[Any, Any]], data: Mapping[str, Any] | BaseModel | None) -> Any:
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


def _seen(action: type[Act[Any, Any]], person: Any, target: models.Model | None) -> Any:
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
    """An act's effect on one object, as the ledger needs to see it."""

    name: str
    article: str
    person: Any
    at: datetime
    given: Mapping[str, Any]

    @classmethod
    def of(cls, step: Act[Any, Any], facts: Mapping[str, Any]) -> _Side:
        """Under the act's name and article, by who does it."""
        return cls(step.name, step.article, step.person, step.at, facts)

    def facts(self) -> Mapping[str, Any]:
        return self.given


def also(step: Act[Any, Any], obj: models.Model, **facts: Any) -> None:
    """Enter what an action did to a second watched object. Call it in ``do`` after the last change to ``obj``."""
    _advance(obj)
    chain.append(_Side.of(step, facts), obj)
