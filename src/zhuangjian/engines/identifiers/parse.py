"""One entry for any number: what kind it is, its parts, and what is wrong with it."""

from __future__ import annotations

import re
from typing import Final

from zhuangjian.engines.identifiers.characters import tidy
from zhuangjian.engines.identifiers.parsed import NumberKind, ParsedNumber
from zhuangjian.engines.identifiers.party_numbers import parse_credit_code
from zhuangjian.engines.identifiers.permits import parse_permit

_ABSENT: Final = {
    "",
    "/",
    "//",
    "-",
    "--",
    "—",
    "——",
    "无",
    "空",
    "N/A",
    "NA",
    "不详",
    "不适用",
    "未标示",
    "／",
}
_SEPARATORS: Final = re.compile(r"[、,，;；\n\r]+|(?<=\d)\s*/\s*(?=[\u4e00-\u9fff])")


def is_absent(text: str) -> bool:
    """True for the ways a register says "none": empty, a slash, dashes, 无 …"""
    return tidy(text)[0] in _ABSENT


def parse_number(text: str) -> ParsedNumber:
    """Reads one number of any kind; never raises. Problems and a possible repair are in what it returns."""
    if is_absent(text):
        return ParsedNumber(NumberKind.ABSENT, text, "")
    if re.search(r"[\u4e00-\u9fff]", text):
        return parse_permit(text)
    return parse_credit_code(text)


def split_numbers(text: str) -> list[str]:
    """The numbers that one cell lists, in order; empty when the cell says there is none."""
    pieces = (piece.strip() for piece in _SEPARATORS.split(text))
    return [piece for piece in pieces if not is_absent(piece)]


def normalise_number(text: str) -> str:
    """The one spelling of a number for comparing and storing; tidied but otherwise as written when unknown."""
    return parse_number(text).normal


def normalise_credit_code(text: str) -> str:
    """A credit code in half-width capitals without spaces or hyphens; not checked."""
    return tidy(text)[0].replace("-", "")
