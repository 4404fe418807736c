"""The entries of a notice: labelled blocks, tables, and sentences.

Nothing is merged: a company that a notice names twice with different words is two entries, and the difference is said.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from zhuangjian.engines.identifiers import NumberKind, parse_credit_code, parse_permit
from zhuangjian.engines.names import normalise_name
from zhuangjian.engines.names.fillers import error_value, filler
from zhuangjian.engines.names.radicals import fold_radicals
from zhuangjian.engines.notices.words import COMPANY, RESULT, class_of, company_of, roles_in
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.text.reading import Line, read_lines

_NAME: Final = re.compile(r"(?:被检查)?(?:企业|单位|公司|机构)(?:名称)?|被检查对象|名称")
_ROLE: Final = re.compile(r"角色|(?:企业|主体|单位)?(?:类型|类别|身份)")
_RESULT: Final = re.compile(r"(?:检查)?(?:结果|结论)|处理(?:措施|结果|情况|意见)|处置(?:措施|情况)|整改要求")
_LICENCE: Final = re.compile(r"(?:化妆品)?(?:生产)?许可证(?:编)?号?")
_CODE: Final = re.compile(r"(?:统一)?社会信用代码")
_FIELDS: Final = (
    ("name", _NAME),
    ("role", _ROLE),
    ("result", _RESULT),
    ("licence", _LICENCE),
    ("credit_code", _CODE),
)
_LABELLED: Final = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[)）.．、]\s*)?([^：:，。；]{2,16})[：:]\s*(.*)$"
)
_CELLS: Final = re.compile(r"\t+|\s*\|\s*|\s{2,}")
_HEADING: Final = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]+[)）.．、]\s*)?([^，。；：:、（]+(?:（[^）]*）[^，。；：:（]+)*)(?:（([^）]*)）)?"
)
_SENTENCE: Final = re.compile(r"[。；;！!]")
_RESPECTIVELY: Final = re.compile(r"分别(?:为|是)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A company as the notice names it, with role and result as written ("" when it says none), and the line."""

    name: str
    role: str = ""
    result: str = ""
    licence: str = ""
    credit_code: str = ""
    line: int = 0


@dataclass(frozen=True)
class Notice:
    """The entries in order, and the text they come from."""

    entries: tuple[Entry, ...]
    lines: tuple[Line, ...] = field(default=(), repr=False)


def parse_notice(content: bytes, name: str) -> Notice:
    """The entries of a notice in .txt (UTF-8, UTF-16, GB18030) or .docx; a Refusal when it names nobody."""
    lines = [replace(line, text=fold_radicals(line.text)) for line in read_lines(content, name)[0]]
    entries = [entry for entry in _entries(lines) if _is_name(entry.name)]
    if not entries:
        raise Refusal(f"文件 {name} 里没有读出被检查的企业。请核对是否选错文件；企业名称须写全称。")
    return Notice(tuple(dict.fromkeys(_said_fully(entries))), tuple(lines))


