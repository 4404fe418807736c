"""Reads a name, an address, a telephone number or a person into parts that can be compared, by script."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching.hanzi import hanzi_address, hanzi_name
from zhuangjian.engines.matching.latin import fold, latin_address, latin_name
from zhuangjian.engines.matching.link_parts import NO_ADDRESS, NO_NAME, AddressParts, NameParts
from zhuangjian.engines.names.fillers import error_value, filler
from zhuangjian.engines.names.radicals import fold_radicals

_HANZI: Final = re.compile(r"[\u3400-\u9fff]")
_NOTHING: Final = {"", "/", "-", "--", "—", "无", "空", "不详", "n/a", "na", "null", "none", "nan"}
_EXTENSION: Final = re.compile(r"(?:转|分机|ext\.?|x)\s*\d+\s*$", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[;；,，、/]|\s{2,}|或")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
PHONE_MIN: Final = 6
_COUNTING: Final = "012345678901234567890"


def clean(text: str | None) -> str:
    """``text`` without outer spaces; empty for the ways a register says "none", for fillers and error values."""
    stripped = fold_radicals(text or "").strip()
    nothing = stripped.lower() in _NOTHING or filler(stripped) or error_value(stripped)
    return "" if nothing else stripped


@lru_cache(maxsize=65536)
def read_name(text: str | None) -> NameParts:
    """The name's comparable parts; all empty for an absent name."""
    given = clean(text)
    if not given:
        return NO_NAME
    return hanzi_name(given) if _HANZI.search(given) else latin_name(given)


@lru_cache(maxsize=65536)
def read_address(text: str | None) -> AddressParts:
    """The address's comparable parts; all empty for an absent address."""
    given = clean(text)
    if not given:
        return NO_ADDRESS
    return hanzi_address(given) if _HANZI.search(given) else latin_address(given)


def read_phone(text: str | None) -> str:
    """Digits of the first telephone number of the cell without country code and extension; empty when too short or when
    somebody only counted."""
    first = next((part for part in _SEVERAL.split(_EXTENSION.sub("", clean(text))) if part.strip()), "")
    digits = re.sub(r"\D", "", first)
    if first.lstrip().startswith("+86") or (len(digits) == 13 and digits.startswith("86")):
        digits = digits[2:]
    elif len(digits) == 11 and digits.startswith("1") and digits[1] in "2" and "-" in first:
        digits = digits[1:]
    useless = len(digits) < PHONE_MIN or len(set(digits)) == 1 or digits in _COUNTING
    return "" if useless else digits


def read_person(text: str | None) -> str:
    """A person's name without spaces and marks, in small letters."""
    return _NOT_LETTERS.sub("", fold(clean(text)) if not _HANZI.search(text or "") else clean(text))


def read_postal(text: str | None) -> str:
    """A postal code's letters and digits; a nine-figure American code is cut to its first five."""
    found = re.sub(r"[^0-9A-Za-z]", "", clean(text).removesuffix(".0")).upper()
    return found[:5] if len(found) == 9 and found.isdigit() else found
