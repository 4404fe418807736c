"""Ids as they are used, and the look-alikes that are refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from zhuangjian.engines.rules.answer import Refusal

_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def clean(text: str) -> str:
    """``text`` without white space and byte-order marks around it; nothing else is changed."""
    return text.strip().strip("\ufeff").strip()


def lookalike(text: str) -> str:
    """What ``text`` looks like: the same for spellings that differ only in width, case or outer white space."""
    if text.isascii():
        return text.lower().strip()
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return unicodedata.normalize("NFKC", folded)


def invisible(text: str) -> str:
    """The code point (``U+200B``) of the first character that nobody can see, or an empty string."""
    if text.isprintable():
        return ""
    return next((f"U+{ord(ch):04X}" for ch in text if unicodedata.category(ch) in _INVISIBLE), "")


def refuse_twins(ids: Sequence[str], what: str, lines: Sequence[int] = ()) -> None:
    """Raise ``Refusal`` when two of ``ids`` are equal or look alike, naming both and their lines."""
    # hashes take a third of the memory of the spellings; should two of them be equal by chance, the spellings decide
    if len({hash(lookalike(one)) for one in ids}) == len(ids):
        return
    first: dict[str, int] = {}
    for place, one in enumerate(ids):
        other = first.setdefault(lookalike(one), place)
        if other != place:
            raise Refusal(_twins(ids[other], one, what, [lines[other], lines[place]] if lines else []))


def _twins(one: str, other: str, what: str, lines: Sequence[int]) -> str:
    where = f"（第 {lines[0]} 行与第 {lines[1]} 行）" if lines else ""
    if one == other:
        return f"{what}“{one}”重复{where}；每个只能出现一次，请删去多余的"
    return f"{what}“{one}”与“{other}”只有全半角或大小写不同{where}，无法确定是否同一个；请核对后统一写法"


def spelled_as(wanted: str, ids: Iterable[str]) -> str:
    """The id among ``ids`` that ``wanted`` looks like, or an empty string."""
    shape = lookalike(wanted)
    return next((one for one in ids if lookalike(one) == shape), "")
