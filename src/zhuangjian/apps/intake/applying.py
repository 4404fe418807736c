"""A batch's rows into the registry: chunk by chunk, each chunk whole or not at all."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from zhuangjian.apps.intake import ahead
from zhuangjian.apps.intake.faults import Fault, Unusable
from zhuangjian.apps.intake.mapping import parse_mapping
from zhuangjian.apps.intake.models import Batch, BatchChange, Quarantine, RowOutcome, SourceRow
from zhuangjian.apps.intake.reading import Chunk, Reading
from zhuangjian.apps.intake.tables import TableFile
from zhuangjian.apps.ledger import chain
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.bulk import Encoded
from zhuangjian.apps.registry.competence import Competence
from zhuangjian.apps.registry.taking import Taking

# SQLite's waiting writers look ten times a second whether it is their turn.
TURN = 0.12
# Seconds that a step holds the ledger, and the rows of the first one and of the smallest.
STEP = 0.4
FIRST = 150
LEAST = 40
Say = Callable[[int, int], None]


def source_label(batch: Batch) -> str:
    """How facts name their source."""
    return f"{batch.file_name}（批次{batch.pk}）"[:120]


@bulk.room()
def apply_whole(batch: Batch, table: TableFile, chunks: Iterable[Chunk]) -> None:
    """All rows, read beforehand, inside the transaction that is open; for files so small that nobody waits long."""
    reading, competence = _reading(batch, table), Competence()
    counts: Counter[str] = Counter()
    for chunk in chunks:
        counts += apply_chunk(batch, reading, chunk, competence)
    batch.applied = max(batch.applied, table.total + table.head_number)
    set_counts(batch, counts)


@bulk.room()
def apply_in_steps(batch: Batch, table: TableFile, say: Say | None = None) -> None:
    """Each chunk in a transaction of its own with its checkpoint. Two processes on one batch take turns: whoever finds
    a chunk done goes on to the next."""
    reading, competence = _reading(batch, table), Competence()
    done = sum(batch.progress.values())
    batch.refresh_from_db(fields=["applied", "progress"])
    pace = _Pace()
    for chunk in ahead.chunks(reading.mapping, table, batch.applied):
        for part in pace.parts(chunk):
            read, began = len(part.rows), time.monotonic()
            if not _step(batch, reading, part, competence):
                return
            pace.took(read, time.monotonic() - began)
            done += read
            if say:
                say(done, table.total)
            if connection.vendor == "sqlite" and not connection.in_atomic_block:
                time.sleep(TURN)


def _step(batch: Batch, reading: Reading, part: Chunk, competence: Competence) -> bool:
    """One part with its checkpoint; False when the batch was finished by somebody else."""
    with transaction.atomic():
        chain.lock()
        fresh = Batch.objects.unrestricted().select_for_update().get(pk=batch.pk)
        if fresh.finished_at:
            return False
        part.rows = [row for row in part.rows if row.number > fresh.applied]
        if part.rows:
            counts = Counter(fresh.progress) + apply_chunk(batch, reading, part, competence)
            Batch.objects.unrestricted().filter(pk=batch.pk).update(
                applied=part.rows[-1].number, progress=dict(counts)
            )
    return True


class _Pace:
    """Parts of chunks of such a size that one takes about ``STEP`` seconds: so long everybody else waits."""

    def __init__(self) -> None:
        self.size = FIRST

    def parts(self, chunk: Chunk) -> Iterator[Chunk]:
        """The chunk's rows, a part at a time."""
        rows = chunk.rows
        while rows:
            part, rows = rows[: self.size], rows[self.size :]
            yield Chunk(part, chunk.known)

    def took(self, rows: int, seconds: float) -> None:
        """How long the last part took decides how large the next one is."""
        if rows >= self.size:
            self.size = max(LEAST, min(int(self.size * STEP / max(seconds, 0.001)), self.size * 2))


def _reading(batch: Batch, table: TableFile) -> Reading:
    return Reading(parse_mapping(batch.mapping_text, batch.source), table)


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
def apply_chunk(batch: Batch, reading: Reading, chunk: Chunk, competence: Competence) -> Counter[str]:
    """One chunk's rows: facts taken, rows kept with their outcome, bad ones quarantined. Returns outcomes counted."""
    reader = reading.reader
    rows = [
        bulk.made(SourceRow, batch=batch, number=row.number, raw=Encoded(row.raw), digest=row.digest)
        for row in chunk.rows
    ]
    remembered = _remembered(batch, rows)
    read: dict[int, Any] = {}
    faults: dict[int, list[Fault]] = {}
    for found, row in zip(chunk.rows, rows, strict=True):
        facts, wrong = reading.as_decided(found, remembered.get(row.digest))
        if facts is None:
            faults[row.number] = wrong
        else:
            read[row.number] = facts
            row.key = facts.key(batch.as_of)
    _number_repeats(batch, rows, read)
    taking = Taking(source_label(batch), batch.as_of, batch.pk, competence, chunk.known)
    reader.fetch(taking, list(read.values()))
    parties: dict[int, Any] = {}
    for row in rows:
        if row.number not in read:
            continue
        taking.changes = []
        try:
            row.outcome, parties[row.number], row.refs = reader.take(taking, read[row.number])
        except Unusable as refusal:
            faults[row.number] = [refusal.fault]
        if taking.changes:
            row.refs = {**row.refs, "changes": taking.changes}
    taking.store()
    keep_journal(batch, taking)
    return _keep(batch, rows, parties, faults, remembered)


def keep_journal(batch: Batch, taking: Taking) -> None:
    """What was changed, so that the batch can be undone."""
    bulk.insert([bulk.made(BatchChange, batch=batch, changes=taking.journal.to_dict())])


def _remembered(batch: Batch, rows: list[SourceRow]) -> dict[str, Quarantine]:
    """Decisions already made, or still to be made, on exactly these rows in an earlier batch of the source."""
    known = Quarantine.objects.unrestricted().filter(
        source=batch.source, row_digest__in={row.digest for row in rows}
    )
    return {decision.row_digest: decision for decision in known.order_by("pk")}


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
