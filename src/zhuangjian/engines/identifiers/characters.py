"""Tidying what people and optical readers do to numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = {"Cf", "Zs", "Zl", "Zp", "Cc"}
# Characters that tidying leaves as they are.
_TIDY: Final = re.compile(r"[0-9A-Z\u4e00-\u9fff（）、\-]*")
_BRACKETS: Final = str.maketrans("([〔【［﹙)]〕】］﹚", "（（（（（（））））））")

# Letter read in place of a digit; only where digits alone can stand.
DIGIT_FOR_LETTER: Final = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
}


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` in half-width capitals without any spaces, brackets as （）, and notes on what changed."""
    if _TIDY.fullmatch(text):
        return text, ()
    notes: list[str] = []
    visible = "".join(ch for ch in text if unicodedata.category(ch) not in _INVISIBLE)
    if visible != text:
        notes.append("去掉了空格或不可见字符")
    narrow = unicodedata.normalize("NFKC", visible)
    if narrow.translate(_BRACKETS) != visible.translate(_BRACKETS):
        notes.append("全角字符改为半角")
    upper = narrow.upper()
    if upper != narrow:
        notes.append("小写字母改为大写")
    bracketed = upper.translate(_BRACKETS)
    if bracketed != visible and "（" in bracketed and not notes:
        notes.append("括号统一为全角")
    return bracketed, tuple(notes)


def letters_as_digits(text: str) -> str:
    """``text`` with every look-alike letter read as the digit it stands for."""
    return "".join(DIGIT_FOR_LETTER.get(ch, ch) for ch in text)
