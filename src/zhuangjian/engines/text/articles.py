"""The body of a text in articles: 章, 节, 条, 款, 项."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhuangjian.engines.text.headings import (
    ARTICLE,
    CHAPTER,
    ITEM,
    PART,
    POINT,
    SUBDIVISION,
    Heading,
    candidates,
    gaps,
    rising,
    squeezed,
)
from zhuangjian.engines.text.model import Article, Chapter, Dropped, Item
from zhuangjian.engines.text.numerals import number, numeral
from zhuangjian.engines.text.reading import Line

ENDED = re.compile(r"[。：:；;！!？?….][”」』）)》]*$")


@dataclass(frozen=True, slots=True)
class Body:
    """Chapters and articles with what was left out or looks wrong."""

    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    dropped: tuple[Dropped, ...]
    warnings: tuple[str, ...]


def article_headings(lines: Sequence[Line]) -> tuple[list[Heading], list[Heading]]:
    """Headings of articles, and lines that only look like one."""
    return rising(candidates(lines, ARTICLE))


def body_start(lines: Sequence[Line], articles: Sequence[Heading]) -> int:
    """Index of the first line of the body: the first article or the chapter heading above it."""
    start = first = articles[0].index
    while start and _opens(lines[start - 1]):
        start -= 1
    # Of several chapter headings in a row the last belongs to the article; those above are a table of contents.
    chapters = [i for i in range(start, first) if CHAPTER.fullmatch(lines[i].text)]
    return chapters[-1] if chapters else start


def read_articles(lines: Sequence[Line], document: str) -> Body:
    """The chapters and articles in ``lines``, which begin with a heading and end with the last article's text."""
    found, stray = article_headings(lines)
    opened = {heading.index: heading for heading in found}
    chapters: list[tuple[int, str, list[str]]] = []
    waiting: tuple[Line, int, str] | None = None
    articles: list[Article] = []
    dropped: list[Dropped] = []
    section = ""
    current: Heading | None = None
    block: list[Line] = []

    def close() -> None:
        if current is not None:
            chapter = chapters[-1][0] if chapters else None
            articles.append(_article(current, block, chapter, section, document))
            if chapters:
                chapters[-1][2].append(articles[-1].key)

    for index, line in enumerate(lines):
        if heading := opened.get(index):
            close()
            if waiting:
                chapters.append((waiting[1], waiting[2], []))
                waiting = None
            current, block = heading, []
        elif _opens(line):
            close()
            current, block = None, []
            if match := CHAPTER.fullmatch(line.text):
                if waiting:
                    dropped.append(Dropped(waiting[0].number, waiting[0].text, "没有条文的章标题（目录）"))
                waiting, section = (line, number(match[1]) or 0, squeezed(match[2])), ""
            elif match := SUBDIVISION.fullmatch(line.text):
                section = squeezed(match[2])
            else:
                dropped.append(Dropped(line.number, line.text, "编标题"))
        elif current is None:
            dropped.append(Dropped(line.number, line.text, "标题与条文之间的文字"))
        else:
            block.append(line)
    close()
    if waiting:
        dropped.append(Dropped(waiting[0].number, waiting[0].text, "没有条文的章标题（目录）"))
    return Body(
        tuple(Chapter(n, title, tuple(keys)) for n, title, keys in chapters),
        tuple(articles),
        tuple(dropped),
        _warnings(lines, articles, chapters, stray),
    )


def _opens(line: Line) -> bool:
    return any(pattern.fullmatch(line.text) for pattern in (CHAPTER, SUBDIVISION, PART))


def _article(
    heading: Heading, block: Sequence[Line], chapter: int | None, section: str, document: str
) -> Article:
    parts = _joined(heading.rest, block)
    paragraphs: list[str] = []
    items: list[Item] = []
    for position, text in enumerate(parts):
        match = ITEM.fullmatch(text)
        value = number(match[1]) if match else None
        if match and value:
            items.append(Item(value, len(paragraphs) - 1, match[2]))
        elif items and items[-1].paragraph == len(paragraphs) - 1 and _inside(items[-1], parts, position):
            last = items[-1]
            items[-1] = Item(last.number, last.paragraph, last.text, (*last.continuation, text))
        else:
            paragraphs.append(text)
    key = f"{heading.number}-{heading.sub}" if heading.sub else str(heading.number)
    plain = f"第{numeral(heading.number)}条" + (f"之{numeral(heading.sub)}" if heading.sub else "")
    return Article(
        heading.number,
        key,
        f"{document} {key}" if document else plain,
        chapter,
        section,
        tuple(paragraphs),
        tuple(items),
        "\n".join(parts),
    )


def _inside(item: Item, parts: Sequence[str], position: int) -> bool:
    """Whether a paragraph after ``item`` belongs to it: a numbered point, or the list goes on with the next number."""
    if POINT.match(parts[position]):
        return True
    following = next((m for text in parts[position + 1 :] if (m := ITEM.fullmatch(text))), None)
    return following is not None and number(following[1]) == item.number + 1


def _joined(first: str, block: Sequence[Line]) -> list[str]:
    """Paragraphs and items, with lines that were broken in the middle of a sentence put together again."""
    parts = [first] if first else []
    for line in block:
        starts_anew = line.after_blank or ITEM.fullmatch(line.text) or POINT.match(line.text)
        if parts and not starts_anew and not ENDED.search(parts[-1]):
            parts[-1] += line.text
        else:
            parts.append(line.text)
    return parts


def _warnings(
    lines: Sequence[Line],
    articles: Sequence[Article],
    chapters: Sequence[tuple[int, str, list[str]]],
    stray: Sequence[Heading],
) -> tuple[str, ...]:
    found = [f"缺第{numeral(n)}条" for n in gaps([a.number for a in articles]) if n <= 999]
    found += [f"缺第{numeral(n)}章" for n in gaps([c[0] for c in chapters]) if n <= 999]
    found += [f"第 {lines[h.index].number} 行以条号开头但次序不合，按正文处理" for h in stray]
    found += [f"第{numeral(a.number)}条没有文字" for a in articles if not a.text]
    return tuple(found)
