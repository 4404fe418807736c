"""One spelling of a Chinese address: digits, 号, storeys, brackets and separators written alike."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from zhuangjian.engines.matching.scripts import simplified
from zhuangjian.engines.text.numerals import number

_NUMERAL: Final = "〇零一二三四五六七八九十百两"
_UNITS: Final = r"(?:号(?!线)|栋|幢|座|楼(?!盘)|层|室|房(?!巷|村)|单元|组|队|弄|巷|屯|社(?!区))"
_LIST: Final = rf"[{_NUMERAL}\d、至-]*"
_COUNTED: Final = re.compile(
    rf"(?<![{_NUMERAL}])第?([{_NUMERAL}]+)(?={_UNITS}|[、至-][{_NUMERAL}\d]{_LIST}{_UNITS})"
)
# 4号之一 and 4之1号 are one number; only the first numeral belongs to it in 127号之五三楼.
_AFTER_NUMBER: Final = re.compile(
    r"(\d+)号(?:之|-)(十[一二三四五六七八九]?|[一二三四五六七八九]|\d+)(?![\d栋幢座楼层室房])号?"
)
_AFTER_ZHI: Final = re.compile(r"(?<=\d)之(十[一二三四五六七八九]?|[一二三四五六七八九]|\d+)(?=号)")
_ORDINAL: Final = re.compile(rf"第(?=\d+{_UNITS})")
_FREE_TRADE: Final = re.compile(r"^中国\((\w{2,4})\)(?=自由贸易)")
_HASH: Final = re.compile(r"(?<=\d)\s*(?:#|＃)|(?:№|No\.?)\s*(\d+)", re.IGNORECASE)
_DASHES: Final = re.compile(r"[‐‑‒–—―－~～]+")
_SPACES: Final = re.compile(r"\s+")
_SPACE_BESIDE: Final = re.compile(r"(?<=[^\x21-\x7e]) | (?=[^\x21-\x7e])")
_SEPARATORS: Final = str.maketrans(
    {
        "；": ";",
        "，": ",",
        "、": "、",
        "：": ":",
        "（": "(",
        "）": ")",
        "【": "(",
        "】": ")",
        "［": "(",
        "］": ")",
        "〔": "(",
        "〕": ")",
    }
)


def normalise_address(text: str) -> str:
    """``text`` simplified, half-width, with Arabic house numbers and 号 for #; the same when done twice.

    三號樓 becomes 3号楼, 4号之一 becomes 4-1号, 一、二楼 becomes 1、2楼; numerals in street names (二街, 三元里) stay.
    """
    plain = _once(text)
    while (again := _once(plain)) != plain:
        plain = again
    return plain


def _once(text: str) -> str:
    plain = simplified(unicodedata.normalize("NFKC", html.unescape(text)))
    plain = "".join(ch for ch in plain if unicodedata.category(ch) not in ("Cf", "Cc") or ch in "\n\t\r")
    plain = _DASHES.sub("-", plain.translate(_SEPARATORS)).upper()
    plain = (
        _HASH.sub(lambda found: f"{found[1] or ''}号", plain).replace("号号", "号").replace("号楼楼", "号楼")
    )
    plain = _AFTER_NUMBER.sub(lambda found: f"{found[1]}-{_value(found[2])}号", plain)
    plain = _AFTER_ZHI.sub(lambda found: f"-{_value(found[1])}", plain)
    plain = _COUNTED.sub(lambda found: _spaced(found, _value(found[1], found[0])), plain)
    plain = _ORDINAL.sub("", plain)
    plain = _FREE_TRADE.sub(r"\1", plain)
    return _SPACE_BESIDE.sub("", _SPACES.sub(" ", plain)).strip(" ,;。.、")


def _spaced(found: re.Match[str], value: str) -> str:
    # G53二层 must not become G532层.
    behind_digit = found.start() > 0 and found.string[found.start() - 1].isdecimal()
    return f" {value}" if behind_digit and value[:1].isdecimal() else value


def _value(numeral: str, otherwise: str = "") -> str:
    value = number(numeral)
    return (otherwise or numeral) if value is None else str(value)
