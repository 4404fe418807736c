"""Licence, registration and filing numbers (Order 46 article 65 and the formats the registers print)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from zhuangjian.engines.identifiers.characters import letters_as_digits, tidy
from zhuangjian.engines.identifiers.parsed import NumberKind, ParsedNumber, Problem
from zhuangjian.engines.identifiers.regions import ABBREVIATIONS, OTHER_ABBREVIATIONS
from zhuangjian.engines.rules.answer import Basis

_PROVINCE: Final = r"(?P<province>[\u4e00-\u9fff])"
_BRACKETED: Final = r"（?(?P<province>[\u4e00-\u9fff])）?"
_TAIL: Final = r"(?P<tail>[0-9A-Z]*)"
YEARS: Final = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class _Format:
    kind: NumberKind
    pattern: re.Pattern[str]
    normal: str
    sequence: int
    basis: Basis = "official"


def _format(kind: NumberKind, head: str, normal: str, sequence: int, basis: Basis = "official") -> _Format:
    return _Format(kind, re.compile(head + _TAIL), normal, sequence, basis)


_K = NumberKind
# Order matters: a longer head comes before one that it begins with.
_FORMATS: Final = (
    _format(_K.SPECIAL_IMPORTED, r"国妆特进字(?P<series>J?)", "国妆特进字{series}", 4),
    _format(_K.SPECIAL_HMT, r"国妆特制字(?P<series>)", "国妆特制字{series}", 4, "to_be_confirmed"),
    _format(_K.SPECIAL_DOMESTIC, r"国妆特字(?P<series>G?)", "国妆特字{series}", 4),
    _format(_K.FILING_IMPORTED, r"国妆网备进字" + _BRACKETED, "国妆网备进字（{province}）", 6),
    _format(_K.FILING_EXPORT, r"国妆网备出字" + _BRACKETED, "国妆网备出字（{province}）", 6),
    _format(_K.FILING_HMT, r"国妆网备制字" + _BRACKETED, "国妆网备制字（{province}）", 6, "to_be_confirmed"),
    _format(_K.FILING_IMPORTED_OLD, r"国妆备进字(?P<series>J?)", "国妆备进字{series}", 4, "to_be_confirmed"),
    _format(_K.INGREDIENT_REGISTERED, r"国妆原注字", "国妆原注字", 4, "to_be_confirmed"),
    _format(_K.INGREDIENT_FILED, r"国妆原备字", "国妆原备字", 4, "to_be_confirmed"),
    _format(
        _K.TOOTHPASTE_IMPORTED,
        r"国牙膏网备进字" + _BRACKETED,
        "国牙膏网备进字（{province}）",
        6,
        "to_be_confirmed",
    ),
    _format(_K.TOOTHPASTE_DOMESTIC, _PROVINCE + r"国牙膏网备字", "{province}国牙膏网备字", 6),
    _format(_K.FILING_DOMESTIC, _PROVINCE + r"(?P<letter>[G6]?)妆网备字", "{province}G妆网备字", 6),
    _format(_K.PRODUCTION_LICENCE, _PROVINCE + r"妆", "{province}妆", 4),
)


def parse_permit(text: str) -> ParsedNumber:
    """Reads a production licence, registration or filing number into province, year and sequence.

    Letters standing for digits are reported with the repaired number as ``suggestion``; an unknown shape has
    kind ``unknown`` and one problem.
    """
    compact, notes = tidy(text)
    for form in _FORMATS:
        match = form.pattern.fullmatch(compact)
        if match:
            return _read(form, match, text, notes)
    problem = Problem(
        "unknown_format",
        f"“{text}”不是已知的许可证、注册或备案编号格式（例：京妆20160001、国妆特字20260001、京G妆网备字2026000001）",
    )
    return ParsedNumber(NumberKind.UNKNOWN, text, compact, problems=(problem,), notes=notes)


def _read(form: _Format, match: re.Match[str], text: str, notes: tuple[str, ...]) -> ParsedNumber:
    groups = match.groupdict()
    parts: dict[str, Any] = {}
    problems: list[Problem] = []
    if "province" in groups:
        notes += _province_notes(groups["province"])
        problems += _province_problems(groups["province"])
        short = OTHER_ABBREVIATIONS.get(groups["province"], groups["province"])
        parts = {"province": short, "province_name": ABBREVIATIONS.get(short)}
    if groups.get("series"):
        parts["series"] = groups["series"]
    if groups.get("letter", "G") != "G":
        problems.append(Problem("missing_letter", "备案编号“妆”字前应有字母 G"))
    problems += _tail_problems(groups["tail"], form)
    digits = letters_as_digits(groups["tail"])
    readable = not _tail_problems(digits, form)
    if readable:
        parts |= {"year": int(digits[:4]), "sequence": digits[4:]}
    head = form.normal.format(**groups)
    repairable = problems and readable and not any(p.code == "unknown_province" for p in problems)
    return ParsedNumber(
        form.kind,
        text,
        normal=(match.string[: match.start("tail")] if "letter" in groups else head) + groups["tail"],
        parts=parts,
        basis=form.basis,
        problems=tuple(problems),
        notes=notes,
        suggestion=head + digits if repairable else None,
    )


def _province_notes(written: str) -> tuple[str, ...]:
    short = OTHER_ABBREVIATIONS.get(written)
    return (f"“{written}”按“{short}”（{ABBREVIATIONS[short]}）识别",) if short else ()


def _province_problems(province: str) -> list[Problem]:
    if province in ABBREVIATIONS or province in OTHER_ABBREVIATIONS:
        return []
    return [Problem("unknown_province", f"“{province}”不是省级行政区的简称")]


def _tail_problems(tail: str, form: _Format) -> list[Problem]:
    letters = sorted({ch for ch in tail if not ch.isdecimal()})
    if letters:
        shown = "、".join(letters)
        return [Problem("letter_in_digits", f"编号的数字部分含有字母 {shown}，可能是形近数字的误写")]
    wanted = 4 + form.sequence
    if len(tail) != wanted:
        return [
            Problem(
                "wrong_length",
                f"数字部分应为{wanted}位（4位年份加{form.sequence}位流水号），实为{len(tail)}位",
            )
        ]
    if int(tail[:4]) not in YEARS:
        return [Problem("bad_year", f"年份“{tail[:4]}”不合理；请与证件核对")]
    return []
