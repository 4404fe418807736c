"""Keyed sums over the rows of every table whose objects the ledger does not compare one by one.

Each row gives a number that only the holder of the signing key can compute; a table's numbers are added up, range of
keys by range of keys. Whatever writes a row through the system takes the old number off and adds the new one; a hand
on the database cannot, and a row it changed is never hashed as good later: the sum stays wrong. Differences are rows
of their own, so that no writer waits for another; the next ledger entry takes them in and vouches for the new totals,
so that an older sum cannot be put back either. What is stored is masked, or old numbers could be combined.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from zhuangjian.apps.ledger import keys, state, writes
from zhuangjian.apps.ledger.models import Delta, Entry, Sum
from zhuangjian.kernel.questions import Question

RANGE = 4096
NUMBERS = {"seq__lte": 2**63 - 1}
WHOLE = -1  # the range under which a table's total is kept
MODULUS = 1 << 256
# A difference that waits longer was taken away and put back: entries take in what they see.
PATIENCE = 64
CHUNK = 500
# Tables in no sum, and why. THREAT_MODEL.md repeats this list.
LEFT_OUT = {
    "ledger.entry": "compared entry by entry",
    "ledger.node": "compared with the entries",
    "ledger.restated": "compared with the entry that vouches for it",
    "ledger.sum": "compared with the rows and the entries",
    "ledger.delta": "compared with the rows",
    "sessions.session": "signed by the server; ends by itself",
    "registry.searchtext": "made from the names, and can be made anew",
    "auth.permission": "grants nothing here",
    "auth.group": "grants nothing here",
    "auth.group_permissions": "grants nothing here",
    "contenttypes.contenttype": "made by the migrations, grants nothing",
    "axes.accessattempt": "counts towards a lock of minutes; sign-ins themselves are compared",
    "axes.accessattemptexpiration": "counts towards a lock of minutes; sign-ins themselves are compared",
    "axes.accessfailurelog": "counts towards a lock of minutes; sign-ins themselves are compared",
    "axes.accesslog": "counts towards a lock of minutes; sign-ins themselves are compared",
}
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@cache
def summed_models() -> tuple[type[models.Model], ...]:
    """The tables that are added up: all but those compared object by object and those left out by name."""
    from zhuangjian.apps.ledger import standing

    covered = standing.owned_models()
    return tuple(
        model
        for model in apps.get_models(include_auto_created=True)
        if model not in covered and model._meta.label_lower not in LEFT_OUT and model._meta.managed
    )


@cache
def _summed() -> frozenset[type[models.Model]]:
    return frozenset(summed_models())


def _key() -> bytes:
    path = keys.folder() / "ledger.key"
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        stamp = 0
    return _derived(str(path), stamp)


@lru_cache(maxsize=4)
def _derived(path: str, stamp: int) -> bytes:
    return keys.derived(b"zhuangjian row sums")


class Adder:
    """Adds up rows of one model. ``of`` names the columns in the order of :meth:`number`'s values."""

    def __init__(self, model: type[models.Model], table: type[models.Model] | None = None) -> None:
        self.table = table or model
        self.own = table is None
        self.attributes, self.place, self._fix = _columns(model) if self.own else _columns_of(model, table)
        self._label = model._meta.label_lower.encode() + b"\0"
        self._key = _key()

    def add(self, rows: Iterable[Sequence[Any]], totals: dict[int, int]) -> dict[int, int]:
        """The rows' numbers into ``totals``, by range."""
        key, label, place, fix = self._key, self._label, self.place, self._fix
        for row in rows:
            cells = list(row)
            for at, change in fix:
                if cells[at] is not None:
                    cells[at] = change(cells[at])
            number = hmac.digest(key, label + encode(cells).encode(), "sha256")
            where = int(row[place]) // RANGE
            totals[where] = (totals.get(where, 0) + int.from_bytes(number)) % MODULUS
        return totals

    def of(self, pks: Sequence[Any], lock: bool = False) -> dict[int, int]:
        """What the stored rows with these keys give, by range. Nonsense in a row gives nothing: its sum stays wrong."""
        totals: dict[int, int] = {}
        lock = lock and connection.vendor == "postgresql"
        if self.own and len(pks) == 1 and type(pks[0]) is int:
            try:
                return self.add(_row_of(self.table, lock)(pks[0]), totals)
            except (ValueError, TypeError):
                return totals
        for start in range(0, len(pks), CHUNK):
            part = list(pks[start : start + CHUNK])
            found = self.table._base_manager.filter(pk__in=part).order_by("pk")
            if lock:
                # Whoever else changes the row has done so before it is read, or waits.
                found = found.select_for_update(no_key=True)
            try:
                self.add(found.values_list(*self.attributes), totals)
            except (ValueError, TypeError):
                continue
        return totals

    def whole(self) -> dict[int, int]:
        """What the stored table gives, by range."""
        rows = self.table._base_manager.order_by("pk").values_list(*self.attributes)
        return self.add(rows.iterator(chunk_size=2000), {})


