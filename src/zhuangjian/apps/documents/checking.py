"""Compares every stored file with the digest that its row keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.apps import apps

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.documents.store import path_of
from zhuangjian.apps.ledger.faults import Fault

# Model, the field with the digest, the folder of its files.
STORED = (
    ("documents.document", "digest", "documents"),
    ("evidence.evidence", "sha256", "evidence"),
    ("registry.contact", "letter_digest", "documents"),
    ("enforcement.bundle", "digest", "evidence"),
    ("enforcement.bundlefile", "stored", "evidence"),
    ("cooperation.annex", "sha256", "evidence"),
    ("cooperation.publiccopy", "sha256", "evidence"),
)
PIECE = 1024 * 1024


class FileWalk:
    """One walk over the files of all evidence, documents and letters; ``checked`` counts the rows."""

    def __init__(self) -> None:
        self.checked = 0

    def faults(self) -> Iterator[Fault]:
        """Files that are missing, unreadable or other than their digest says. Read piece by piece."""
        for label, field, folder in STORED:
            model = apps.get_model(label)
            called = "public_id" if issubclass(model, PublicId) else "pk"
            rows = model._base_manager.order_by("pk").exclude(**{field: ""}).values_list(called, field)
            for name, digest in rows.iterator(chunk_size=500):
                self.checked += 1
                if what := _fault(folder, digest):
                    yield Fault(f"{model._meta.verbose_name} {name} 的文件", what)


def _fault(folder: str, digest: str) -> str:
    found = hashlib.sha256()
    try:
        with open(path_of(folder, digest), "rb") as file:
            while piece := file.read(PIECE):
                found.update(piece)
    except (OSError, ValueError):
        return "不在存储目录中或读不出来，请从备份恢复"
    return "" if found.hexdigest() == digest else "内容与登记的摘要不符：文件被改动"
