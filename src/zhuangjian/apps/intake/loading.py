"""Taking a file in: found to be a table, compared with earlier batches, applied, finished with one ledger entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.applying import apply_chunk, apply_in_steps
from zhuangjian.apps.intake.fields import snapshot_day
from zhuangjian.apps.intake.mapping import SourceMapping, current, parse_mapping
from zhuangjian.apps.intake.models import Batch, SourceRow
from zhuangjian.apps.intake.noticed import MOST, noticed, report, rows_told, trial_batch
from zhuangjian.apps.intake.reading import Reading
from zhuangjian.apps.intake.tables import TableFile, survey
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.registry.competence import Competence
from zhuangjian.engines.rules.answer import Refusal

# Up to here everything is one transaction, all of the file or nothing; beyond it nobody else could act meanwhile.
WHOLE = 300


@dataclass(frozen=True)
class Prepared:
    """A file ready to be applied, and the batch it already is, if any."""

    table: TableFile
    mapping: SourceMapping
    as_of: date
    batch: Batch | None


def prepare(
    source: str, path: Path, as_of: date | None, name: str = "", tick: Callable[[], None] | None = None
) -> Prepared:
    """Survey a file and settle its date. Refuses what cannot be loaded; stores nothing."""
    mapping = current(source)
    table = survey(path, mapping, name, tick)
    day = as_of or _day(table, mapping)
    return _with_batch(Prepared(table, mapping, day, None))


def _with_batch(ready: Prepared) -> Prepared:
    return replace(ready, batch=found(ready))


def found(ready: Prepared) -> Batch | None:
    """The batch that this file, as of this day and read by this mapping, already is."""
    return (
        Batch.objects.unrestricted()
        .filter(
            source=ready.mapping.source,
            digest=ready.table.digest,
            as_of=ready.as_of,
            mapping_digest=ready.mapping.digest,
            undone_at=None,
        )
        .first()
    )


def _day(table: TableFile, mapping: SourceMapping) -> date:
    """The date the facts are of: from the snapshot column's first value, the file's name, else today."""
    column = mapping.columns_of(table.heads).get("snapshot")
    if column:
        first = next(table.rows(), None)
        if first and (day := snapshot_day(first.values.get(column, ""))):
            return day
    return snapshot_day(Path(table.name).stem) or timezone.localdate()


def load(
    source: str,
    path: Path,
    person: Any,
    *,
    as_of: date | None = None,
    name: str = "",
    say: Callable[[int, int], None] | None = None,
    tick: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Load a file as ``person``; returns the summary. The same file again changes nothing and adds nothing.

    ``say`` hears how many rows are done, ``tick`` is called now and then while the file is only being looked through;
    either may raise to stop: what is done by then stays, and the same file goes on from there.
    """
    from zhuangjian.apps.intake.actions.load import BeginLoad, LoadFile
    from zhuangjian.apps.jobs.store import KeptUpload
    from zhuangjian.apps.ledger.action import perform

    ready = prepare(source, path, as_of, name, tick)
    if ready.batch is not None and ready.batch.finished_at:
        return summary(ready.batch, repeated=True)
    if ready.batch is not None:
        return resume(ready.batch, person, say)
    files.keep(path)
    if ready.table.total <= WHOLE:
        upload = KeptUpload.model_construct(name=ready.table.name, content=b"", digest=ready.table.digest)
        given = LoadFile.Input.model_construct(source=source, file=upload, as_of=ready.as_of)
        try:
            return summary(perform(LoadFile, person, None, given).object)
        except Refusal as refusal:
            return _finished_meanwhile(ready, refusal)
    begun = {
        "source": source,
        "file_name": ready.table.name,
        "digest": ready.table.digest,
        "as_of": ready.as_of,
        "total": ready.table.total,
        "notes": noticed(ready.table, ready.mapping),
    }
    batch = perform(BeginLoad, person, None, begun).object
    return resume(batch, person, say)


