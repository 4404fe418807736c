"""The body of a plan: sections 一、 with items （一）."""

from __future__ import annotations

from collections.abc import Sequence

from zhuangjian.engines.text.headings import ITEM, SECTION, Heading, candidates, gaps, rising
from zhuangjian.engines.text.model import PlanItem, PlanSection
from zhuangjian.engines.text.numerals import numeral
from zhuangjian.engines.text.reading import Line

TITLE_LIMIT = 40
STOP = tuple("。；;：:，,")


def section_headings(lines: Sequence[Line]) -> tuple[list[Heading], list[Heading]]:
    """Headings of sections, and lines that only look like one."""
    return rising([h for h in candidates(lines, SECTION) if not lines[h.index].text[0].isdecimal()])


def read_plan(lines: Sequence[Line], document: str) -> tuple[tuple[PlanSection, ...], tuple[str, ...]]:
    """(sections, warnings) of ``lines``, which begin with the first section's heading."""
    found, stray = section_headings(lines)
    warnings = [f"缺第{numeral(n)}部分" for n in gaps([h.number for h in found])]
    warnings += [f"第 {lines[h.index].number} 行像部分标题但次序不合，按正文处理" for h in stray]
    sections = []
    starts = [*(heading.index for heading in found), len(lines)]
    for heading, end in zip(found, starts[1:], strict=True):
        section, more = _section(heading, lines[heading.index + 1 : end], document)
        sections.append(section)
        warnings += more
    return tuple(sections), tuple(warnings)


def _section(heading: Heading, lines: Sequence[Line], document: str) -> tuple[PlanSection, list[str]]:
    found, stray = rising(candidates(lines, ITEM))
    warnings = [f"第{numeral(heading.number)}部分缺（{numeral(n)}）" for n in gaps([h.number for h in found])]
    warnings += [f"第 {lines[h.index].number} 行像项标题但次序不合，按正文处理" for h in stray]
    title, rest = _heading(heading.rest)
    first = found[0].index if found else len(lines)
    paragraphs = [rest] if rest else []
    paragraphs += [line.text for line in lines[:first]]
    starts = [*(h.index for h in found), len(lines)]
    items = tuple(
        _item(heading.number, h, lines[h.index : end], document)
        for h, end in zip(found, starts[1:], strict=True)
    )
    key = str(heading.number)
    reference = f"{document} {key}" if document else f"{numeral(heading.number)}、"
    return PlanSection(heading.number, key, reference, title, tuple(paragraphs), items), warnings


def _item(section: int, heading: Heading, lines: Sequence[Line], document: str) -> PlanItem:
    title, rest = _heading(heading.rest)
    following = [line.text for line in lines[1:]]
    paragraphs = ([rest] if rest else []) + following
    key = f"{section}({heading.number})"
    reference = f"{document} {key}" if document else f"{numeral(section)}（{numeral(heading.number)}）"
    text = "\n".join([heading.rest, *following])
    return PlanItem(heading.number, key, reference, title, tuple(paragraphs), text)


def _heading(text: str) -> tuple[str, str]:
    """(title, what follows it on the same line): the title ends at the first full stop, if it comes soon."""
    title, stop, rest = text.partition("。")
    if stop and len(title) <= TITLE_LIMIT:
        return title, rest
    if not stop and len(text) <= TITLE_LIMIT and not text.endswith(STOP):
        return text, ""
    return "", text
