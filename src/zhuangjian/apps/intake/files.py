"""Source files kept under the home by their digest, so that an interrupted load can go on."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def kept(digest: str) -> Path:
    """Where the file with this digest lies."""
    return Path(settings.HOME) / "uploads" / digest[:2] / digest


def keep(path: Path, digest: str) -> Path:
    """Copy a file there unless it is there already; the copy is complete or absent, never half."""
    target = kept(digest)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    os.close(handle)
    try:
        shutil.copyfile(path, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


@contextmanager
def written(content: bytes, name: str) -> Iterator[Path]:
    """The bytes as a file with this name's ending, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="zhuangjian-") as folder:
        path = Path(folder) / f"upload{Path(name).suffix[:10]}"
        path.write_bytes(content)
        yield path
