"""What a notice says that cannot all be so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from zhuangjian.engines.identifiers import parse_credit_code
from zhuangjian.engines.notices.reading import Entry, Notice
from zhuangjian.engines.notices.words import class_of
from zhuangjian.engines.text.numerals import NUMERAL
from zhuangjian.engines.text.numerals import number as read_number

_ALL: Final = re.compile(rf"(?:共(?:计)?|检查了?|对|关于|等)\s*({NUMERAL})\s*家")
_OF_THEM: Final = re.compile(
    rf"({NUMERAL})\s*家[^，。；、\d]{{0,8}}?(不符合|不通过|未通过|不合格|基本符合|限期整改|责令(?:限期)?(?:整改|改正)|符合|通过|合格)"
)


def contradictions(notice: Notice) -> list[str]:
    """In Chinese sentences: a company with two results or two roles' numbers, a number held by two names, a code whose
    check digit is wrong, and counts in the text that the entries do not come to."""
    entries = notice.entries
    return [*_results(entries), *_numbers(entries), *_codes(entries), *_counts(notice)]


def _results(entries: Iterable[Entry]) -> list[str]:
    said: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if kind := class_of(entry.result):
            said.setdefault(entry.name, {}).setdefault(kind, entry)
    return [
        f"“{name}”的结果前后不一：" + "，".join(f"第 {e.line} 行“{e.result}”" for e in kinds.values()) + "。"
        for name, kinds in said.items()
        if len(kinds) > 1
    ]


def _numbers(entries: Iterable[Entry]) -> list[str]:
    told = []
    for column, title in (("licence", "许可证编号"), ("credit_code", "统一社会信用代码")):
        names: dict[str, dict[str, None]] = {}
        held: dict[str, dict[str, None]] = {}
        for entry in entries:
            if value := getattr(entry, column):
                names.setdefault(value, {})[entry.name] = None
                held.setdefault(entry.name, {})[value] = None
        told += [f"{title} {v} 写给了不同的企业：{'、'.join(n)}。" for v, n in names.items() if len(n) > 1]
        told += [f"“{n}”写有不同的{title}：{'、'.join(v)}。" for n, v in held.items() if len(v) > 1]
    return told


def _codes(entries: Iterable[Entry]) -> list[str]:
    return [
        f"“{entry.name}”的统一社会信用代码 {entry.credit_code} 校验不符（第 {entry.line} 行起）。"
        for entry in entries
        if entry.credit_code and not parse_credit_code(entry.credit_code).valid
    ]


def _counts(notice: Notice) -> list[str]:
    told = []
    names = {entry.name for entry in notice.entries}
    for line in notice.lines:
        for match in _ALL.finditer(line.text):
            stated = read_number(match[1])
            if stated is not None and stated != len(names):
                told.append(f"第 {line.number} 行写明 {stated} 家，正文读出 {len(names)} 家。")
        for match in _OF_THEM.finditer(line.text):
            stated, kind = read_number(match[1]), class_of(match[2])
            there = {entry.name for entry in notice.entries if class_of(entry.result) == kind}
            if stated is not None and stated != len(there):
                told.append(f"第 {line.number} 行写明 {stated} 家{match[2]}，正文读出 {len(there)} 家。")
    return list(dict.fromkeys(told))
