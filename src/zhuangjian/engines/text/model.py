"""What an official text consists of once it is read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from zhuangjian.engines.text.numerals import numeral

Kind = Literal["articles", "plan"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of the file that is not part of the text: line (from 1), what it was, why it was left out (Chinese)."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item （一） of an article; ``paragraph`` is the index of the paragraph it hangs on (-1: none).

    ``continuation`` holds paragraphs inside the item, before the next item of the same list.
    """

    number: int
    paragraph: int
    text: str
    continuation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """Article 第X条. ``text`` is complete, in order, one line per paragraph or item, without its heading number.

    ``key`` is ``14``, or ``14-1`` for 第十四条之一; ``reference`` is ``CQ 14`` when the document's code is known.
    """

    number: int
    key: str
    reference: str
    chapter: int | None
    section: str
    paragraphs: tuple[str, ...]
    items: tuple[Item, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Chapter 第X章 with the keys of its articles."""

    number: int
    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Item （一） of a plan's section; ``text`` is complete, heading included; ``paragraphs`` without the heading."""

    number: int
    key: str
    reference: str
    title: str
    paragraphs: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PlanSection:
    """Section 一、 of a plan; ``paragraphs`` stand before its first item."""

    number: int
    key: str
    reference: str
    title: str
    paragraphs: tuple[str, ...]
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, section opening or item as it is shown beside a rule; ``chapter`` is its full heading."""

    key: str
    reference: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class OfficialText:
    """An official text without the page around it.

    ``articles`` texts have chapters and articles, ``plan`` texts have sections. ``notice`` is the covering notice,
    ``preface`` what stands between title and body, ``closing`` what follows the body (signature, date, annexes).
    ``source_name`` and ``source_digest`` (SHA-256 of its bytes) tell the file; ``warnings`` (Chinese) name what looks wrong in the file, such as a missing article.
    """

    title: str
    kind: Kind
    document: str
    document_no: str
    issued_on: date | None
    effective_on: date | None
    notice: tuple[str, ...]
    preface: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    sections: tuple[PlanSection, ...]
    closing: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    warnings: tuple[str, ...]
    source_name: str
    source_digest: str

    def entries(self) -> tuple[Entry, ...]:
        """Every article, or every section opening and item of a plan, in order, ready to be stored and shown."""
        if self.kind == "articles":
            titles = {c.number: f"第{numeral(c.number)}章 {c.title}" for c in self.chapters}
            return tuple(
                Entry(a.key, a.reference, titles.get(a.chapter or 0, ""), a.text) for a in self.articles
            )
        found: list[Entry] = []
        for section in self.sections:
            heading = f"{numeral(section.number)}、{section.title}"
            opening = "\n".join((section.title, *section.paragraphs))
            found.append(Entry(section.key, section.reference, heading, opening))
            found += [Entry(item.key, item.reference, heading, item.text) for item in section.items]
        return tuple(found)

    def units(self) -> tuple[tuple[str, str], ...]:
        """(key, complete text) of every article, or of every section opening and item of a plan, in order."""
        return tuple((entry.key, entry.text) for entry in self.entries())

    @property
    def digest(self) -> str:
        """SHA-256 (64 hex digits) over title, number and every unit: equal for the same words whatever page or encoding."""
        chapters = [[c.number, c.title] for c in self.chapters]
        content = [self.title, self.document_no, self.kind, chapters, list(self.preface), self.units()]
        canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form; the same file always gives the same document."""
        data = asdict(self)
        for key in ("issued_on", "effective_on"):
            data[key] = data[key].isoformat() if data[key] else None
        return {"digest": self.digest, **data}
