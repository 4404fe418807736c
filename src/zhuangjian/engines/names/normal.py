"""One spelling of a name, and the taking apart of "label：value" cells."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zhuangjian.engines.names.radicals import fold_radicals

_HALF: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS: Final = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）", "【": "（", "】": "）"}
    | dict.fromkeys("•・‧∙⋅●", "·")
)
# Characters that normalising leaves as they are wherever they stand.
_SETTLED: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z（）、·\-]*")
_SPACES: Final = re.compile(r"\s+")
_SPACE_BESIDE_CHINESE: Final = re.compile(r"(?<=[^\x21-\x7e]) | (?=[^\x21-\x7e])")
# A label begins a cell or follows a separator; brackets are left out so that "（委托方：…）" stays in its name.
_LABEL: Final = re.compile(r"(?:^|[，,；;。\n\r])\s*([^：:，,；;。（）()\n\r]{2,20})[：:]")


def normalise_name(text: str) -> str:
    """``text`` in NFC with half-width letters, full-width brackets, one kind of middle dot, and no stray spaces.

    Spaces stay only between words in Latin letters. Rare characters are not replaced; a radical that only looks like a
    character is that character.
    """
    if _SETTLED.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", fold_radicals(text)).translate(_HALF).translate(_MARKS)
    visible = "".join(ch for ch in text if unicodedata.category(ch) not in ("Cf", "Cc") or ch in "\n\t\r")
    return _SPACE_BESIDE_CHINESE.sub("", _SPACES.sub(" ", visible)).strip(" ，,；;。")


def labelled(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first label, and the ``(label, value)`` pairs in order, values as written."""
    text = fold_radicals(text)
    found = list(_LABEL.finditer(text))
    if not found:
        return text, []
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = [
        (match.group(1).strip(), text[match.end() : end]) for match, end in zip(found, ends, strict=True)
    ]
    return text[: found[0].start()], pairs
