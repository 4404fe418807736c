"""Files under the home, found by their digest; written once, never overwritten."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import models

from zhuangjian.apps.documents.models import Document
from zhuangjian.config.durable import make_folder, sync_folder, write_whole
from zhuangjian.engines.rules.answer import Refusal


def path_of(folder: str, digest: str) -> Path:
    """``<home>/<folder>/ab/cd/<digest>``."""
    return Path(settings.HOME) / folder / digest[:2] / digest[2:4] / digest


PIECE = 2**20


def put(folder: str, content: bytes | BinaryIO) -> str:
    """Store bytes, or a file piece by piece; their SHA-256 in hex. Complete or not at all, and on the disk when it returns."""
    file = BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    digest = hashlib.file_digest(cast("BytesIO", file), "sha256").hexdigest()
    path = path_of(folder, digest)
    make_folder(path.parent, Path(settings.HOME))
    # A stored file that was cut short or changed is healed by the same bytes coming again.
    if _holds(path, digest):
        sync_folder(path.parent)
    else:
        file.seek(0)
        write_whole(path, iter(lambda: file.read(PIECE), b""))
    return digest


def _holds(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def holds(folder: str, digest: str) -> bool:
    """Whether the file is there, unchanged; read piece by piece."""
    return _holds(path_of(folder, digest), digest)


@dataclass(frozen=True)
class Stored:
    """A file already in a folder of the home: its SHA-256 in hex and its bytes' number."""

    digest: str
    size: int


def stored(folder: str, content: bytes | BinaryIO) -> Stored:
    """Store bytes before the act that will name them; without that act the file stays and is nobody's."""
    digest = put(folder, content)
    return Stored(digest, len(content) if isinstance(content, bytes) else content.seek(0, SEEK_END))


def get(folder: str, digest: str) -> bytes:
    """The bytes, checked against their digest; a Refusal when the file is missing or was changed."""
    try:
        content = path_of(folder, digest).read_bytes()
    except FileNotFoundError:
        raise Refusal(f"文件 {digest[:12]}… 不在存储目录中，请从备份恢复。") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refusal(f"文件 {digest[:12]}… 的内容与登记的摘要不符，可能被改动，请从备份恢复。")
    return content


def keep_document(
    target: models.Model,
    kind: str,
    title: str,
    content: Stored | bytes,
    media_type: str,
    *,
    by: Any,
    at: Any,
    **fields: Any,
) -> Document:
    """One made document of a case as a row; ``edition`` counts up per kind and format.

    Inside an act ``content`` is what :func:`stored` gave before the lock.
    """
    file = stored("documents", content) if isinstance(content, bytes) else content
    label = target._meta.label_lower
    earlier = Document.objects.filter(
        target_model=label, target_id=target.pk, kind=kind, media_type=media_type
    ).count()
    return Document.objects.create(
        kind=kind,
        title=title,
        target_model=label,
        target_id=target.pk,
        edition=earlier + 1,
        media_type=media_type,
        digest=file.digest,
        size=file.size,
        made_at=at,
        made_by=by,
        **fields,
    )