def _columns_of(model: type[models.Model], table: Any) -> tuple[Any, int, Any]:
    skip = state.unwatched(model)
    # By name: a table as it was before a migration has its columns in another order.
    fields = sorted(
        (f for f in table._meta.concrete_fields if f.attname not in skip), key=lambda f: f.attname
    )
    attributes = tuple(f.attname for f in fields)
    fix = tuple((n, fix) for n, f in enumerate(fields) if (fix := _fixing(f)) is not None)
    return attributes, attributes.index(table._meta.pk.attname), fix


@cache
def _columns(model: type[models.Model]) -> tuple[Any, int, Any]:
    return _columns_of(model, model)


@cache
def _row_of(model: type[models.Model], lock: bool) -> Question:
    """The row with a key, as it is added up; with ``lock`` whoever else changes it has done so before, or waits."""
    attributes = _columns(model)[0]

    def rows(pk: Any) -> Any:
        # A model may be sorted by another table, which a lock cannot reach into.
        found = model._base_manager.filter(pk=pk).order_by("pk").values_list(*attributes)
        return found.select_for_update(no_key=True) if lock else found

    return Question(rows)


def _moment(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_json(value: Any) -> Any:
    # Text made elsewhere for a JSON column (`registry.bulk.Encoded`) reads back as what it says.
    return json.loads(value) if isinstance(value, str) and type(value) is not str else value


def _fixing(field: Any) -> Any:
    kind = field.get_internal_type()
    if field.is_relation:
        kind = field.target_field.get_internal_type()
    if kind == "DateTimeField":
        return _moment
    if kind == "DateField":
        return _day
    if kind == "JSONField":
        return _plain_json
    if kind == "BooleanField":
        return bool
    if kind == "FloatField":
        return float
    return int if "Integer" in kind or kind.endswith("AutoField") else str


def _mask(*parts: Any) -> int:
    return int.from_bytes(hmac.digest(_key(), b"mask\0" + encode(parts).encode(), "sha256"))


def _last() -> int:
    with connection.cursor() as cursor:
        table, most = Entry._meta.db_table, NUMBERS["seq__lte"]
        cursor.execute(f"SELECT seq FROM {table} WHERE seq <= {most} ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else 0


class _Gathering:
    """Differences of one act under the ledger's lock, in memory until its entry takes them in."""

    def __init__(self) -> None:
        self.depth = _savepoints()
        self.moved: dict[str, dict[int, int]] = {}

    def add(self, label: str, moved: dict[int, int]) -> None:
        """One more write to a table."""
        ranges = self.moved.setdefault(label, {})
        for where, value in moved.items():
            ranges[where] = (ranges.get(where, 0) + value) % MODULUS


_GATHERING: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)


def _savepoints() -> int:
    return sum(sid is not None for sid in connection.savepoint_ids)


@contextmanager
def gathered() -> Iterator[None]:
    """Around one act, under the ledger's lock: its differences become rows only as far as no entry took them in."""
    gathering = _Gathering()
    token = _GATHERING.set(gathering)
    try:
        yield
    finally:
        _GATHERING.reset(token)
    for label, moved in gathering.moved.items():
        _put_down(label, moved)


def _differ(model: type[models.Model], before: dict[int, int], after: dict[int, int]) -> None:
    """Store by how much the sums of a table have moved."""
    label = model._meta.label_lower
    moved = {
        where: (after.get(where, 0) - before.get(where, 0)) % MODULUS
        for where in sorted(before.keys() | after.keys())
    }
    gathering = _GATHERING.get()
    # What is written inside a savepoint may be taken back without the act: it goes with its rows.
    if gathering is not None and gathering.depth == _savepoints():
        gathering.add(label, moved)
    else:
        _put_down(label, moved)


def _put_down(label: str, differences: Mapping[int, int]) -> None:
    """Store differences as rows of their own."""
    nonce, seq = secrets.token_hex(16), 0
    moved = []
    for where, value in differences.items():
        if value:
            seq = seq or _last()
            masked = (value + _mask("delta", label, where, nonce, seq)) % MODULUS
            moved.append(Delta(table=label, range=where, value=f"{masked:064x}", nonce=nonce, entry_seq=seq))
    if moved:
        Delta._base_manager.bulk_create(moved)


def arrived(rows: Sequence[models.Model]) -> None:
    """New rows of one model, stored in plain SQL from these instances."""
    if rows and type(rows[0]) in _summed():
        adder = Adder(type(rows[0]))
        cells = [row.__dict__ for row in rows]
        _differ(type(rows[0]), {}, adder.add(([c[a] for a in adder.attributes] for c in cells), {}))


class _Summing:
    """Feeds the sums with what the mapper writes."""

    def cares(self, model: type[models.Model], columns: frozenset[str] | None) -> bool:
        return model in _summed() and (columns is None or not columns <= state.unwatched(model))

    def before_insert(self, model: type[models.Model], rows: Sequence[models.Model]) -> None:
        pass

    def before(self, model: type[models.Model], pks: list[Any]) -> dict[int, int]:
        return Adder(model).of(pks, lock=True)

    def after(self, model: type[models.Model], pks: list[Any], earlier: dict[int, int] | None) -> None:
        _differ(model, earlier or {}, Adder(model).of(pks))


def listen() -> None:
    """Called once when the app is ready."""
    writes.listen(_Summing())


def pending(in_memory: bool = True) -> Iterator[tuple[int | None, str, int, int]]:
    """Key, table, range and value of every difference that no entry has taken in yet and that can be.

    Those that the running act has only in memory have no key.
    """
    if in_memory and (gathering := _GATHERING.get()) is not None:
        for label, ranges in gathering.moved.items():
            for where, value in ranges.items():
                if value:
                    yield None, label, where, value
    last = _last()
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, "table", "range", value, nonce, entry_seq FROM {Delta._meta.db_table} '
            "WHERE entry_seq >= %s AND entry_seq <= %s",
            [last - PATIENCE, last],
        )
        rows = cursor.fetchall()
    for pk, table, where, text, nonce, seq in rows:
        try:
            value = int(text, 16)
        except ValueError:
            continue
        yield pk, table, where, (value - _mask("delta", table, where, nonce, seq)) % MODULUS


