"""Official texts kept by version, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhuangjian.apps.documents import models
from zhuangjian.apps.ledger import chain
from zhuangjian.engines.text.diff import TextDiff, diff_texts
from zhuangjian.engines.text.model import OfficialText


def keep(parsed: OfficialText, source_name: str) -> tuple[models.OfficialText, bool]:
    """The stored version with these words, and whether it is new; the same words are kept once."""
    row, new = models.OfficialText.objects.get_or_create(
        document=parsed.document,
        digest=parsed.digest.removeprefix("sha256:"),
        defaults={
            "title": parsed.title[:300],
            "number": parsed.document_no[:80],
            "source_name": source_name[:200],
        },
    )
    if new:
        models.OfficialArticle.objects.bulk_create(
            models.OfficialArticle(
                text=row, reference=f"{parsed.document} {key}", chapter=chapter[:120], position=n, body=body
            )
            for n, (key, chapter, body) in enumerate(_units(parsed), start=1)
        )
    return row, new


def store(parsed: OfficialText, document: str) -> dict[str, Any]:
    """The command line's way in: keep the version and enter it in the ledger as done by the system itself."""
    with transaction.atomic():
        chain.lock()
        row, new = keep(parsed, f"命令行导入 {parsed.source_digest}")
        if new:
            chain.append(_BySystem(timezone.now(), {"document": document, "digest": row.digest}), row)
    return {
        "id": row.pk,
        "document": row.document,
        "new": new,
        "articles": row.articles.count(),
        "digest": f"sha256:{row.digest}",
    }


@dataclass(frozen=True)
class _BySystem:
    at: datetime
    given: Mapping[str, Any]
    name: str = "documents.import_text"
    article: str = ""
    person: Any = None

    def facts(self) -> Mapping[str, Any]:
        return self.given


def _units(parsed: OfficialText) -> Iterator[tuple[str, str, str]]:
    """(key, chapter or section, whole text) of every article, or of every section opening and item of a plan."""
    chapters = {key: chapter.title for chapter in parsed.chapters for key in chapter.articles}
    sections = {
        key: section.title
        for section in parsed.sections
        for key in (section.key, *(item.key for item in section.items))
    }
    for key, body in parsed.units():
        yield key, chapters.get(key) or sections.get(key, ""), body


@dataclass(frozen=True)
class _Stored:
    """A stored version, as the comparison reads it."""

    title: str
    rows: tuple[tuple[str, str], ...]

    def units(self) -> tuple[tuple[str, str], ...]:
        return self.rows


def difference(old: models.OfficialText, new: models.OfficialText) -> TextDiff:
    """What changed from ``old`` to ``new``, by reference."""
    return diff_texts(_stored(old), _stored(new))  # type: ignore[arg-type]


def _stored(text: models.OfficialText) -> _Stored:
    rows = text.articles.order_by("position").values_list("reference", "body")
    return _Stored(text.title, tuple((str(reference), str(body)) for reference, body in rows))


def words_changed(old: str, new: str) -> list[tuple[str, str]]:
    """``new`` against ``old`` in pieces: (``same`` | ``gone`` | ``come``, text)."""
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", old[a:b]))
            continue
        if b > a:
            pieces.append(("gone", old[a:b]))
        if d > c:
            pieces.append(("come", new[c:d]))
    return pieces
