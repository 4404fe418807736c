"""Dates, copies and other set phrases as they are printed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

# All of China keeps one time, without summer time since 1991.
_CHINA: Final = timezone(timedelta(hours=8))
_NUMERALS: Final = "零一二三四五六七八九"


def printed_date(value: date | None) -> str:
    """``2026年11月21日``, or nothing."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def printed_time(value: datetime | None) -> str:
    """``2026年11月21日 9时05分`` in China's time; a time without zone is taken to be local already."""
    if value is None:
        return ""
    local = value.astimezone(_CHINA) if value.utcoffset() is not None else value
    return f"{printed_date(local)} {local.hour}时{local.minute:02d}分"


def printed_span(start: datetime | None, end: datetime | None) -> str:
    """From … to …, the date said once when both lie on one day."""
    first, last = printed_time(start), printed_time(end)
    if not (first and last):
        return first or last
    same_day = first.split()[0] == last.split()[0]
    return f"{first}至{last.split()[1] if same_day else last}"


def numeral(value: int) -> str:
    """Chinese numeral of 1 … 99."""
    tens, units = divmod(value, 10)
    if tens == 0:
        return _NUMERALS[units]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[units] if units else "")


def copy_line(copies: int, copy_no: int, holder: str) -> str:
    """``一式两份 第一份（交被检查对象）``."""
    count = "两" if copies == 2 else numeral(copies)
    return f"一式{count}份 第{numeral(copy_no)}份" + (f"（{holder}）" if holder else "")