def fold(seq: int, accepted: Mapping[tuple[str, int], int] | None = None) -> str | None:
    """Take every difference into the sums; what entry ``seq`` says of the totals. None when nothing moved.

    ``accepted`` are further differences, totals among them: what an examination found and accepts.
    """
    moved: dict[tuple[str, int], int] = dict(accepted or {})
    taken = []
    gathering = _GATHERING.get()
    if gathering is not None and gathering.depth != _savepoints():
        gathering = None  # this entry may be taken back without the act's other writes
    for pk, table, where, value in pending(in_memory=gathering is not None):
        if pk is not None:
            taken.append(pk)
        for place in (where, WHOLE):
            moved[table, place] = (moved.get((table, place), 0) + value) % MODULUS
    if gathering is not None:
        gathering.moved.clear()
    if not moved:
        return None
    said = store(moved, seq)
    for start in range(0, len(taken), CHUNK):
        Delta._base_manager.filter(pk__in=taken[start : start + CHUNK]).delete()
    return said


def store(moved: dict[tuple[str, int], int], seq: int, anew: frozenset[str] = frozenset()) -> str:
    """Add to the stored sums, or put them ``anew`` for these tables; what the entry says of the totals.

    Behind each total stands the entry that spoke of it before: sums put back to an older state name an older one.
    """
    tables = {table for table, _ in moved}
    stored = _stored(sorted(tables), sorted({where for _, where in moved}))
    before = {row.table: row.entry_seq for row in stored if row.range == WHOLE}
    held = {(row.table, row.range): unmasked(row) for row in stored if row.table not in anew}
    if anew:
        Sum._base_manager.filter(table__in=anew).delete()
    rows: list[Sum] = []
    totals: dict[str, str] = {}
    for (table, where), value in moved.items():
        value = (value + held.get((table, where), 0)) % MODULUS
        masked = (value + _mask("sum", table, where, seq)) % MODULUS
        rows.append(Sum(table=table, range=where, value=f"{masked:064x}", entry_seq=seq))
        if where == WHOLE:
            totals[table] = f"{said_of(table, value)}@{before.get(table, 0)}"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            cursor.execute(
                f'INSERT INTO {Sum._meta.db_table} ("table", "range", value, entry_seq) '
                f"VALUES {', '.join(['(%s, %s, %s, %s)'] * len(part))} "
                'ON CONFLICT ("table", "range") DO UPDATE SET value = EXCLUDED.value, entry_seq = EXCLUDED.entry_seq',
                [cell for row in part for cell in (row.table, row.range, row.value, row.entry_seq)],
            )
    return encode(totals)


