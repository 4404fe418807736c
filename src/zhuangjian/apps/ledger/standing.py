"""Before anything is changed, what is stored must reproduce what the ledger last recorded of it.

Otherwise the next act would hash a row that somebody changed behind the system's back as good. An object is compared
when an act takes it as its target, or at its first write inside an act, whichever table that write goes to. What was
read then is kept, so that the digest after the act reads only the tables that were written meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from zhuangjian.apps.ledger import state, writes
from zhuangjian.engines.rules.answer import Refusal

UNREADABLE = "unreadable"
# SQLite sorts text after every number: a sequence number changed into text would be the largest of all.
NUMBERS = {"seq__lte": 2**63 - 1}


class Altered(Refusal):
    """What is stored of an object is not what the ledger last recorded: nothing may be built on it."""

    def __init__(
        self, model: type[models.Model], pk: Any, seq: int | None, recorded: str, found: str
    ) -> None:
        self.model, self.pk, self.seq, self.recorded, self.found = model, pk, seq, recorded, found
        name = model._meta.verbose_name
        against = f"与账本第 {seq} 条所记不符" if seq else "没有任何账本条目"
        super().__init__(
            f"这项{name}的数据{against}，可能被绕过系统改动或写入，已暂停办理，没有保存。"
            "系统已记入账本并通知审计员核查；核查结束前请不要继续办理，如有纸质或下载的文书请妥善保管。"
        )


def recorded(model: type[models.Model], pk: Any) -> tuple[int | None, str]:
    """Number and state digest of the last entry about an object, or of its restatement; (None, "") for a stranger."""
    return recorded_of(model, [pk]).get(pk, (None, ""))


def recorded_of(
    model: type[models.Model], pks: Sequence[Any], registry: Any = None
) -> dict[Any, tuple[int, str]]:
    """:func:`recorded` of many objects of one model; ``registry`` holds the models as they were before a migration."""
    label = model._meta.label_lower
    if registry is None and len(pks) == 1:
        return _recorded_of_one(label, pks[0])
    found: dict[Any, tuple[int, str]] = {}
    entries = (registry or apps).get_model("ledger.Entry")._base_manager
    mine = entries.filter(object_model=label, object_id__in=pks, **NUMBERS)
    ends: Any = mine.order_by().values("object_id").annotate(last=models.Max("seq")).values("last")
    last = entries.filter(seq__in=ends).values_list("object_id", "seq", "state_digest")
    for pk, seq, digest in last:
        found[pk] = (seq, digest)
    try:
        restated = (registry or apps).get_model("ledger.Restated")._base_manager
    except LookupError:
        return found
    rows = restated.filter(object_model=label, object_id__in=pks).order_by("entry_seq")
    for pk, seq, digest in rows.values_list("object_id", "entry_seq", "digest"):
        if seq > found.get(pk, (0, ""))[0]:
            found[pk] = (seq, digest)
    return found


def _recorded_of_one(label: str, pk: Any) -> dict[Any, tuple[int, str]]:
    # Plain SQL: every act asks this, and writing the question anew costs more than its answer.
    with connection.cursor() as cursor:
        for table, number, digest in (
            ("ledger_restated", "entry_seq", "digest"),
            ("ledger_entry", "seq", "state_digest"),
        ):
            cursor.execute(
                f"SELECT {number}, {digest} FROM {table} WHERE object_model = %s AND object_id = %s "
                f"AND {number} <= {NUMBERS['seq__lte']} ORDER BY {number} DESC LIMIT 1",
                [label, pk],
            )
            row = cursor.fetchone()
            if table == "ledger_restated":
                restated = row
        if restated and restated[0] > (row[0] if row else 0):
            row = restated
    return {pk: (row[0], row[1])} if row else {}


def check(obj: models.Model, algorithm: str) -> None:
    """Compare one object with the ledger now, outside of any act. Raises :class:`Altered`."""
    # Not type(): a request's person is a lazy stand-in, of whose own type the ledger knows nothing.
    Holding(algorithm).hold(obj.__class__, obj.pk)


class _Snapshot:
    """What was read of one object, table by table, and when."""

    def __init__(self, model: type[models.Model], pk: Any) -> None:
        self.sources = state.sources(model)
        self.pk = pk
        self.rows = [self._read(source) for source in self.sources]
        self.stamps = [_WRITTEN[source.model] for source in self.sources]

    def _read(self, source: state.Source) -> list[Any]:
        return source.read([self.pk]).get(self.pk, [])

    def digest(self, algorithm: str) -> str:
        """The object's state digest now; tables that nobody wrote since are not read again."""
        for place, source in enumerate(self.sources):
            if self.stamps[place] != _WRITTEN[source.model]:
                self.rows[place] = self._read(source)
                self.stamps[place] = _WRITTEN[source.model]
        own, *rest = self.rows
        return state.digest_of([own[0], *rest], algorithm) if own else ""