def _said_fully(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Without the mere mentions of companies whose result stands elsewhere; what role a mention gave is kept."""
    judged = {entry.name for entry in entries if entry.result}
    roles: dict[str, str] = {}
    for entry in entries:
        if entry.role:
            roles.setdefault(entry.name, entry.role)
    for entry in entries:
        # A mention often puts the province before the name.
        if entry.result or not any(entry.name.endswith(name) for name in judged):
            yield replace(entry, role=entry.role or roles.get(entry.name, ""))


def _is_name(name: str) -> bool:
    return bool(name) and not error_value(name) and not filler(name)


def _entries(lines: Sequence[Line]) -> Iterator[Entry]:
    heads: list[str] = []
    block: Entry | None = None
    headed: Entry | None = None
    for line in lines:
        cells = [cell.strip() for cell in _CELLS.split(line.text.strip("| "))]
        if (
            len(cells) > 1
            and sum(_field(cell) is not None for cell in cells) > 1
            and "name" in map(_field, cells)
        ):
            heads = [_field(cell) or "" for cell in cells]
            continue
        if heads and len(cells) == len(heads):
            row = dict(zip(heads, cells, strict=True))
            yield _filled(Entry("", line=line.number), row)
            continue
        heads = []
        label = _LABELLED.match(line.text)
        kind = _field(label[1]) if label else None
        if label and kind == "name":
            if block is not None:
                yield block
            block = _filled(Entry("", line=line.number), {"name": label[2]})
        elif label and kind and block is not None:
            block = _filled(block, {kind: label[2]})
        elif block is None or (RESULT.search(line.text) and COMPANY.search(line.text)):
            headed = yield from _under_heading(line, headed)
    if block is not None:
        yield block
    if headed is not None:
        yield headed


def _under_heading(line: Line, headed: Entry | None) -> Generator[Entry, None, Entry | None]:
    """The entries of a line of sentences. A line that is a company's name heads the lines below it, which speak of "that
    enterprise"; gives back the heading that is still open."""
    name = _HEADING.fullmatch(line.text)
    if name and COMPANY.fullmatch(name[1]):
        if headed is not None:
            yield headed
        role, company = company_of(name[1])
        return Entry(company, roles_in(name[2] or "") or role, line=line.number)
    found = list(_sentences(line))
    if headed is not None and not found and (words := RESULT.findall(line.text)):
        return replace(headed, result=_worst([*filter(None, [headed.result]), *words]))
    if headed is not None and any(entry.result for entry in found):
        yield headed
        headed = None
    yield from found
    return headed


def _field(label: str) -> str | None:
    plain = normalise_name(label).replace(" ", "")
    return next((name for name, pattern in _FIELDS if pattern.fullmatch(plain)), None)


def _filled(entry: Entry, values: dict[str, str]) -> Entry:
    found: dict[str, str] = {}
    for kind, value in values.items():
        text = normalise_name(value)
        if kind == "name":
            named, bracket = _bracketed(text)
            found["name"] = named
            if roles_in(bracket):
                found["role"] = roles_in(bracket)
        elif kind in ("role", "result") and text and not filler(text, zero=False):
            found[kind] = roles_in(text) or text if kind == "role" else " ".join(value.split())
        elif kind == "licence":
            permit = parse_permit(value)
            found[kind] = permit.normal if permit.kind is NumberKind.PRODUCTION_LICENCE else ""
        elif kind == "credit_code":
            found[kind] = parse_credit_code(value).normal
    return replace(
        entry,
        name=found.get("name", entry.name),
        role=found.get("role", entry.role),
        result=found.get("result", entry.result),
        licence=found.get("licence", entry.licence),
        credit_code=found.get("credit_code", entry.credit_code),
    )


def _bracketed(text: str) -> tuple[str, str]:
    """A name and the bracket after it, when that names a role."""
    match = re.fullmatch(r"(.+?)（([^（）]*)）", text)
    return (match[1], match[2]) if match and roles_in(match[2]) else (text, "")


def _sentences(line: Line) -> Iterator[Entry]:
    for sentence in _SENTENCE.split(line.text):
        yield from _clauses(sentence, line.number)


def _clauses(sentence: str, number: int) -> Iterator[Entry]:
    """The companies of a sentence. A result holds for the companies before it since the last result; with 分别 each
    company has its own."""
    waiting: list[Entry] = []
    text = sentence.replace("(", "（").replace(")", "）")
    respectively = _RESPECTIVELY.search(text)
    found = sorted(
        [(m.start(), "company", m) for m in COMPANY.finditer(text)]
        + [(m.start(), "result", m) for m in RESULT.finditer(text)],
        key=lambda one: one[0],
    )
    last_end = 0
    results: list[str] = []
    for start, kind, match in found:
        if start < last_end:
            continue
        last_end = match.end()
        if kind == "company":
            if results and not respectively:
                yield from _with_results(waiting, results[:1])
                waiting, results = [], []
            role, name = company_of(match.group())
            bracket = re.match(r"（([^（）]*)）", text[match.end() :])
            own = roles_in(bracket[1]) if bracket else ""
            waiting.append(Entry(name, own or role, line=number))
        elif waiting:
            results.append(match.group())
    yield from _with_results(waiting, results)


def _with_results(entries: list[Entry], results: list[str]) -> Iterator[Entry]:
    each = len(results) == len(entries) > 1
    for place, entry in enumerate(entries):
        words = results[place] if each else _worst(results)
        yield replace(entry, result=words)


def _worst(results: list[str]) -> str:
    order = ["不符合", "限期整改", "符合"]
    # Of several words for the worst the last one: the conclusion stands behind what was found.
    return min(reversed(results), key=lambda words: order.index(class_of(words)), default="")
