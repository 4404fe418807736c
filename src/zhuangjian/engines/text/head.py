"""What stands before and after the body: covering notice, title, number, dates, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhuangjian.engines.text.headings import SENTENCE_END, squeezed
from zhuangjian.engines.text.numerals import number
from zhuangjian.engines.text.reading import Line

YEAR = "[0-9０-９〇零○一二三四五六七八九]{4}"
DAY = "[0-9０-９一二三四五六七八九十]{1,3}"
DATE = re.compile(rf"({YEAR})\s*年\s*({DAY})\s*月\s*({DAY})\s*日")
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,15}[〔\[［(（【]\s*(?:19|20)\d{2}\s*[〕\]］)）】]\s*第?\s*\d+\s*号"
    r"|(?:[\u4e00-\u9fff]{2,30}令\s*)第\s*\d+\s*号|(?:19|20)\d{2}\s*年\s*第\s*\d+\s*号"
)
ENACTED = re.compile(r"[（(].*(公布|发布|施行|修订|修正|通过|印发).*[）)]")
EFFECTIVE = re.compile(rf"自({DATE.pattern})起(施行|实施|执行)")
ON_ISSUE = re.compile(r"自(发布|公布|印发)之日起(施行|实施|执行)")
ANNEX = re.compile(r"附\s*[件表录][0-9一二三四五六七八九十]*\s*([:：].*)?|[（(]此件.*[）)]")
TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the body, sorted into what they are."""

    title: str
    document_no: str
    issued_on: date | None
    effective_on: date | None
    notice: tuple[str, ...]
    preface: tuple[str, ...]


def read_head(lines: Sequence[Line]) -> Head:
    """Title = the last run of lines that are not sentences; before it the notice, after it the preface."""
    rest = list(lines)
    preface: list[str] = []
    while rest and (rest[-1].text.endswith(SENTENCE_END) or ENACTED.fullmatch(rest[-1].text)):
        preface.insert(0, rest.pop().text)
    title: list[str] = []
    while rest and len(title) < TITLE_LINES and _may_be_title(rest[-1]):
        line = rest.pop()
        title.insert(0, squeezed(line.text))
        if line.after_blank:
            break
    if not title:
        rest, preface = list(lines), []
    notice = [line.text for line in rest]
    short = [text for text in (*notice, *title) if not text.endswith(SENTENCE_END)]
    enacted = [text for text in preface if ENACTED.fullmatch(text)]
    numbers = [m[0].strip() for text in (*short, *enacted) if (m := NUMBER.search(text))]
    dates = [day for text in notice if (day := whole_date(text))]
    dates += [day for text in enacted for m in DATE.finditer(text) if (day := _day(m))][:1]
    effective = next((day for text in enacted if (day := effective_date(text, None))), None)
    return Head(
        "".join(title),
        re.sub(r"\s+", "", numbers[0]) if numbers else "",
        dates[-1] if dates else None,
        effective,
        tuple(notice),
        tuple(preface),
    )


def split_closing(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(body, closing): annexes, a signature and a date alone on its line do not belong to the last article."""
    end = next((i for i, line in enumerate(lines) if i and ANNEX.fullmatch(line.text)), len(lines))
    body, closing = list(lines[:end]), list(lines[end:])
    if len(body) > 1 and whole_date(body[-1].text):
        closing.insert(0, body.pop())
        if len(body) > 1 and len(body[-1].text) <= 40 and not body[-1].text.endswith(SENTENCE_END):
            closing.insert(0, body.pop())
    return body, closing


def whole_date(text: str) -> date | None:
    """The date when ``text`` is nothing but one."""
    match = DATE.fullmatch(text.strip("（）() "))
    return _day(match) if match else None


def effective_date(text: str, issued_on: date | None) -> date | None:
    """The first day in force as the text itself says it; ``issued_on`` when that is the day of issue."""
    if match := EFFECTIVE.search(text):
        return _day(match, 2)
    return issued_on if ON_ISSUE.search(text) else None


def _may_be_title(line: Line) -> bool:
    return (
        len(line.text) <= 80
        and not line.text.endswith(SENTENCE_END)
        and not whole_date(line.text)
        and not NUMBER.fullmatch(line.text.strip("（）() "))
    )


def _day(match: re.Match[str], first: int = 1) -> date | None:
    parts = [number(match[group]) for group in range(first, first + 3)]
    try:
        return date(*(part or 0 for part in parts))
    except ValueError:
        return None
