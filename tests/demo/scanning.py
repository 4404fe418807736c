"""Everything a person of the demo can open, as text: pages by their links, exports and papers by their content."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from openpyxl import load_workbook
from pypdf import PdfReader

MARKUP = re.compile(r"<[^>]+>")
BACKEND = "django.contrib.auth.backends.ModelBackend"
SAME = 1
"""How many addresses of one pattern each person opens: what differs between two rows is data, not words."""
FOREIGN = {
    "chongqing": re.compile(r"\bLN[ -]?\d|辽|北岸|沈阳|稽查.处"),
    "liaoning": re.compile(r"\bCQ\b|重庆|山城|渝|检查.局|区县|间隔\s*30|30日内|(?<![\da-f-])023-\d"),
}
"""Names, articles and numbers of the other region that are no law here."""


class _Page(HTMLParser):
    """A page's addresses, and all that a person may read of it: text, values, titles, placeholders."""

    READ = frozenset({"title", "placeholder", "alt", "aria-label", "data-bs-title", "content", "value"})

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in ("script", "style")
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("name") != "csrfmiddlewaretoken":
            self.words += [value for name, value in attrs if name in self.READ and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def everything(person: Any) -> Iterator[tuple[str, str]]:
    """(Address, text) of what the person reaches by links from the front page; None is somebody not signed in."""
    client = Client()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    waiting, seen, opened = deque(["/" if person else "/public/"]), set(), Counter()
    while waiting:
        address = waiting.popleft()
        pattern = _pattern(address)
        if address in seen or pattern is None or opened[pattern] >= SAME:
            continue
        seen.add(address)
        opened[pattern] += 1
        answer = client.get(address)
        if answer.status_code in (301, 302):
            waiting.append(urljoin(address, answer["Location"]))
            continue
        assert answer.status_code == 200, (str(person), address, answer.status_code)
        kind = answer["Content-Type"].partition(";")[0]
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if kind == "text/html":
            page = _Page()
            page.feed(body.decode())
            waiting.extend(_local(address, page.links))
            yield address, " ".join(page.words)
        else:
            yield address, text_of(kind, body)


def _local(address: str, links: list[str]) -> Iterator[str]:
    for link in links:
        whole = urljoin(address, link.partition("#")[0])
        if whole.startswith("/") and not whole.startswith(("/static/", "//")):
            yield whole


def _pattern(address: str) -> tuple[Any, ...] | None:
    """What two addresses share that lead to the same kind of page; None for what is not ours."""
    parts = urlsplit(address)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    keys = parse_qsl(parts.query, keep_blank_values=True)
    return (
        route,
        tuple(sorted({name for name, _ in keys} - {"after", "before"})),
        dict(keys).get("format", ""),
    )


def text_of(kind: str, body: bytes) -> str:
    """The words of a file: tables, papers, bundles, plain text; nothing for a picture."""
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if "spreadsheet" in kind:
        book = load_workbook(io.BytesIO(body), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)
    if "word" in kind or kind == "application/zip":
        return "\n".join(_members(body))
    if kind.startswith(("text/", "application/json")) or "geo+json" in kind:
        return body.decode("utf-8-sig")
    assert kind.startswith(("image/", "video/", "audio/", "font/", "application/octet")), kind
    return ""


def _members(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        for name in bundle.namelist():
            yield name
            if name.endswith((".xml", ".json", ".txt", ".csv", ".html")):
                yield MARKUP.sub("", bundle.read(name).decode("utf-8-sig"))
            elif name.endswith(".pdf"):
                yield text_of("application/pdf", bundle.read(name))
