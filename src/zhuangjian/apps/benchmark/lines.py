"""What is filled in for each criterion, one line each: ``标准 | 内容``, with further parts where more is asked."""

from __future__ import annotations

from collections.abc import Sequence


def blank(titles: Sequence[str], parts: int = 1) -> str:
    """The lines to be filled in."""
    return "\n".join(title + " | " * parts for title in titles)


def read(text: str, titles: Sequence[str], parts: int = 1) -> list[list[str]]:
    """The parts of every line, in the order of the titles. ValueError says which criterion lacks what."""
    given: dict[str, list[str]] = {}
    for line in filter(None, (line.strip() for line in text.replace("｜", "|").splitlines())):
        title, *rest = (part.strip() for part in line.split("|", parts))
        if title not in titles:
            raise ValueError(f"“{title}”不是列出的标准，请在每项标准后面的“|”之后填写，不改标准的文字")
        if title in given:
            raise ValueError(f"“{title}”写了两行，请合为一行")
        given[title] = rest
    for title in titles:
        found = given.get(title, [])
        if len(found) < parts or not all(found):
            raise ValueError(f"“{title}”还没有写全")
    return [given[title] for title in titles]
