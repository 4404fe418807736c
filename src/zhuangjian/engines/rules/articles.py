"""``coverage``: one row per article of both documents, with how the system meets it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .bases import Basis, weakest
from .loader import KINDS, Pack, load_pack, pack_names
from .models import Article, Dated


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One article: what it asks in our own words, what kind of thing it is, and where it lives in code and tests."""

    document: str
    article: str
    title: str
    summary: str
    kind: tuple[str, ...]
    status: str
    met_by: dict[str, tuple[str, ...]]
    values: tuple[str, ...]
    basis: Basis
    note: str
    pack: str

    @property
    def reference(self) -> str:
        """``CQ 39``."""
        return f"{self.document} {self.article}"


def coverage(root: Path | None = None) -> list[CoverageRow]:
    """Every article of every document that a pack implements, in the documents' order."""
    packs = [load_pack(name, root) for name in pack_names(root)]
    return [
        _row(pack, number, article)
        for pack in packs
        if pack.head.document
        for number, article in pack.articles.items()
    ]


def article_of(reference: str, root: Path | None = None) -> CoverageRow | None:
    """The row for ``CQ 39`` or ``LN 2(1)``, or ``None`` for laws outside the two documents."""
    return next((row for row in coverage(root) if row.reference == reference), None)


def _row(pack: Pack, number: str, article: Article) -> CoverageRow:
    return CoverageRow(
        document=pack.head.document,
        article=number,
        title=article.title,
        summary=article.summary,
        kind=article.kind,
        status=article.status,
        met_by={"code": article.met_by.code, "tests": article.met_by.tests},
        values=article.values,
        basis=_basis(pack, article),
        note=article.note,
        pack=pack.label,
    )


def _basis(pack: Pack, article: Article) -> Basis:
    series: list[Dated] = []
    for name in article.values:
        for kind in KINDS:
            series.extend(getattr(pack, kind).get(name, ()))
    return weakest(v.basis for v in series)