class Holding:
    """The objects that one act has compared, and those it made itself."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.held: dict[tuple[type[models.Model], Any], _Snapshot] = {}
        self.born: set[tuple[type[models.Model], Any]] = set()
        # Rows whose object is held already, so that a write to them asks for nobody.
        self.parts: set[tuple[type[models.Model], Any]] = set()

    def hold(self, model: type[models.Model], pk: Any) -> None:
        """Compare an object with the ledger, once in an act. Raises :class:`Altered`."""
        key = (model, pk)
        if key in self.held or key in self.born or not getattr(model, "ledger_watched", False):
            return
        seq, before = recorded(model, pk)
        if seq is None:
            # An object of which the ledger never heard was not made by any act.
            raise Altered(model, pk, None, "", "")
        try:
            snapshot = _Snapshot(model, pk)
            found = snapshot.digest(self.algorithm)
        except (ValueError, TypeError) as error:
            # Nonsense in a column cannot be read: that is the finding.
            raise Altered(model, pk, seq, before, UNREADABLE) from error
        if found != before:
            raise Altered(model, pk, seq, before, found)
        self.held[key] = snapshot
        for source, rows in zip(snapshot.sources, snapshot.rows, strict=True):
            column = source.model._meta.pk.attname  # type: ignore[union-attr]
            self.parts |= {(source.model, row[column]) for row in rows}

    def digest(self, obj: models.Model) -> str:
        """State digest of an object after the act."""
        snapshot = self.held.get((type(obj), obj.pk))
        return snapshot.digest(self.algorithm) if snapshot else state.state_digest(obj, self.algorithm)


# How often each table was written by this process: a snapshot is as old as the counts it was read at.
_WRITTEN: Counter[type[models.Model]] = Counter()
_CURRENT: ContextVar[Holding | None] = ContextVar("holding", default=None)


def current() -> Holding | None:
    """What the running act holds; None outside of one."""
    return _CURRENT.get()


def relied_on(obj: models.Model) -> None:
    """What the running act decides by, without writing to it, must be as the ledger has it. Raises :class:`Altered`."""
    if (now := current()) is not None:
        now.hold(obj.__class__, obj.pk)


@contextmanager
def holding(algorithm: str) -> Iterator[Holding]:
    """Around one act, under the ledger's lock."""
    token = _CURRENT.set(Holding(algorithm))
    try:
        yield _CURRENT.get()  # type: ignore[misc]
    finally:
        _CURRENT.reset(token)


@cache
def watched_models() -> tuple[type[models.Model], ...]:
    """Models whose objects are covered each by its own entries: they are changed only inside acts."""
    return tuple(model for model in apps.get_models() if getattr(model, "ledger_watched", False))


@cache
def _owned() -> dict[type[models.Model], tuple[state.Source, ...]]:
    """For each table the objects whose state is read from it."""
    owned: dict[type[models.Model], tuple[state.Source, ...]] = {}
    for model in watched_models():
        for source in state.sources(model):
            owned[source.model] = (*owned.get(source.model, ()), source)
    return owned


def owned_models() -> frozenset[type[models.Model]]:
    """Tables whose rows are compared object by object, as their own or as a part."""
    return frozenset(_owned())


class _Watch:
    """Holds whatever object an act is about to write to."""

    def cares(self, model: type[models.Model], columns: frozenset[str] | None) -> bool:
        return model in _owned() and (columns is None or not columns <= state.unwatched(model))

    def before_insert(self, model: type[models.Model], rows: Sequence[models.Model]) -> None:
        if (now := current()) is not None:
            for row in rows:
                for source in _owned()[model]:
                    if source.model is not source.owner:
                        self._hold(now, source, row)

    def before(self, model: type[models.Model], pks: list[Any]) -> bool:
        now = current()
        if now is None:
            return True
        asked = [pk for pk in pks if (model, pk) not in now.parts and (model, pk) not in now.born]
        parts = [source for source in _owned()[model] if source.model is not source.owner]
        if model in watched_models():
            for pk in asked:
                now.hold(model, pk)
        if parts and asked:
            for row in model._base_manager.filter(pk__in=asked):
                for source in parts:
                    self._hold(now, source, row)
        return True

    @staticmethod
    def _hold(now: Holding, source: state.Source, row: models.Model) -> None:
        if source.beside and getattr(row, "target_model", "") != source.owner._meta.label_lower:
            return
        owner = getattr(row, source.attribute)
        if owner is not None:
            now.hold(source.owner, owner)

    def after(self, model: type[models.Model], pks: list[Any], earlier: Any) -> None:
        _WRITTEN[model] += 1
        if earlier is None and (now := current()) is not None:
            now.born |= {(model, pk) for pk in pks}


def watch() -> None:
    """Called once when the app is ready."""
    writes.listen(_Watch())
