"""``zhuangjian backup``: database, files and signed head of one moment, the keys apart."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from zhuangjian import __version__
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.apps.ledger import gaps, heads
from zhuangjian.apps.ledger import keys as ledger_keys
from zhuangjian.apps.ledger.heads import Head
from zhuangjian.backup import keyfile, manifest, rows
from zhuangjian.backup.rows import Say
from zhuangjian.config.durable import sync_folder
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal

STORES = ("evidence", "documents", "uploads")


def make(target: Path, keys: Path | None, passphrase: str, say: Say) -> dict[str, Any]:
    """Write a backup to the new folder ``target``, and the keys to the file ``keys``; returns the manifest.

    It is put together beside the target and gets its name only when every part is on the disk: what is there under
    the name is whole. Writers go on meanwhile.
    """
    target = target.resolve()
    _refuse_taken(target, keys)
    _clear_abandoned(target)
    staging = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        staging.mkdir(mode=0o700)
        kept = _kept_head()
        # Reads still in their files would stay behind: the copy holds the database's rows.
        fold()
        say("正在复制数据库")
        rows.copy_out(staging / manifest.DATABASE, say)
        data = _described(staging, kept, say)
        manifest.sync_tree(staging)
        manifest.write(staging, data, ledger_keys.private_key())
        if keys is not None:
            keyfile.write(ledger_keys.folder(), keys, passphrase)
        if target.exists():
            target.rmdir()
        os.rename(staging, target)
        sync_folder(target.parent)
    except OSError as error:
        raise Refusal(f"备份写不进 {target}（{error.strerror}），请检查磁盘空间与权限。") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return data


def _kept_head() -> Head | None:
    """Read before the database: entries made meanwhile then only make the copy larger."""
    try:
        kept = heads.last_head()
    except (ValueError, TypeError):
        raise Refusal("树头文件 keys/ledger.head 已损坏，请先运行 zhuangjian ledger verify 查明。") from None
    return None if kept is None or gaps.naming(kept) else kept


def _refuse_taken(target: Path, keys: Path | None) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refusal(f"{target} 已有内容，请换一个新的目录名，例如带上日期。")
    if not target.parent.is_dir():
        raise Refusal(f"{target.parent} 不存在，请先建立。")
    if keys is not None and keys.exists():
        raise Refusal(f"密钥文件 {keys} 已存在，请换一个名字。")
    if keys is not None and target in keys.resolve().parents:
        raise Refusal("密钥文件不能放在备份目录里：请另放一处，由另外的人保管。")


def _clear_abandoned(target: Path) -> None:
    """Remove what backups to the same name left behind when they were killed."""
    for left in target.parent.glob(f".{target.name}.*.part"):
        pid = left.name.split(".")[-2]
        if pid.isdecimal():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(int(pid), 0)
                continue
            shutil.rmtree(left, ignore_errors=True)


def _described(staging: Path, kept: Head | None, say: Say) -> dict[str, Any]:
    database = staging / manifest.DATABASE
    with open(database, "rb") as file:
        os.fsync(file.fileno())
    files = {manifest.DATABASE: manifest.digest_of(database)}
    damaged = []
    for name, path in _stored():
        size, digest = manifest.copy_file(path, staging / "files" / name)
        files[f"files/{name}"] = (size, digest)
        if digest != path.name:
            damaged.append(name)
        if len(files) % 1000 == 0:
            say(f"文件：已复制 {len(files)} 个")
    head, sound = _head_of(database, kept)
    return {
        "made_at": datetime.now(UTC).isoformat(),
        "version": __version__,
        "region": settings.REGION,
        "ledger": {"size": head["size"], "root": head["root"], "head": head, "sound": sound},
        "files": {name: list(value) for name, value in sorted(files.items())},
        "damaged": damaged,
        "public_key": ledger_keys.public_key_hex(),
    }


def _stored() -> Iterator[tuple[str, Path]]:
    for store in STORES:
        root = Path(settings.HOME) / store
        for path in sorted(root.rglob("*")):
            # Files still being written end otherwise; nothing in the database names them yet.
            if path.is_file() and len(path.name) == 64:
                yield str(path.relative_to(root.parent)), path


def _head_of(file: Path, kept: Head | None) -> tuple[dict[str, Any], bool]:
    """The copy's own head, signed; and whether the copy grew from the ``kept`` one. If not, the kept one stays."""
    database = sqlite3.connect(file)
    try:
        size, algorithm = database.execute(
            "SELECT count(*), COALESCE((SELECT algorithm FROM ledger_entry ORDER BY seq LIMIT 1), ?) FROM ledger_entry",
            [settings.HASH],
        ).fetchone()
        peaks = _peaks(database, size)
        sound = kept is None or (
            kept.size <= size and heads.root_of(_peaks(database, kept.size), algorithm) == kept.root
        )
        if kept is not None and not sound:
            return kept.to_dict(), False
        if algorithm not in merkle.ALGORITHMS:
            raise Refusal(f"不认识的摘要算法“{algorithm}”。")
        head = heads.signed(size, heads.root_of(peaks, algorithm), algorithm)
        return {**head.to_dict(), "peaks": peaks}, True
    finally:
        database.close()


def _peaks(database: sqlite3.Connection, size: int) -> list[str]:
    found = []
    for place in heads.perfect_subtrees(size):
        row = database.execute(
            'SELECT hash FROM ledger_node WHERE level = ? AND "index" = ?', place
        ).fetchone()
        if row is not None:
            found.append(str(row[0]))
    return found
