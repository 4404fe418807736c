"""Every read of a confidential record is written down before it is shown (CQ 22), and folded into the database later."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.inspections.models import Inspection, ReadLog
from zhuangjian.kernel.area import areas

PAGE, API, FILE, EXPORT = "网页", "接口", "下载", "导出"
CHUNK = 500
log = logging.getLogger("zhuangjian.reads")


def kinds() -> dict[str, tuple[str, str]]:
    """Whose reads are kept: model -> (column of the read, the model's field it comes from)."""
    return {label: said for area in areas().values() for label, said in area.reads.items()}


def log_read(inspection: Inspection, person: Any, what: str, door: str = PAGE) -> None:
    """Who is about to read what of this inspection, through which door."""
    reads.note(person, [inspection], what, door)


def log_rows(rows: Sequence[Any], person: Any, what: str, door: str) -> None:
    """The same of many, or of rows of another kind that :func:`kinds` knows."""
    reads.note(person, rows, what, door)


def log_document(person: Any, document: Any) -> None:
    """A document of a case is about to be downloaded."""
    target = apps.get_model(document.target_model)._base_manager.filter(pk=document.target_id).first()
    if target is not None:
        log_rows([target], person, document.title, FILE)


@dataclass(frozen=True)
class Shown:
    """One read as the page of reads shows it."""

    at: datetime
    person: Any
    what: str
    door: str


def reads_of(inspection: Inspection, limit: int) -> list[Shown]:
    """The last reads of a case and of its task, newest first: those in the database and those still in files only."""
    mine = Q(inspection=inspection) | Q(task__inspection=inspection)
    rows = ReadLog.objects.unrestricted().filter(mine).select_related("person__authority")
    found = [Shown(r.at, r.person, r.what, r.door) for r in rows[:limit]]
    names = _names_of(inspection)
    waiting = [read for path in reads.files() for read in _waiting(path) if not names.isdisjoint(read.ids)]
    people = Person.objects.select_related("authority").in_bulk({read.person for read in waiting})
    found += [Shown(r.at, people[r.person], r.what, r.door) for r in waiting if r.person in people]
    return sorted(found, key=lambda read: read.at, reverse=True)[:limit]


def _names_of(inspection: Inspection) -> set[str]:
    """What reads of this case are of: itself, its task, and what apps above hang on it."""
    names = set()
    for label, (column, source) in kinds().items():
        wanted = inspection.pk if column == "inspection_id" else inspection.task_id
        rows = apps.get_model(label)._base_manager.filter(**{source: wanted})
        names |= {str(name) for name in rows.values_list("public_id", flat=True)}
    return names


def _waiting(path: Path) -> Iterable[reads.Read]:
    return reads.lines_of(path, _folded(path))


def _folded(path: Path) -> int:
    rows = ReadLog.objects.unrestricted().filter(source=path.name)
    return rows.aggregate(last=Max("line"))["last"] or 0


def fold() -> int:
    """Bring what stands in the files into the database; returns how many lines. Any number may do it at once."""
    folded = 0
    for path in reads.files():
        # Asked before the lines are read: nothing can be added to an ended file afterwards.
        ended = reads.ended(path)
        try:
            folded += _fold_file(path)
            if ended:
                _put_away(path)
        except (IntegrityError, FileNotFoundError):
            continue  # another process is at this file
    _miss_whole_files()
    return folded


_begun: dict[Path, reads.Begun] = {}


def _miss_whole_files() -> None:
    """Call out, once, each file that a process began and that is nowhere any more, and a list of them that was changed."""
    begun = _begun.setdefault(Path(settings.HOME), reads.Begun())
    if fault := begun.read_on():
        log.critical("reads/%s: %s", reads.OPENED, fault)
    for name in sorted(begun.names):
        if reads.waits(name):
            continue
        if not reads.lies(name) and not ReadLog.objects.unrestricted().filter(source=name).exists():
            log.critical("reads/%s 整个被移走，其中的查阅记录没有保存", name)
        begun.names.discard(name)


def _fold_file(path: Path) -> int:
    """Its lines that are not in the database yet. Those of nothing that is in it (a backup was restored) stay there."""
    folded, last = 0, 0
    while next(iter(reads.lines_of(path, last or _folded(path))), None) is not None:
        with transaction.atomic():
            part = list(islice(reads.lines_of(path, max(last, _folded(path))), CHUNK))
            ReadLog.objects.bulk_create(_rows(part))
        if not part:
            break
        _look_for(part)
        folded, last = folded + len(part), part[-1].no
    return folded


def _look_for(part: list[reads.Read]) -> None:
    """Call out a file that a process wrote before this one and that is nowhere any more."""
    for read in part:
        if read.kind == reads.BEFORE:
            name, lines, last = read.what.split(" ")
            rows = ReadLog.objects.unrestricted().filter(source=name)
            if not reads.lies(name) and not rows.exists():
                log.critical("reads/%s 被移走，其中有 %s 行，末行摘要 %s", name, lines, last)


def _put_away(path: Path) -> None:
    if fault := reads.fault_of(path):
        log.critical("reads/%s: %s", path.name, fault)
    else:
        reads.put_away(path)


def _rows(part: list[reads.Read]) -> list[ReadLog]:
    people = set(Person.objects.filter(pk__in={r.person for r in part}).values_list("pk", flat=True))
    kept = kinds()
    keys = {
        (label, str(name)): pk
        for label, (_, field) in kept.items()
        for name, pk in apps.get_model(label)
        ._base_manager.filter(public_id__in={name for r in part if r.kind == label for name in r.ids})
        .values_list("public_id", field)
    }
    return [
        ReadLog(
            source=read.source,
            line=read.no,
            digest=read.digest,
            person_id=read.person,
            at=read.at,
            what=read.what,
            door=read.door,
            **{kept[read.kind][0]: key},
        )
        for read in part
        if read.person in people
        for name in read.ids
        if (key := keys.get((read.kind, name))) is not None
    ]
