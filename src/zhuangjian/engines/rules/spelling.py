"""``spelled``: an article's reference as a paper that leaves the house writes it, with the law's name."""

from __future__ import annotations

import re

from .loader import Pack

_DIGITS = "零一二三四五六七八九"


def spelled(reference: str, pack: Pack) -> str:
    """「CQ 16」 as 《…实施细则》第十六条, 「检查办法」 as 《化妆品检查管理办法》; what names no document is given back."""
    document_key, _, number = reference.partition(" ")
    document = pack.documents.get(document_key)
    if document is None or document.basis == "house":
        return reference
    title = re.sub(r"（[^（）]*）$", "", document.title)
    if not number:
        return f"《{title}》"
    if section := re.fullmatch(r"([1-9])\(([1-9]\d?)\)", number):
        return f"《{title}》第{_numeral(int(section[1]))}部分（{_numeral(int(section[2]))}）"
    if not re.fullmatch(r"[1-9]\d?", number):
        return reference
    return f"《{title}》第{_numeral(int(number))}条"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
