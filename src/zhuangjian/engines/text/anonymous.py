"""Taking out of a text what tells whom it is about: given names and places, numbers and codes, street addresses.

A rule sees what has a form; what only somebody who knows the matter recognises, a person has to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WHO, WHERE, BLANK = "某某", "某地", "＿＿"
_DIGIT = "[0-9０-９]"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (BLANK, re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    # Streets and what stands on them: 建设路、建设路12号3栋501室.
    (
        WHERE,
        re.compile(
            r"[\u4e00-\u9fff]{2,4}?(?:大道|大街|街道|路|街|巷|弄)"
            rf"(?:(?={_DIGIT})(?:{_DIGIT}+(?:号|弄|院|栋|幢|楼|层|室|单元)之?)+)"
        ),
    ),
    (WHERE, re.compile(rf"{_DIGIT}+号(?:{_DIGIT}+(?:院|栋|幢|楼|层|室|单元))+")),
    ("某日", re.compile(rf"{_DIGIT}{{4}}年(?:{_DIGIT}{{1,2}}月)?(?:{_DIGIT}{{1,2}}日)?")),
    # Telephones, numbers of people, licences and batches: a run of four or more signs with a digit in it.
    (
        BLANK,
        re.compile(r"(?=[A-Za-z\-]{0,40}[0-9０-９])[A-Za-z0-9０-９](?:[A-Za-z0-9０-９\-]){3,}"),
    ),
)


def anonymised(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> str:
    """The text without them. ``names`` (of enterprises, brands, people) become 某某, ``places`` 某地; the longest first,
    so that no part of a longer one is left. Doing it twice changes nothing more."""
    for sign, given in ((WHO, names), (WHERE, places)):
        for one in sorted({word.strip() for word in given} - {""}, key=lambda word: (-len(word), word)):
            if one not in sign:
                text = text.replace(one, sign)
    while (after := _once(text)) != text:
        text = after
    return text


def _once(text: str) -> str:
    for sign, rule in _RULES:
        text = rule.sub(sign, text)
    return text


def left_in(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> list[str]:
    """What still tells whom it is about, in the order in which it is looked for."""
    known = [one.strip() for one in (*names, *places) if one.strip() and one.strip() not in (WHO, WHERE)]
    found = [one for one in known if one in text]
    return found + [match[0] for _, rule in _RULES for match in rule.finditer(text)]
