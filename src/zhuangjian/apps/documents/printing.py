"""Papers of a case: printed before the ledger is taken, entered under its lock, and only if they still say what holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.render import contexts, render_docx, render_pdf
from zhuangjian.apps.documents.sniff import thumbnail
from zhuangjian.apps.ledger.action import MovedOn

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Pixels along the longer side of a printed photograph: sharp on half a page.
PHOTO_SIDE = 1100
RENDER = {PDF: render_pdf, DOCX: render_docx}


@dataclass(frozen=True)
class Paper:
    """One document to be made: its template, its format, and everything it says."""

    template: str
    kind: str
    title: str
    media_type: str
    context: contexts.Document
    for_party: bool = False


@dataclass(frozen=True)
class Printed:
    """Papers with their stored files, in the same order."""

    papers: tuple[Paper, ...]
    files: tuple[store.Stored, ...]


def print_out(papers: Sequence[Paper]) -> Printed:
    """Render each paper and store its file. Slow: for ``prepare()``. Raises Refusal when a paper cannot be made."""
    files = [store.stored("documents", RENDER[p.media_type](p.template, _filled(p.context))) for p in papers]
    return Printed(tuple(papers), tuple(files))


def _filled(context: contexts.Document) -> contexts.Document:
    """With its pictures read: what is compared under the lock names them by digest alone."""
    if not isinstance(context, contexts.PhotoAppendix):
        return context
    photos = tuple(
        one.model_copy(update={"image": thumbnail(store.get("evidence", one.sha256), PHOTO_SIDE)})
        for one in context.photos
    )
    return context.model_copy(update={"photos": photos})


def enter(
    target: models.Model, papers: Sequence[Paper], printed: Printed, *, by: Any, at: Any
) -> list[Document]:
    """The rows of printed papers. ``papers`` is what they must say now, read again under the ledger's lock.

    Raises :class:`MovedOn` when something printed has changed meanwhile: the step is then prepared once more.
    """
    if tuple(papers) != printed.papers:
        raise MovedOn
    return [
        store.keep_document(
            target,
            paper.kind,
            paper.title,
            file,
            paper.media_type,
            by=by,
            at=at,
            number=paper.context.number,
            for_party=paper.for_party,
        )
        for paper, file in zip(papers, printed.files, strict=True)
    ]


def digests(rows: Sequence[Document], media_type: str = PDF) -> Mapping[str, str]:
    """Kind -> SHA-256 of the documents in one format."""
    return {row.kind: row.digest for row in rows if row.media_type == media_type}
