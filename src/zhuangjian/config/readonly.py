"""A home that cannot be written (a read-only mount, a kept backup) is opened for looking only."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any


def read_only(home: Path) -> bool:
    """Whether the home is for looking only: told so by ``ZHUANGJIAN_READ_ONLY``, or not writable."""
    return os.environ.get("ZHUANGJIAN_READ_ONLY") == "1" or not os.access(home / "database", os.W_OK)


def for_looking(database: Any) -> None:
    """Change a SQLite database's settings so that nothing of it is written, not even the files beside it.

    ``immutable`` passes over the write-ahead log: where one was left behind, a copy with it is opened instead.
    """
    path = Path(database["NAME"])
    log = path.with_name(path.name + "-wal")
    database["OPTIONS"] = {"init_command": "PRAGMA query_only=ON;"}
    if log.exists() and log.stat().st_size:
        folder = Path(tempfile.mkdtemp(prefix="zhuangjian-look-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for file in (path, log):
            shutil.copyfile(file, folder / file.name)
        database["NAME"] = str(folder / path.name)
    else:
        database["NAME"] = f"{path.resolve().as_uri()}?immutable=1"
