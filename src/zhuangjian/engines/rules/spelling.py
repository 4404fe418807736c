"""``spelled``: an article's reference as a paper that leaves the house writes it, with the law's name."""

from __future__ import annotations

import re

from .loader import Pack

_DIGITS = "零一二三四五六七八九"


def spelled(reference: str, pack: Pack) -> str:
    """「CQ 16」 as 《…实施细则》第十六条; a reference that is no document's article is given back as it is."""
    document_key, _, number = reference.partition(" ")
    document = pack.documents.get(document_key)
    if document is None or not (match := re.fullmatch(r"([1-9]\d?)(.*)", number)) or match[2]:
        return reference
    title = re.sub(r"（[^（）]*）$", "", document.title)
    return f"《{title}》第{_numeral(int(number))}条"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
