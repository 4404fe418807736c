"""Radicals that look like characters: text copied out of PDF files holds ⻘⼭ where the register has 青山.

Unicode has two blocks of them. NFKC turns the Kangxi radicals into characters, but of the CJK radicals only two; the
others are paired here with the character that each one looks like.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# In the order of the block from U+2E80; a blank stands for a place without a character.
_CJK: Final = (
    "冫厂乛乚乙亻冂几刀刂卜卩小小兀尣"
    "尢尢巳幺彑彐忄㣺扌攵 旡日月歺母"
    "民氵氺灬爫爫丬牛犭王疋目示礻竹糹"
    "纟罓罒㓁㓁罒羊羊羊耂肀聿月臼艹艹"
    "艹虎衤覀西见角角讠贝足车辶辶辶阝"
    "钅長镸长门阜阝雨青韦页风飞食食飠"
    "饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜"
    "龙龜亀龟"
)
_ANY: Final = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff]")
_TABLE: Final = {0x2E80 + place: ch for place, ch in enumerate(_CJK) if ch != " "} | {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}


def fold_radicals(text: str) -> str:
    """``text`` with every look-alike radical and compatibility character as the character it stands for."""
    return text.translate(_TABLE) if _ANY.search(text) else text
