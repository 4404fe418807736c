"""``coverage``: one row per article of both documents, with how the system meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .bases import Basis, weakest
from .loader import KINDS, Pack, load_pack, pack_names
from .models import Article, Dated
from .proofs import proofs, proved, rules_of

SAID = {"partly": "部分实现", "not_yet": "尚未实现"}


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
    rules: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """``CQ 39``."""
        return f"{self.document} {self.article}"


def coverage(root: Path | None = None) -> list[CoverageRow]:
    """Every article of every document that a pack implements, in the documents' order."""
    rows = []
    for pack in (load_pack(name, root) for name in pack_names(root)):
        found = proofs(root, pack.name) if pack.articles else {}
        one = {
            number: _row(pack, number, article, found.get(number, {}))
            for number, article in pack.articles.items()
        }
        rows += [
            _together(row, [one[f"{number}-{n + 1}"] for n in range(len(pack.articles[number].measures))])
            for number, row in one.items()
        ]
    return rows


def article_of(reference: str, root: Path | None = None) -> CoverageRow | None:
    """The row for ``CQ 39`` or ``LN 2(1)``, or ``None`` for laws outside the two documents."""
    return next((row for row in coverage(root) if row.reference == reference), None)


def _row(pack: Pack, number: str, article: Article, found: Mapping[str, Any]) -> CoverageRow:
    said = proved(pack, number, article, found)
    return CoverageRow(
        document=pack.head.document,
        article=number,
        title=article.title,
        summary=article.summary,
        kind=article.kind,
        status=said.status,
        met_by={"code": article.met_by.code, "tests": article.met_by.tests},
        values=article.values,
        basis=_basis(pack, article),
        note="；".join([*([article.note] if article.note else []), *said.lacking]),
        pack=pack.label,
        rules=rules_of(pack, number, article),
        lacking=said.lacking,
    )


def _together(section: CoverageRow, measures: list[CoverageRow]) -> CoverageRow:
    """A section that is split into measures is as far as they are; any other row stays as it is."""
    if not measures:
        return section
    statuses = {row.status for row in measures}
    lacking = tuple(
        f"第 {place} 项“{row.title}”{SAID[row.status]}"
        for place, row in enumerate(measures, 1)
        if row.status != "met"
    )
    parts = {
        part: tuple(dict.fromkeys(entry for row in measures for entry in row.met_by[part]))
        for part in ("code", "tests")
    }
    return replace(
        section,
        status=statuses.pop() if len(statuses) == 1 else "partly",
        met_by=parts,
        lacking=lacking,
        note="；".join(lacking),
        rules=tuple(dict.fromkeys([*section.rules, *(rule for row in measures for rule in row.rules)])),
    )


def _basis(pack: Pack, article: Article) -> Basis:
    series: list[Dated] = []
    for name in article.values:
        for kind in KINDS:
            series.extend(getattr(pack, kind).get(name, ()))
    return weakest(v.basis for v in series)
