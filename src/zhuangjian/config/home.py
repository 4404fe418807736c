"""The one home directory of all state: database, evidence, lake, keys, logs."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

FOLDERS = ("database", "evidence", "documents", "lake", "keys", "logs", "uploads")


def home() -> Path:
    """``ZHUANGJIAN_HOME`` (default ``./var``), created with its folders on first use."""
    root = Path(os.environ.get("ZHUANGJIAN_HOME") or "var").resolve()
    if root.exists() and not os.access(root, os.W_OK):
        return root
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "keys").chmod(0o700)
    # A mounted volume may belong to somebody else; the keys' own folder is closed in any case.
    with suppress(OSError):
        root.chmod(0o700)
    return root


def secret(name: str, length: int = 48) -> str:
    """A random secret kept in ``keys/``, made once. Two processes starting together end up with the same one."""
    path = home() / "keys" / name
    if not path.exists():
        temporary = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(length))
        # A link appears complete or not at all, and never replaces the other process's secret.
        with suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    return path.read_text(encoding="ascii").strip()
