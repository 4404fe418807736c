"""Chinese numerals as official texts use them in headings and dates."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[〇零○一二三四五六七八九十百千两0-9０-９]{1,9}"


def number(text: str) -> int | None:
    """14 from ``十四``, ``14`` or ``１４``; 105 from ``一百零五``; 2025 from ``二〇二五``; None for anything else."""
    if text.isdecimal():
        return int(text)
    if text and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit, last_unit = 0, 0, 10_000
    for position, char in enumerate(text):
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in UNITS and UNITS[char] < last_unit:
            last_unit = UNITS[char]
            if not digit and not (char == "十" and (position == 0 or text[position - 1] in "零〇○")):
                return None
            total += (digit or 1) * last_unit
            digit = 0
        else:
            return None
    return total + digit if text else None


def numeral(value: int) -> str:
    """``十四`` for 14, ``一百零五`` for 105; for 1 to 999."""
    if not 1 <= value <= 999:
        raise ValueError(f"no heading numeral for {value}")
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
