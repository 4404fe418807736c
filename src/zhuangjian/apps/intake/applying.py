"""A batch's rows into the registry: chunk by chunk, each chunk whole or not at all."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction

from zhuangjian.apps.intake.faults import Fault, Unusable
from zhuangjian.apps.intake.fields import Cells
from zhuangjian.apps.intake.mapping import SourceMapping, parse_mapping
from zhuangjian.apps.intake.models import Batch, Quarantine, RowOutcome, SourceRow
from zhuangjian.apps.intake.sources import licences, sampling
from zhuangjian.apps.intake.tables import RawRow, TableFile
from zhuangjian.apps.ledger import chain
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.competence import Competence
from zhuangjian.apps.registry.taking import Taking

CHUNK = 2000
_JSON = json.JSONEncoder(ensure_ascii=False)
READERS: dict[str, Any] = {"licences": licences, "sampling": sampling}
Say = Callable[[int, int], None]


def source_label(batch: Batch) -> str:
    """How facts name their source."""
    return f"{batch.file_name}（批次{batch.pk}）"[:120]


def chunks(rows: Iterable[RawRow], size: int = CHUNK) -> Iterator[list[RawRow]]:
    """Rows in lists of ``size``."""
    listed = iter(rows)
    while part := list(islice(listed, size)):
        yield part


@bulk.room()
def apply_whole(batch: Batch, table: TableFile) -> None:
    """All rows inside the transaction that is open; for files small enough that nobody waits long."""
    competence = Competence()
    counts: Counter[str] = Counter()
    for part in chunks(table.rows()):
        counts += apply_chunk(batch, table, part, competence)
    batch.applied = max(batch.applied, table.total + table.head_number)
    set_counts(batch, counts)


@bulk.room()
def apply_in_steps(batch: Batch, table: TableFile, say: Say | None = None) -> None:
    """Each chunk in a transaction of its own with its checkpoint. Two processes on one batch take turns: whoever finds
    a chunk done goes on to the next."""
    competence = Competence()
    done = sum(batch.progress.values())
    batch.refresh_from_db(fields=["applied", "progress"])
    for part in chunks(table.rows(after=batch.applied)):
        with transaction.atomic():
            chain.lock()
            fresh = Batch.objects.unrestricted().select_for_update().get(pk=batch.pk)
            if fresh.finished_at:
                return
            todo = [row for row in part if row.number > fresh.applied]
            if todo:
                counts = Counter(fresh.progress) + apply_chunk(batch, table, todo, competence)
                Batch.objects.unrestricted().filter(pk=batch.pk).update(
                    applied=todo[-1].number, progress=dict(counts)
                )
        done += len(part)
        if say:
            say(done, table.total)


@contextmanager
def _without_cycles_collected() -> Iterator[None]:
    # A chunk makes some ten objects for each row, none in a cycle: walking them all time and again frees nothing.
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def set_counts(batch: Batch, counts: Counter[str] | dict[str, int]) -> None:
    """The batch's totals from the outcomes of its rows."""
    batch.new = counts.get("new", 0)
    batch.changed = counts.get("changed", 0)
    batch.unchanged = counts.get("unchanged", 0)
    batch.quarantined = counts.get("quarantined", 0)


@_without_cycles_collected()
def apply_chunk(batch: Batch, table: TableFile, part: list[RawRow], competence: Competence) -> Counter[str]:
    """One chunk's rows: facts taken, rows kept with their outcome, bad ones quarantined. Returns outcomes counted."""
    mapping = parse_mapping(batch.mapping_text, batch.source)
    columns = mapping.columns_of(table.heads)
    reader = READERS[batch.source]
    rows = [_source_row(batch, mapping, raw) for raw in part]
    remembered = _remembered(batch, rows)
    read: dict[int, Any] = {}
    faults: dict[int, list[Fault]] = {}
    for raw, row in zip(part, rows, strict=True):
        facts, found = _read(reader, mapping, columns, raw, remembered.get(row.digest))
        if facts is None:
            faults[row.number] = found
        else:
            read[row.number] = facts
            row.key = facts.key(batch.as_of)
    _number_repeats(batch, rows, read)
    taking = Taking(source_label(batch), batch.as_of, batch.pk, competence)
    reader.fetch(taking, list(read.values()))
    parties: dict[int, Any] = {}
    for row in rows:
        if row.number not in read:
            continue
        try:
            row.outcome, parties[row.number], row.refs = reader.take(taking, read[row.number])
        except Unusable as refusal:
            faults[row.number] = [refusal.fault]
    taking.store()
    return _keep(batch, rows, parties, faults, remembered)


