"""Pinyin of names, for sorting and for searching by sound."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain


@lru_cache(maxsize=20_000)
def syllables(name: str) -> tuple[str, ...]:
    """The name's syllables in order, lower case, without tones; a run of Latin letters or digits is one piece."""
    # Its dictionary takes a fifth of a second to load: most commands spell nothing.
    from pypinyin.seg.mmseg import seg

    return tuple(chain.from_iterable(map(_of_word, seg.cut(name))))


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    # Names share their words: 化妆品, 有限公司 … A word is read as a whole, so that 重庆 is chongqing.
    return tuple(piece for piece in (_plain(s) for s in lazy_pinyin(word)) if piece)


def _plain(piece: str) -> str:
    return "".join(ch for ch in piece.lower() if ch.isascii() and ch.isalnum())


@lru_cache(maxsize=2_000)
def pinyin_of(name: str) -> str:
    """Sort key: the syllables joined."""
    return "".join(syllables(name))[:400]


@lru_cache(maxsize=2_000)
def initials_of(name: str) -> str:
    """First letters of the syllables."""
    return "".join(s[0] for s in syllables(name))[:120]


def spell(row: object, name: str) -> None:
    """Set ``pinyin`` and ``initials`` of a row that has a name."""
    row.pinyin = pinyin_of(name)  # type: ignore[attr-defined]
    row.initials = initials_of(name)  # type: ignore[attr-defined]