def _stored(tables: list[str], places: list[int]) -> list[Sum]:
    # Plain SQL, as above: nearly every act asks this.
    found: list[Sum] = []
    with connection.cursor() as cursor:
        for start in range(0, len(places), CHUNK):
            part = places[start : start + CHUNK]
            cursor.execute(
                f'SELECT "table", "range", value, entry_seq FROM {Sum._meta.db_table} '
                f'WHERE "table" IN ({_places(tables)}) AND "range" IN ({_places(part)})',
                [*tables, *part],
            )
            found += [
                Sum(table=table, range=where, value=value, entry_seq=seq)
                for table, where, value, seq in cursor.fetchall()
            ]
    return found


def _places(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def put_anew(models_: Iterable[type[models.Model]], seq: int) -> str:
    """Take the tables as they stand into entry ``seq``: what it says of their totals. Under the ledger's lock."""
    moved: dict[tuple[str, int], int] = {}
    labels = set()
    for model in models_:
        label = model._meta.label_lower
        labels.add(label)
        now = Adder(model).whole()
        moved |= {(label, where): value for where, value in now.items()}
        moved[label, WHOLE] = sum(now.values()) % MODULUS
    Delta._base_manager.filter(table__in=labels).delete()
    if (gathering := _GATHERING.get()) is not None:
        for label in labels:
            gathering.moved.pop(label, None)
    return store(moved, seq, frozenset(labels))


def held(sum_table: Any = Sum) -> dict[str, dict[int, int]]:
    """Sums by table and range, with the differences that wait."""
    found: dict[str, dict[int, int]] = {}
    for row in sum_table._base_manager.exclude(range=WHOLE):
        found.setdefault(row.table, {})[row.range] = unmasked(row)
    for _, table, where, value in pending():
        ranges = found.setdefault(table, {})
        ranges[where] = (ranges.get(where, 0) + value) % MODULUS
    return {table: {where: v for where, v in ranges.items() if v} for table, ranges in found.items()}


def agrees(model: type[models.Model], pk: int) -> bool:
    """Whether the stored rows of the range of keys around ``pk`` give their sum. In one snapshot of the database."""
    label, where = model._meta.label_lower, pk // RANGE
    row = Sum._base_manager.filter(table=label, range=where).first()
    ought = unmasked(row) if row else 0
    for _, table, place, value in pending():
        if (table, place) == (label, where):
            ought = (ought + value) % MODULUS
    adder = Adder(model)
    rows = model._base_manager.filter(pk__gte=where * RANGE, pk__lt=(where + 1) * RANGE).order_by("pk")
    try:
        return adder.add(rows.values_list(*adder.attributes), {}).get(where, 0) == ought
    except (ValueError, TypeError):
        return False


def unmasked(row: Sum) -> int:
    """The sum that a row holds; nonsense gives a number that fits nothing."""
    try:
        value = int(row.value, 16)
    except ValueError:
        value = 0
    return (value - _mask("sum", row.table, row.range, row.entry_seq)) % MODULUS


def said_of(table: str, total: int) -> str:
    """How an entry names a table's total."""
    return keyed("total", [table, f"{total:064x}"])


def keyed(purpose: str, told: Any) -> str:
    """A digest of something plain that nobody works out from the database alone."""
    return hmac.digest(_key(), purpose.encode() + b"\0" + encode(told).encode(), "sha256").hex()
