"""Whether a text that was read is the document it is said to be, as far as its articles or sections tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import load_pack, pack_names
from zhuangjian.engines.rules.models import Document
from zhuangjian.engines.text.model import OfficialText

SHOWN = 5
SHORTEST_TITLE = 6


def known_documents() -> Mapping[str, Document]:
    """The documents that a rule pack implements, by code (``CQ``, ``LN``)."""
    packs = [load_pack(name) for name in pack_names()]
    return {p.head.document: p.documents[p.head.document] for p in packs if p.head.document}


def must_fit(parsed: OfficialText, document: str) -> None:
    """Raises Refusal when ``parsed`` has not the articles (or sections and items) of ``document``.

    Articles added between others (第X条之一) fit: an amended version keeps the numbers of the rest.
    """
    known = known_documents()
    if document not in known:
        codes = "、".join(f"{code}（{entry.title}）" for code, entry in known.items())
        raise Refusal(
            f"没有代号为“{document}”的文件。--document 可写：{codes}。", missing=[f"{'、'.join(known)}之一"]
        )
    lacking, extra = _differences(parsed, known[document])
    if not lacking and not extra:
        return
    found, wanted = _found(parsed), _wanted(known[document])
    detail = "".join(
        f"{word} {'、'.join(keys[:SHOWN])}{'等' if len(keys) > SHOWN else ''}（共 {len(keys)} 处）；"
        for word, keys in (("缺", lacking), ("多", extra))
        if keys
    )
    raise Refusal(
        f"文件 {parsed.source_name} 不像是《{known[document].title}》（{document}）：读到{found}，应为{wanted}；{detail}"
        "没有保存。请核对文件是否选对、是否完整，以及文件代号（--document）是否写对。",
        missing=[wanted],
    )


def recognise(parsed: OfficialText) -> str:
    """The code of the only document whose shape and title ``parsed`` has; empty when none or several fit."""
    fitting = [
        code
        for code, entry in known_documents().items()
        if _differences(parsed, entry) == ([], []) and _same_title(parsed.title, entry.title)
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _same_title(read: str, known: str) -> bool:
    """A title broken over several lines is read in part; brackets and dashes are written in several ways."""
    part, whole = (re.sub(r"\W", "", title) for title in (read, known))
    return len(part) >= SHORTEST_TITLE and part in whole


def _differences(parsed: OfficialText, entry: Document) -> tuple[list[str], list[str]]:
    """(keys lacking, keys too many) against the document of the pack."""
    if entry.articles:
        wanted = [str(n) for n in range(1, entry.articles + 1)]
        have = [article.key for article in parsed.articles if "-" not in article.key]
    else:
        wanted = list(entry.sections)
        have = [item.key for section in parsed.sections for item in section.items]
    return _without(wanted, have), _without(have, wanted)


def _without(keys: Sequence[str], others: Sequence[str]) -> list[str]:
    return [key for key in keys if key not in set(others)]


def _found(parsed: OfficialText) -> str:
    if parsed.kind == "articles":
        return f"条文 {len(parsed.articles)} 条"
    items = sum(len(section.items) for section in parsed.sections)
    return f"方案的 {len(parsed.sections)} 个部分、{items} 项"


def _wanted(entry: Document) -> str:
    if entry.articles:
        return f"条文 {entry.articles} 条（第 1 至 {entry.articles} 条）"
    sections = {key.partition("(")[0] for key in entry.sections}
    return f"方案的 {len(sections)} 个部分、{len(entry.sections)} 项"
