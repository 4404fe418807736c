"""The one home directory of all state: database, evidence, lake, keys, logs."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from zhuangjian.config.durable import make_folder, write_once

UNFINISHED = "RESTORE-UNFINISHED"  # lies in a home into which a backup was not restored to the end
FOLDERS = ("database", "evidence", "documents", "lake", "keys", "logs", "uploads", "reads")


def home() -> Path:
    """``ZHUANGJIAN_HOME`` (default ``./var``), created with its folders on first use."""
    root = Path(os.environ.get("ZHUANGJIAN_HOME") or "var").resolve()
    if root.exists() and not os.access(root, os.W_OK):
        return root
    there = next(path for path in (root, *root.parents) if path.exists())
    for name in FOLDERS:
        if not (root / name).is_dir():
            make_folder(root / name, there)
    (root / "keys").chmod(0o700)
    # A mounted volume may belong to somebody else; the keys' own folder is closed in any case.
    with suppress(OSError):
        root.chmod(0o700)
    return root


def secret(name: str, length: int = 48) -> str:
    """A random secret kept in ``keys/``, made once. Two processes starting together end up with the same one."""
    path = home() / "keys" / name
    if not path.exists():
        write_once(path, secrets.token_urlsafe(length).encode("ascii"))
    return path.read_text(encoding="ascii").strip()
