"""What a backup consists of, written last and signed: without it a folder is no backup."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhuangjian.config.durable import sync_folder, write_whole
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal

NAME = "manifest.json"
DATABASE = "database.sqlite3"
FORMAT = "zhuangjian-backup-1"
CHUNK = 1 << 20


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy one file for good; returns its size and SHA-256. The folders are synced by the caller."""
    digest, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(source, "rb") as reader, open(target, "xb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return size, digest.hexdigest()


def digest_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return path.stat().st_size, digest.hexdigest()


def sync_tree(root: Path) -> None:
    """Enter every file below for good."""
    for folder, _, _ in os.walk(root):
        sync_folder(Path(folder))


def write(folder: Path, data: Mapping[str, Any], key: Ed25519PrivateKey) -> None:
    """Sign and write the manifest."""
    body = {**data, "format": FORMAT}
    signature = key.sign(merkle.canonical_bytes(body)).hex()
    write_whole(
        folder / NAME, json.dumps({**body, "signature": signature}, ensure_ascii=False, indent=1).encode()
    )


def read(folder: Path) -> dict[str, Any]:
    """The manifest, not yet checked; a Refusal when there is none."""
    try:
        data = json.loads((folder / NAME).read_bytes())
    except FileNotFoundError:
        raise Refusal(f"{folder} 不是完整的备份：没有 {NAME}（备份可能中断过）。") from None
    except (OSError, ValueError):
        raise Refusal(f"{folder / NAME} 读不出来或已损坏。") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refusal(f"{folder} 的备份格式不是这个版本能读的。")
    return data


def faults(folder: Path, data: Mapping[str, Any], key: Ed25519PublicKey) -> Iterator[str]:
    """What is wrong with the backup, in Chinese: signature, and every file against its size and digest."""
    body = {name: value for name, value in data.items() if name != "signature"}
    try:
        key.verify(bytes.fromhex(str(data.get("signature"))), merkle.canonical_bytes(body))
    except (InvalidSignature, ValueError):
        yield f"{NAME}：签名不成立，内容被改动，或密钥不是这份备份的"
        return
    for name, (size, digest) in data["files"].items():
        path = folder / name
        if not path.is_file():
            yield f"{name}：缺失"
        elif digest_of(path) != (size, digest):
            yield f"{name}：内容与清单不符"
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - set(data["files"]) - {NAME}):
        yield f"{name}：不在清单中"