def _finished_meanwhile(ready: Prepared, refusal: Refusal) -> dict[str, Any]:
    """Somebody else loaded the same file while this one waited: that is its result. Else the refusal stands."""
    batch = found(ready)
    if batch is None or batch.finished_at is None:
        raise refusal
    return summary(batch, repeated=True)


def resume(batch: Batch, person: Any, say: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Go on with an interrupted batch from its last checkpoint and finish it; returns the summary."""
    from zhuangjian.apps.intake.actions.load import FinishLoad
    from zhuangjian.apps.ledger.action import perform

    if batch.undone_at:
        raise Refusal(f"批次 {batch.pk} 已撤销。要再导入，请重新提交原文件。")
    if batch.finished_at:
        return summary(batch, repeated=True)
    path = files.kept(batch.digest)
    if not path.exists():
        raise Refusal(f"批次 {batch.pk} 的文件副本不在了。请用原文件重新执行 intake load，会从中断处继续。")
    mapping = parse_mapping(batch.mapping_text, batch.source)
    apply_in_steps(batch, survey(path, mapping, batch.file_name), say)
    batch.refresh_from_db()
    if not batch.finished_at:
        try:
            perform(FinishLoad, person, batch, {})
        except Refusal:
            # Another process on the same batch may have finished it a moment before.
            batch.refresh_from_db()
            if not batch.finished_at:
                raise
        batch.refresh_from_db()
    return summary(batch)


def summary(batch: Batch, *, repeated: bool = False) -> dict[str, Any]:
    """What a load reports. A repeated file: nothing new; the rows still in quarantine are counted as such."""
    counts = {
        "read": batch.total,
        "new": batch.new,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "quarantined": batch.quarantined,
    }
    if repeated:
        held = SourceRow.objects.unrestricted().filter(batch=batch, outcome="quarantined").count()
        counts = {
            "read": batch.total,
            "new": 0,
            "changed": 0,
            "unchanged": batch.total - held,
            "quarantined": held,
        }
    return {
        **counts,
        "batch": batch.pk,
        "as_of": batch.as_of.isoformat(),
        "repeated": repeated,
        "report": report(batch),
    }


def dry_run(
    source: str, path: Path, person: Any, *, as_of: date | None = None, name: str = ""
) -> dict[str, Any]:
    """What loading the file would do, with nothing of it kept."""
    from zhuangjian.apps.intake.actions.load import LoadFile

    if not LoadFile.allowed(person, None):
        raise NotYours("您没有办理这一事项的权限。", article=LoadFile.article)
    ready = prepare(source, path, as_of, name)
    if ready.batch is not None and ready.batch.finished_at:
        return summary(ready.batch, repeated=True) | {"dry_run": True}
    return tried(ready)


def tried(ready: Prepared, say: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """What the file would do: its rows are taken part by part, and each part is rolled back. A party that is new in two
    parts is counted as new in both. ``say`` hears how many rows are done and may raise to stop."""
    reading, competence = Reading(ready.mapping, ready.table), Competence()
    done = 0
    counts: Counter[str] = Counter()
    told: dict[str, list[dict[str, Any]]] = {"changes": [], "held": [], "new": []}
    for chunk in reading.chunks(size=WHOLE, foreknow=True):
        with transaction.atomic():
            batch = trial_batch(ready.mapping, ready.table, ready.as_of)
            counts += apply_chunk(batch, reading, chunk, competence)
            for kind, rows in rows_told(batch).items():
                told[kind] = [*told[kind], *rows][:MOST]
            transaction.set_rollback(True)
        done += len(chunk.rows)
        if say:
            say(done, ready.table.total)
    six = {kind: counts.get(kind, 0) for kind in ("new", "changed", "unchanged", "quarantined")}
    return {
        "read": ready.table.total,
        **six,
        "batch": None,
        "as_of": ready.as_of.isoformat(),
        "repeated": False,
        "dry_run": True,
        "report": {"notes": noticed(ready.table, ready.mapping), **told},
    }
