"""Files that an enterprise hands in: looked into by their own bytes, kept by digest, and given back to both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.sniff import kind_of
from zhuangjian.apps.ledger.uploads import Upload
from zhuangjian.engines.rules.answer import Refusal

LARGEST = 20 * 1024 * 1024
FORMATS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG 照片",
    "image/png": "PNG 图片",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（.docx）",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel（.xlsx）",
}


@dataclass(frozen=True)
class HandedIn:
    """One file that was looked into and stored, not yet entered."""

    name: str
    media_type: str
    file: store.Stored


def taken_in(uploads: Iterable[Upload]) -> list[HandedIn]:
    """The files, stored by digest; outside the ledger's lock.

    Raises Refusal for contents of another format, whatever the name says, and for a file over 20 MB.
    """
    found = []
    for upload in uploads:
        if not upload.size:
            raise Refusal(f"附件“{upload.name}”是空文件，请重新选择。", missing=["有内容的附件"])
        known = kind_of(upload.opened())
        kind = known[1] if known else ""
        if kind not in FORMATS:
            raise Refusal(
                f"附件“{upload.name}”的内容不是可以接收的格式（{'、'.join(FORMATS.values())}）。",
                missing=[f"附件应为 {'、'.join(FORMATS.values())}"],
            )
        if upload.size > LARGEST:
            raise Refusal(f"附件“{upload.name}”超过 20 MB。", missing=["不超过 20 MB 的附件"])
        found.append(HandedIn(upload.name, kind, store.stored("documents", upload.opened())))
    return found


def entered(
    target: models.Model, kind: str, what: str, files: Iterable[HandedIn], *, by: Any, at: Any
) -> list[dict[str, str]]:
    """The files as documents of the case, for both sides; returns name and digest of each, for the row that lists them."""
    rows = []
    for one in files:
        title = f"{what}：{one.name}"[:200]
        document = store.keep_document(
            target, kind, title, one.file, one.media_type, by=by, at=at, for_party=True
        )
        rows.append({"name": one.name, "sha256": document.digest})
    return rows
