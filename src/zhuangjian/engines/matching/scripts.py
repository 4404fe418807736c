"""Traditional characters read as simplified ones, one for one, so that positions in a name stay the same."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

# Simplified only in some words; in names they usually stand as they are (乾坤, 著名).
_KEPT: Final = "乾著瞭藉徵"


@cache
def _table() -> dict[int, str]:
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise ImportError("opencc-python-reimplemented is not installed")
    path = Path(spec.origin).parent / "dictionary" / "TSCharacters.txt"
    table: dict[int, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if len(old) == 1 and len(first) == 1 and ord(first) < 0x10000 and old not in _KEPT:
            table[ord(old)] = first
    return table


def simplified(text: str) -> str:
    """``text`` with every traditional character replaced by its simplified one; the length does not change."""
    return text if text.isascii() else text.translate(_table())
