"""A label's text cut into sections (what is listed, what is there in traces, what may be in it) and into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhuangjian.engines.rules.vocabulary import Term


class Part(Term):
    """Which part of a label's list a name stands in."""

    LISTED = "listed", "成分表"
    TRACE = "trace", "其他微量成分"
    MAY_CONTAIN = "may_contain", "可能含有"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a label. ``headed``: a heading says that ingredients follow."""

    part: Part
    text: str
    headed: bool


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS = {
    ord("【"): "[",
    ord("】"): "]",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("［"): "[",
    ord("］"): "]",
    ord("﹐"): ",",
    ord("､"): "、",
    ord("﹑"): "、",
    ord("。"): ";",
    ord("｡"): ";",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("\r"): "\n",
    ord("\t"): " ",
    ord("∶"): ":",
    ord("±"): "±",
}
_TAGS = re.compile(r"<\s*(br|/p|/li|/div)\s*/?>|_x000D_", re.IGNORECASE)
# What a star at the foot of a list explains, which stands behind its last name.
_FOOTNOTE = re.compile(
    r"(?:(?<=[\s.;)])|^)[*†‡°¹²]+\s*(?:from|of|plant|essential|certified|organic|natural|ingredients?|denotes|indicates|100|clinical|"
    r"component|due|origin|produits?|issu|source|bio|有机|天然|来自)[^,;\n]*(?:$|(?=[\n;*]))",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_ENTITIES = (("&amp;", "&"), ("&nbsp;", " "), ("&#39;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"))

_HEAD = r"(?:全成分(?:列?表|标识|说明)?|成[分份](?:列?表|说明)?|主要成[分份]|配料(?:表)?|原料(?:表)?|活性成[分份]|(?:(?:full|other|key|active|inactive|main|non-?active)\s+)*ingredients?(?:\s+list)?|composition|inci)"
_TRACE = r"其[他它]微量成[分份]|微量成[分份]|trace\s+ingredients?"
_MAY = r"可能含有|可含有|或含有|may\s+(?:also\s+)?contains?|peut\s+contenir|\[?\(?\s*\+\s*/\s*[-–—−]\s*\)?|\(\s*±\s*\)|±"
_MARK = re.compile(
    rf"(?P<trace>[\[(]?(?:{_TRACE})[\])]?\s*[::]?)"
    rf"|(?P<may>[\[(]?(?:{_MAY})[\])]?\s*(?:\(\s*\+\s*/\s*[-–—−]\s*\)|\+\s*/\s*[-–—−])?\s*:?)"
    rf"|(?P<head>(?:(?<=\n)|^|(?<=[;.\s\])]))\s*[\[(]?\s*{_HEAD}\s*(?:\([^()\n]{{0,30}}\))?\s*(?:[\])]\s*:?|:|(?=\n)))",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:^|[\n;.\s\[])\s*\[?(?:净含量|规格|使用方法|使用说明|用法(?:用量)?|保质期|限期使用|限用日期|生产日期|生产批号|注意事项|警示(?:用语|语)?|"
    r"执行(?:的)?标准|产品执行标准|备案编号|备案号|注册证编号|特殊用途|生产许可证|生产企业|生产商|生产地址|委托方|受托(?:方|生产)|注册人|备案人|"
    r"贮存条件|储存(?:条件|方法)|适用(?:肤质|人群)|产地|原产国|功效|产品功效|"
    r"directions?|how to use|warnings?|cautions?|storage|net\s+(?:wt|weight)|made in|distributed by|expiry|best before)\s*[\]:]",
    re.IGNORECASE,
)


def cleaned(text: str) -> str:
    """The text in half width with line breaks for what programs write in their place."""
    text = _FOOTNOTE.sub("\n", text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    text = _ANY_TAG.sub(" ", _TAGS.sub("\n", text))
    return text.translate(_WIDE).translate(_MARKS)


def sections(text: str) -> Iterator[Section]:
    """The stretches of a cleaned text, each with what its heading says, up to what is no list any more."""
    part, headed, start = Part.LISTED, False, 0
    for mark in _MARK.finditer(text):
        if mark.start() > start:
            yield from _stretch(part, text[start : mark.start()], headed)
        part = Part.TRACE if mark["trace"] else Part.MAY_CONTAIN if mark["may"] else Part.LISTED
        headed, start = True, mark.end()
    yield from _stretch(part, text[start:], headed)


def _stretch(part: Part, text: str, headed: bool) -> Iterator[Section]:
    end = _END.search(text)
    if end is not None:
        text = text[: end.start()]
    # An empty line ends the list: what follows is another block, to be judged by itself.
    for place, block in enumerate(re.split(r"\n\s*\n", text)):
        if block.strip():
            yield Section(part, block, headed and place == 0)


# A comma between the numbers of positions (1,2-…; 2,6-…; N,N-…) is none that divides.
_PLACE = r"(?:\d{1,2}'*|[NO])"
_POSITION = re.compile(
    rf"(?:(?<![A-Za-z0-9-]){_PLACE}(?:,{_PLACE})+|(?<=-){_PLACE},{_PLACE})(?=\s*['-]|\s*[\u4e00-\u9fff])"
)
_DIVIDES = re.compile(
    r"(?<=%)(?=[A-Z])|[(\[]\s*(?:and|和|及)\s*[)\]]|[,;、•●|\n]|\.(?=\s|$)|(?<=\s)[-–—](?=\s)|·(?=\s)|(?<=\s)·"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two dividers, and the divider before it."""

    text: str
    divider: str


def pieces(text: str) -> list[Piece]:
    """The text cut at its dividers outside paired brackets."""
    closed = _covered(text)
    for position in _POSITION.finditer(text):
        closed.update(range(*position.span()))
    found: list[Piece] = []
    start, before = 0, ""
    for divider in _DIVIDES.finditer(text):
        if divider.start() in closed and not divider[0].startswith(("(", "[")):
            continue
        _keep(found, text[start : divider.start()], before)
        start, before = divider.end(), divider[0]
    _keep(found, text[start:], before)
    return found


def _keep(found: list[Piece], text: str, divider: str) -> None:
    text = text.strip(" \n:：'\"“”")
    text = re.sub(r"^[-*+>~–—]+\s*(?=\D)", "", text).strip()
    for opening, closing in ("()", "[]"):
        if text.endswith(closing) and opening not in text:
            text = text.rstrip(closing + " ")
        if text.startswith(opening) and closing not in text:
            text = text.lstrip(opening + " ")
    if text:
        found.append(Piece(text, divider))


def _covered(text: str) -> set[int]:
    """Every place inside a pair of brackets that is closed within a name's length."""
    pairs = {")": "(", "]": "[", "}": "{"}
    open_: list[tuple[str, int]] = []
    covered: set[int] = set()
    for place, ch in enumerate(text):
        if ch in "([{":
            open_.append((ch, place))
        elif ch in pairs and open_ and open_[-1][0] == pairs[ch]:
            begin = open_.pop()[1]
            if place - begin <= 200:
                covered.update(range(begin, place))
    return covered
