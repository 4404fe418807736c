"""Characters that no font here can draw are printed as what they are, a gap with the character's number, never as a box.

Names of people hold characters beyond the fonts that come with the system. An authority puts a font that has them into
the folder named by ``ZHUANGJIAN_FONTS``; what is lacking even then can be written in by hand, for its number is printed.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn

# Latin, Chinese punctuation, the basic Chinese block and full-width forms: every font for Chinese has them.
_USUAL: Final = "\n -~·—‘’“”…℃≥≤×\u3000-\u3015\u4e00-\u9fa5\uff01-\uff5e"
_UNUSUAL: Final = re.compile(f"[^{_USUAL}]")
_SUFFIXES: Final = frozenset({".otf", ".ttf", ".ttc"})


def folders() -> list[Path]:
    """Where fonts are looked for: ours, then the authority's own."""
    own = os.environ.get("ZHUANGJIAN_FONTS", "")
    return [pylopdf_fonts_zh_cn.serif_path().parent, *([Path(own)] if own and Path(own).is_dir() else [])]


def drawable(value: Any) -> Any:
    """The value with each text such that every character of it can be drawn; lists and mappings are gone through."""
    if isinstance(value, str):
        return _UNUSUAL.sub(_drawn, value)
    if isinstance(value, dict):
        return {key: drawable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(item) for item in value]
    return value


def _drawn(found: re.Match[str]) -> str:
    character = found[0]
    return character if ord(character) in _known() else f"〓[U+{ord(character):04X}]"


@cache
def _known() -> frozenset[int]:
    # Loaded only where an unusual character asks for it: it takes as long as a page.
    from matplotlib.ft2font import FT2Font

    files = [file for folder in folders() for file in sorted(folder.iterdir())]
    return frozenset().union(*(FT2Font(str(f)).get_charmap() for f in files if f.suffix.lower() in _SUFFIXES))
