"""Files that are still there, whole, after the power fails: contents, names and folders are all on the disk on return."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes | Iterable[bytes], mode: int = 0o600) -> None:
    """Put the file there, complete or not at all, in place of an earlier one."""
    temporary = _written_beside(path, content, mode)
    try:
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_once(path: Path, content: bytes, mode: int = 0o600) -> None:
    """The same, but an existing file stays: of two processes that start together the first one's is kept."""
    temporary = _written_beside(path, content, mode)
    # A link appears complete or not at all, and never replaces the other process's file.
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
    sync_folder(path.parent)


def _written_beside(path: Path, content: bytes | Iterable[bytes], mode: int) -> Path:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in (content,) if isinstance(content, bytes) else content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def make_folder(path: Path, below: Path) -> None:
    """The folder and whatever leads to it from ``below``, each entered for good in the one above it.

    Also when it exists: who made it may not have come to that yet.
    """
    path.mkdir(parents=True, exist_ok=True)
    while path != below:
        path = path.parent
        sync_folder(path)


def sync_folder(path: Path) -> None:
    """Write the folder's own list of names to the disk, where the file system knows how (some network ones do not)."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)