def _source_row(batch: Batch, mapping: SourceMapping, raw: RawRow) -> SourceRow:
    facts = mapping.facts_only(raw.values)
    digest = sha256(_JSON.encode([batch.source, sorted(facts.items())]).encode()).hexdigest()
    return bulk.made(SourceRow, batch=batch, number=raw.number, raw=dict(raw.values), digest=digest)


def _remembered(batch: Batch, rows: list[SourceRow]) -> dict[str, Quarantine]:
    """Decisions already made, or still to be made, on exactly these rows in an earlier batch of the source."""
    known = Quarantine.objects.unrestricted().filter(
        source=batch.source, row_digest__in={row.digest for row in rows}
    )
    return {decision.row_digest: decision for decision in known.order_by("pk")}


def _read(
    reader: Any, mapping: SourceMapping, columns: dict[str, str], raw: RawRow, decision: Quarantine | None
) -> tuple[Any, list[Fault]]:
    values, keep_old = dict(raw.values), False
    if decision is not None and decision.status == "released":
        values |= decision.corrections.get("values", {})
        keep_old = bool(decision.corrections.get("keep_old_number"))
    cells = Cells(values, columns, mapping)
    if raw.fault:
        first = mapping.columns[0]
        cells.fault(first.field, "shifted", raw.fault, "请核对分隔符与引号，按正确的栏目填写后放行")
        return None, cells.faults
    facts = reader.read(cells, keep_old=keep_old)
    return facts, cells.faults


def _number_repeats(batch: Batch, rows: list[SourceRow], read: dict[int, Any]) -> None:
    """Number rows with the same key in order of appearance, over the whole batch."""
    keys = [row.key for row in rows if row.number in read]
    if batch.source != "sampling" or not keys:
        return
    earlier: Counter[str] = Counter(
        SourceRow.objects.unrestricted().filter(batch=batch, key__in=keys).values_list("key", flat=True)
    )
    for row in rows:
        if row.number in read:
            read[row.number].ordinal = earlier[row.key]
            earlier[row.key] += 1


def _keep(
    batch: Batch,
    rows: list[SourceRow],
    parties: dict[int, Any],
    faults: dict[int, list[Fault]],
    remembered: dict[str, Quarantine],
) -> Counter[str]:
    for row in rows:
        row.party = parties.get(row.number)
        if row.number in faults:
            dropped = _status(remembered.get(row.digest)) == "discarded"
            row.outcome = RowOutcome.DISCARDED if dropped else RowOutcome.QUARANTINED
    bulk.insert(rows)
    held: dict[str, Quarantine] = {}
    for row in rows:
        if row.number in faults and row.digest not in remembered:
            held.setdefault(row.digest, _held(batch, row, faults[row.number]))
    bulk.insert(list(held.values()))
    return Counter("unchanged" if row.outcome == RowOutcome.DISCARDED else row.outcome for row in rows)


def _status(decision: Quarantine | None) -> str:
    return decision.status if decision else ""


def _held(batch: Batch, row: SourceRow, faults: list[Fault]) -> Quarantine:
    first = faults[0]
    return bulk.made(
        Quarantine,
        row=row,
        batch=batch,
        source=batch.source,
        number=row.number,
        column=first.column[:60],
        code=first.code,
        reason="；".join(f.text for f in faults)[:400],
        suggestion="；".join(f.suggestion for f in faults if f.suggestion)[:400],
        faults=[f.to_dict() for f in faults],
        row_digest=row.digest,
    )
