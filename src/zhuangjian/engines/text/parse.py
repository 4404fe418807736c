"""Reads an official text out of a file: its articles or sections, and nothing of the page around them."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.text.articles import Body, article_headings, body_start, read_articles
from zhuangjian.engines.text.furniture import drop_contents, drop_head, drop_page_numbers, drop_tail
from zhuangjian.engines.text.head import effective_date, read_head, split_closing, whole_date
from zhuangjian.engines.text.model import Dropped, Kind, OfficialText, PlanSection
from zhuangjian.engines.text.plan import read_plan, section_headings
from zhuangjian.engines.text.reading import Line, read_lines


def parse_text(content: bytes, name: str, document: str = "") -> OfficialText:
    """The official text in ``content`` (.txt in UTF-8, UTF-16 or GB18030, or .docx).

    ``name`` is the file's name for messages; ``document`` the code its references carry (``CQ`` gives ``CQ 14`` and
    ``LN`` gives ``LN 2(1)``). Nothing is lost silently: ``dropped`` lists every line left out, with the reason.

    Raises Refusal when the file cannot be read or holds neither articles 第X条 nor sections 一、.
    """
    if document and not re.fullmatch(r"[A-Z][A-Z0-9]{0,15}", document):
        raise Refusal(f"文件代号“{document}”无效，应为大写字母，见 zhuangjian rules packs。")
    lines, dropped = read_lines(content, name)
    lines, gone = drop_page_numbers(lines)
    dropped += gone
    lines, gone = drop_contents(lines)
    dropped += gone
    kind, start, last = _shape(lines, name)

    head_lines, gone = drop_head(lines[:start])
    dropped += gone
    head = read_head(head_lines)
    tail, gone = drop_tail(lines[last:])
    dropped += gone
    tail, closing = split_closing(tail)
    body_lines = lines[start:last] + tail

    body = Body((), (), (), ())
    sections: tuple[PlanSection, ...] = ()
    if kind == "articles":
        body = read_articles(body_lines, document)
        warnings, last_words = body.warnings, "\n".join(article.text for article in body.articles[-2:])
    else:
        sections, warnings = read_plan(body_lines, document)
        last_words = ""
    issued = head.issued_on or next((d for line in closing if (d := whole_date(line.text))), None)
    return OfficialText(
        title=head.title,
        kind=kind,
        document=document,
        document_no=head.document_no,
        issued_on=issued,
        effective_on=head.effective_on or effective_date(last_words, issued),
        notice=head.notice,
        preface=head.preface,
        chapters=body.chapters,
        articles=body.articles,
        sections=sections,
        closing=tuple(line.text for line in closing),
        dropped=_in_order([*dropped, *body.dropped]),
        warnings=warnings if head.title else (*warnings, "没有识别到标题"),
        source_name=PurePath(name).name,
        source_digest=hashlib.sha256(content).hexdigest(),
    )


def _shape(lines: list[Line], name: str) -> tuple[Kind, int, int]:
    """(kind, index of the body's first line, index of its last heading)."""
    articles, _ = article_headings(lines)
    sections, _ = section_headings(lines)
    if articles and (len(articles) >= 3 or not sections):
        return "articles", body_start(lines, articles), articles[-1].index
    if sections:
        return "plan", sections[0].index, _last_heading(lines, sections[-1].index)
    raise Refusal(
        f"文件 {name} 共 {len(lines)} 行文字，其中既没有“第一条”这样的条文，也没有“一、”这样的部分标题。"
        "请核对是否选错文件；条号或序号须在行首。"
    )


def _last_heading(lines: list[Line], last_section: int) -> int:
    later = [
        i
        for i in range(last_section, len(lines))
        if re.match(r"[（(][一二三四五六七八九十]+[）)]", lines[i].text)
    ]
    return later[-1] if later else last_section


def _in_order(dropped: list[Dropped]) -> tuple[Dropped, ...]:
    return tuple(sorted(dropped, key=lambda entry: entry.line))
