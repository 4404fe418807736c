"""The read log on the disk: who read what, written down before it is shown, without asking the database.

A write to the database may have to wait for an act that holds the ledger; who only reads never does. Each process
appends to a file of its own under ``reads/`` in the home. A line is on the disk before the answer leaves, and carries
the digest of itself and the line before it. What a kill tore off at the end was never shown to anybody.

``<digest> {"at":…,"door":…,"ids":[…],"kind":…,"no":…,"person":…,"what":…}``, the digest over the previous line's and
the JSON text. Later the lines are folded into the database (see the app above that owns the rows).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.config.durable import make_folder, sync_folder

FOLDER = "reads"
FOLDED = "folded"
# Beside the files: the name of every one that was begun, so that the last of a process is missed too.
OPENED = "opened"
LINES = 1000
# No line is longer than this, however many cases an export has.
IDS = 200
BEGIN = "0" * 64
# The kind of a line that names the file which the same process wrote before: its name, lines and last digest.
BEFORE = "reads.before"
log = logging.getLogger("zhuangjian.reads")


class NotNoted(Exception):
    """The read could not be written down, so nothing may be shown: the doors answer 503."""


@dataclass(frozen=True)
class Read:
    """One line: what of which rows of a model was read by whom, when and through which door."""

    source: str
    no: int
    at: datetime
    person: int
    kind: str
    ids: tuple[str, ...]
    what: str
    door: str
    digest: str


@dataclass
class _Writer:
    lock: threading.Lock = field(default_factory=threading.Lock)
    handle: int = -1
    folder: Path | None = None
    name: str = ""
    day: str = ""
    no: int = 0
    last: str = BEGIN

    def append(self, facts: dict[str, Any]) -> None:
        with self.lock:
            try:
                self._watch()
                earlier = (self.name, self.no, self.last)
                if self._open() and earlier[0]:
                    # So that a file that is taken away whole is missed: the next one names it (`inspections.reading`).
                    self._write({**facts, "kind": BEFORE, "ids": [], "what": " ".join(map(str, earlier))})
                self._write(facts)
            except OSError as error:
                # Whatever is half there stays the end of that file; the next read begins another.
                self.close()
                raise NotNoted(f"read log: {error}") from error

    def _write(self, facts: dict[str, Any]) -> None:
        text = _canonical({**facts, "no": self.no + 1})
        digest = chained(self.last, text)
        line = f"{digest} {text}\n".encode()
        if os.write(self.handle, line) != len(line):
            raise OSError("short write")
        os.fsync(self.handle)
        self.no, self.last = self.no + 1, digest

    def _watch(self) -> None:
        """End this process's file when somebody has removed it: what is written to it is in no folder any more."""
        if self.handle >= 0 and not os.fstat(self.handle).st_nlink:
            log.critical("reads/%s 被移走，其中有 %s 行，末行摘要 %s", self.name, self.no, self.last)
            self.close()

    def _open(self) -> bool:
        """This process's file, and whether it is a new one; nobody sees it under its name before it is locked."""
        folder, day = Path(settings.HOME) / FOLDER, f"{timezone.localdate():%Y%m%d}"
        if self.handle >= 0 and (self.folder, self.day) == (folder, day) and self.no < LINES:
            return False
        self.close()
        if not folder.is_dir():
            make_folder(folder, folder.parent)
        path = folder / f"{day}-{os.getpid()}-{os.urandom(6).hex()}.log"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
        self.handle = os.open(path.with_suffix(".new"), flags, 0o600)
        # Held while the file may grow; the system lets go of it when the process dies.
        fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.rename(path.with_suffix(".new"), path)
        sync_folder(folder)
        _enrol(folder, path.name)
        self.folder, self.name, self.day, self.no, self.last = folder, path.name, day, 0, BEGIN
        return True

    def close(self) -> None:
        if self.handle >= 0:
            with suppress(OSError):
                os.close(self.handle)
        self.handle = -1


