"""How two spellings of one ingredient's name become the same key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhuangjian.engines.names.radicals import fold_radicals

# Signs that stand for no letter of a name: trade marks, footnotes.
_SIGNS = re.compile("[™®©℠†‡§¶*＊¹²³⁴⁵⁶⁷⁸⁹⁰\u200b-\u200f\ufeff\u00ad]")
# British and international spellings beside those of the international nomenclature.
_SPELLINGS = (
    (re.compile("sulph"), "sulf"),
    (re.compile("aluminium"), "aluminum"),
    (re.compile(r"hydrolys(?=ed|ate)"), "hydrolyz"),
    (re.compile(r"(?<=polymeri)s(?=ed)"), "z"),
    (re.compile(r"colour"), "color"),
    (re.compile(r"\bc\.\s*i\.\s*"), "ci "),
    (re.compile(r"\bca?esium\b"), "cesium"),
)
_BRACKETED = re.compile(r"[(\[{（［【〔｛][^()\[\]{}（）［］【】〔〕｛｝]*[)\]}）］】〕｝]")
_KEPT = frozenset("/+")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Letters, digits and the dividers of a compound's parts; in one width, one case, without accents."""
    text = unicodedata.normalize("NFKD", _SIGNS.sub("", fold_radicals(text))).casefold()
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    for wrong, right in _SPELLINGS:
        text = wrong.sub(right, text)
    # No ingredient has 已 or 巳 in its name; both are read or typed for 己 (hexyl).
    text = unicodedata.normalize("NFC", text).replace("已", "己").replace("巳", "己").replace("∕", "/")
    return "".join(ch for ch in text if ch.isalnum() or ch in _KEPT)


def without_brackets(text: str) -> str:
    """The text less all that stands in brackets, those inside one another too."""
    while (shorter := _BRACKETED.sub(" ", text)) != text:
        text = shorter
    return text


def bracketed(text: str) -> list[str]:
    """What stands in innermost brackets."""
    return [found[1:-1].strip() for found in _BRACKETED.findall(text)]


_MIXED = re.compile(r"[A-Za-z0-9]+")


def misread(text: str) -> list[str]:
    """Other readings of letters and digits that look alike: O and 0, l, I and 1."""
    as_digits = _MIXED.sub(
        lambda found: _digits(found[0]) if any(ch.isdigit() for ch in found[0]) else found[0], text
    )
    as_letters = [_MIXED.sub(lambda found, one=one: _letters(found[0], one), text) for one in "lI"]  # type: ignore[misc]
    as_chloride = re.sub(r"\bHC[I1]\b", "HCl", text)
    return [one for one in dict.fromkeys((as_digits, *as_letters, as_chloride)) if one != text]


def _letters(word: str, one: str) -> str:
    return word.replace("0", "O").replace("1", one) if word[:1].isalpha() else word


def _digits(word: str) -> str:
    return word.translate(str.maketrans("OolI", "0011"))


def chinese(text: str) -> bool:
    """Whether the text is written in Chinese characters, be it in part."""
    return any("\u4e00" <= ch <= "\u9fff" for ch in text)
