"""Half-written files that a killed process left in the home, and pulses of servers that are gone."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PULSE: Final = "zhuangjian-pulse-"
FOLDERS: Final = ("evidence", "documents", "uploads", "keys", "lake")
# What carries its writer's number goes once that process is gone and the file has been still for some minutes.
STILL: Final = 10 * 60.0
# What carries none, or a number that runs again by chance, goes after an hour and a day.
NAMELESS: Final = 3600.0
REUSED: Final = 24 * 3600.0
_OURS: Final = re.compile(r"\.(\d+)\.[0-9a-f]{8}\.part$")
_NAMELESS: Final = re.compile(r"\.(part|new)$|^tmp[a-z0-9_]{8}$")
log = logging.getLogger("zhuangjian.server")


def swept(home: Path) -> list[Path]:
    """Remove what was left behind; returns the files removed. A file still being written is never touched."""
    found = []
    for folder in FOLDERS:
        for path in _files(home / folder):
            try:
                if _is_left(path):
                    path.unlink()
                    found.append(path)
            except OSError as error:
                log.warning("left where it is: %s (%s)", path, error)
    if found:
        log.info("removed %d half-written files that ended processes left", len(found))
    _old_pulses()
    return found


def _files(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder):
        yield from (Path(where) / name for name in names if _NAMELESS.search(name))


def _is_left(path: Path) -> bool:
    age = time.time() - path.stat().st_mtime
    writer = _OURS.search(path.name)
    if writer is None:
        return age > NAMELESS
    return age > (REUSED if runs(int(writer[1])) else STILL)


def runs(pid: int) -> bool:
    """Whether a process with this number runs on this machine."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _old_pulses() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PULSE}*"):
        number = folder.name.removeprefix(PULSE).partition("-")[0]
        if number.isdecimal() and not runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
