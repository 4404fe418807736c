"""What a cell shows."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final

_CODE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS: Final = re.compile(r"0{2,}")
_EXACT: Final = 1e15


def unescaped(text: str) -> str:
    """The text that a workbook wrote with codes: ``_x000D_`` is a line break, ``_x005F_x000D_`` is its seven letters."""
    if "_x" not in text:
        return text
    plain = _CODE.sub(lambda code: chr(int(code[1], 16)), text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def shown(value: Any, number_format: str = "General") -> str:
    """A cell's value as the sheet shows it where that is part of what it says: ``0001`` for 1 in the format ``0000``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if isinstance(value, int):
        zeros = number_format.split(";")[0].strip()
        return f"{value:0{len(zeros)}d}" if _ZEROS.fullmatch(zeros) and value >= 0 else str(value)
    return unescaped(str(value)).replace("\x00", "").strip()