def _enrol(folder: Path, name: str) -> None:
    """Add a file's name to the list of those begun, on the disk before the first line is; others wait for no more than that."""
    handle = os.open(folder / OPENED, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        *whole, torn = os.pread(handle, 4096, max(0, size - 4096)).split(b"\n")
        # What a kill tore off named a file that had no line yet.
        size -= len(torn)
        os.ftruncate(handle, size)
        last = whole[-1].split(b" ")[0].decode("ascii", "replace") if whole else BEGIN
        line = f"{chained(last, name)} {name}\n".encode()
        if os.pwrite(handle, line, size) != len(line):
            raise OSError("short write")
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass
class Begun:
    """How far the list of files begun was read, and which of them are not folded for good."""

    at: int = 0
    last: str = BEGIN
    names: set[str] = field(default_factory=set)

    def read_on(self) -> str:
        """Take in what was added; what is wrong with the list, if anything is: then it is read anew next time."""
        path = Path(settings.HOME) / FOLDER / OPENED
        content = path.read_bytes()[self.at :] if path.is_file() else b""
        if self.at and (not path.is_file() or path.stat().st_size < self.at):
            self.at, self.last = 0, BEGIN
            return "被移走或者截短"
        for raw in content.split(b"\n")[:-1]:
            digest, _, name = raw.decode("utf-8", "replace").partition(" ")
            fault = "" if chained(self.last, name) == digest else f"“{name}”一行与前文不相连：被改动"
            self.at, self.last = self.at + len(raw) + 1, digest
            self.names.add(name)
            if fault:
                return fault
        return ""


_writer = _Writer()


def _forget() -> None:
    """In a forked child: the file is the parent's, and so may the lock be."""
    global _writer
    with suppress(OSError):
        if _writer.handle >= 0:
            os.close(_writer.handle)
    _writer = _Writer()


os.register_at_fork(after_in_child=_forget)


# Ids that were written down while one answer was made, so that none is written down twice.
_already: ContextVar[set[str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Around the making of one answer: the ids written down meanwhile."""
    found: set[str] = set()
    token = _already.set(found)
    try:
        yield found
    finally:
        _already.reset(token)


def note(person: Any, rows: Sequence[Any], what: str, door: str) -> None:
    """Write down that these rows of one model are about to be shown. Raises :class:`NotNoted`."""
    already = _already.get()
    for start in range(0, len(rows), IDS):
        part = rows[start : start + IDS]
        if already is not None:
            already.update(str(id_of(row)) for row in part)
        _writer.append(
            {
                "at": timezone.now().isoformat(),
                "person": person.pk,
                "kind": part[0]._meta.label_lower,
                "ids": [str(id_of(row)) for row in part],
                "what": what[:80],
                "door": door,
            }
        )


def exported(person: Any, rows: Sequence[Any], door: str = "导出") -> None:
    """For ``Sheet.noted``: a table of these rows is taken away."""
    note(person, rows, "列表导出" if door == "导出" else "列表", door)


def close() -> None:
    """End this process's file, so that it can be folded whole; the next read begins another."""
    with _writer.lock:
        _writer.close()
        _writer.name = ""


def files() -> list[Path]:
    """The files that were not folded to their end yet, oldest first."""
    folder = Path(settings.HOME) / FOLDER
    return sorted(folder.glob("*.log")) if folder.is_dir() else []


def lies(name: str) -> bool:
    """Whether a file of reads is still there, folded or not."""
    folder = Path(settings.HOME) / FOLDER
    return (folder / name).is_file() or (folder / FOLDED / name).is_file()


def waits(name: str) -> bool:
    """Whether a file of reads lies where it is still written or folded."""
    return (Path(settings.HOME) / FOLDER / name).is_file()


def lines_of(path: Path, after: int = 0) -> Iterator[Read]:
    """The whole lines of a file beyond number ``after``. Ends before a line that is torn or does not fit the one before."""
    last = BEGIN
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # folded to its end meanwhile
        return
    for no, raw in enumerate(content.split(b"\n")[:-1], 1):
        digest, _, text = raw.decode("utf-8", "replace").partition(" ")
        if chained(last, text) != digest:
            return
        last = digest
        if no > after:
            facts = json.loads(text)
            yield Read(
                path.name,
                no,
                datetime.fromisoformat(facts["at"]),
                facts["person"],
                facts["kind"],
                tuple(facts["ids"]),
                facts["what"],
                facts["door"],
                digest,
            )


def fault_of(path: Path) -> str:
    """What is wrong with a file that nobody writes any more: empty, a torn end, or a line that was changed."""
    content = path.read_bytes()
    whole = content.count(b"\n")
    good = sum(1 for _ in lines_of(path))
    if good < whole:
        return f"第 {good + 1} 行与前文不相连：被改动"
    return ""


def ended(path: Path) -> bool:
    """Whether its process is gone or has begun another file: nothing will be added."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def put_away(path: Path) -> None:
    """A file whose every line is in the database is kept beside, as it was written."""
    aside = path.parent / FOLDED
    if not aside.is_dir():
        make_folder(aside, path.parent)
    os.replace(path, aside / path.name)
    sync_folder(aside)
    sync_folder(path.parent)


def chained(before: str, text: str) -> str:
    """The digest of a line, chained to the line before."""
    return hashlib.sha256(f"{before} {text}".encode()).hexdigest()


def _canonical(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
