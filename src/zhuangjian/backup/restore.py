"""``zhuangjian restore``: a backup becomes a new home, verified before and after."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhuangjian.backup import keyfile, manifest
from zhuangjian.backup.upgrade import upgraded
from zhuangjian.config.durable import sync_folder, write_whole
from zhuangjian.config.home import UNFINISHED
from zhuangjian.engines.rules.answer import Refusal


def check(source: Path, keys: Path, passphrase: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(manifest, keys) of a whole and unchanged backup; a Refusal listing what is wrong. Needs no Django."""
    data = manifest.read(source)
    held = keyfile.read(keys, passphrase)
    try:
        key = Ed25519PrivateKey.from_private_bytes(held["ledger.key"]).public_key()
    except (KeyError, ValueError):
        raise Refusal(f"密钥文件 {keys} 里没有可用的账本签名密钥。") from None
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
    if raw != data.get("public_key"):
        raise Refusal("这个密钥文件不是这份备份的：公钥不同。")
    if faults := list(manifest.faults(source, data, key)):
        raise Refusal("备份不完整或被改动，没有恢复。", missing=faults[:50])
    return data, held


def empty_home(root: Path, backup: Path) -> None:
    """Refuse a home with anything in it, but for what an interrupted restore of the same backup has left."""
    marker = root / UNFINISHED
    wanted = str(backup.resolve())
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
        return
    if root.exists() and any(path.is_file() for path in root.rglob("*")):
        raise Refusal(
            f"数据目录 {root} 里已有文件，不能恢复到这里。请用 ZHUANGJIAN_HOME 指定一个新的目录；原来的请保留。"
        )
    root.mkdir(parents=True, exist_ok=True)
    write_whole(marker, wanted.encode())


def lay_out(source: Path, root: Path, data: dict[str, Any], held: dict[str, bytes]) -> None:
    """Put keys, head, files and the database file into the new home."""
    for folder in ("keys", "database"):
        (root / folder).mkdir(exist_ok=True)
    (root / "keys").chmod(0o700)
    for name, content in held.items():
        write_whole(root / "keys" / name, content)
    write_whole(root / "keys" / "ledger.head", json.dumps(data["ledger"]["head"]).encode("ascii"))
    for name in data["files"]:
        target = root / (
            "database/restored.part" if name == manifest.DATABASE else name.removeprefix("files/")
        )
        target.unlink(missing_ok=True)
        if manifest.copy_file(source / name, target) != tuple(data["files"][name]):
            raise Refusal(f"{name} 在复制中变了，没有恢复完。")
    manifest.sync_tree(root)


def restore(source: Path, keys: Path, passphrase: str, root: Path, say: Any) -> dict[str, Any]:
    """Bring the backup back into the empty home ``root`` (and database); returns what was verified.

    Until all of it is there and verified the home is marked as unfinished, and nothing else opens it.
    """
    say("正在核对备份")
    data, held = check(source, keys, passphrase)
    _refuse_other_region(data)
    empty_home(root, source)
    say(f"正在恢复 {len(data['files'])} 个文件")
    lay_out(source, root, data, held)
    from zhuangjian.config.ready import django_ready

    django_ready()
    _fill_database(root, say)
    say("正在核对账本、数据与文件")
    report = _verified(data)
    (root / UNFINISHED).unlink()
    sync_folder(root)
    return report


def _refuse_other_region(data: dict[str, Any]) -> None:
    asked = os.environ.get("ZHUANGJIAN_REGION")
    if asked is None:
        os.environ["ZHUANGJIAN_REGION"] = data["region"]
    elif asked != data["region"]:
        raise Refusal(f"备份来自规则包 {data['region']}，而 ZHUANGJIAN_REGION={asked}。请改成一致后再恢复。")


def _fill_database(root: Path, say: Any) -> None:
    from django.db import connection

    from zhuangjian.backup import rows
    from zhuangjian.config.database import migrate_if_needed

    copy = root / "database" / "restored.part"
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
        os.replace(copy, target)
        sync_folder(target.parent)
        refuse_newer()
        migrate_if_needed()
    else:
        if "ledger_entry" in connection.introspection.table_names() and _has_entries():
            raise Refusal("DATABASE_URL 所指的数据库里已有数据，不能恢复到这里。请另建一个空的数据库。")
        say("正在核对并升级数据库的副本")
        upgraded(copy, root)
        migrate_if_needed()
        say("正在写入 PostgreSQL")
        rows.copy_in(copy, say)
        copy.unlink()


def _has_entries() -> bool:
    from zhuangjian.apps.ledger.models import Entry

    return bool(Entry.objects.unrestricted().exists())


def refuse_newer() -> None:
    """A Refusal when the database was made by a version that this one does not know."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = set(loader.disk_migrations)
    installed = {app for app, _ in ours}
    if unknown := sorted(k for k in loader.applied_migrations if k[0] in installed and k not in ours):
        raise Refusal(
            "备份来自更新的版本，这个版本读不了它的数据库。请换用建立备份的版本。",
            missing=[f"{app}.{name}" for app, name in unknown],
        )


def _verified(data: dict[str, Any]) -> dict[str, Any]:
    from zhuangjian.apps.documents.checking import FileWalk
    from zhuangjian.apps.ledger import chain, heads
    from zhuangjian.apps.ledger.verify import verify

    ledger = data["ledger"]
    report = verify(None, [FileWalk().faults()])
    if ledger["sound"]:
        try:
            root = heads.root_at(ledger["size"], chain.algorithm())
        except KeyError:
            root = ""
        if root != ledger["root"]:
            raise Refusal("恢复出来的账本与备份清单的树根不同，没有恢复完。请保留备份与数据目录，查明原因。")
        if not report.ok and not data["damaged"]:
            raise Refusal(
                "恢复出来的数据与账本不符，没有恢复完。请保留备份与数据目录，查明原因。",
                missing=[f"{fault.where}：{fault.what}" for fault in report.faults[:20]],
            )
    return {**report.to_dict(), "made_at": data["made_at"], "files": len(data["files"]) - 1}
