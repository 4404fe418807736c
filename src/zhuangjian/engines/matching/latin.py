"""Names and addresses in Latin letters, brought to one spelling by the general habits of English writing.

Nothing here knows a particular file: abbreviations of streets, directions, states and organisational forms are
those of the language.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from zhuangjian.engines.matching.link_parts import AddressParts, NameParts

_APOSTROPHES: Final = re.compile(r"(?<=\w)['’`´?](?=\w)")
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_WORDS: Final = re.compile(r"[a-z]+|\d+")
_ORDINAL: Final = re.compile(r"\b(\d+)\s*(?:st|nd|rd|th)\b")
_ZIP: Final = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$")
_UNIT: Final = re.compile(
    r"(?:#|\b(?:suite|ste|apt|apartment|unit|room|rm|floor|flr|fl|bldg|building|box|po box)\b\.?)\s*[\w-]*.*$"
)
_NUMBER: Final = re.compile(r"^\s*(\d+)(?:\s*-\s*\d+)?[a-z]?\b")

_FORMS: Final = {
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
}
_STOP: Final = {"the", "of", "and", "at", "in", "for", "a", "an", "by", "on", "s"}
_WORD_FORMS: Final = {
    "ctr": "center", "cntr": "center", "centre": "center", "centers": "center", "cen": "center",
    "assn": "association", "assoc": "association", "acad": "academy", "sch": "school", "schools": "school",
    "elem": "elementary", "univ": "university", "dept": "department", "svc": "services", "svcs": "services",
    "service": "services", "mt": "mount", "saint": "st", "intl": "international", "natl": "national",
    "mfg": "manufacturing", "dev": "development", "comm": "community", "hosp": "hospital", "sq": "square",
    "jr": "junior", "dr": "doctor", "prep": "preparatory", "ed": "education", "educ": "education",
    "inst": "institute", "soc": "society", "kids": "kid", "childrens": "children", "child": "children",
}  # fmt: skip
_COMPOUNDS: Final = re.compile(r"\b(day|child|pre|head|health|home|after|before)[\s-]+(care|school|start)\b")
_TYPES: Final = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "aven": "ave", "boulevard": "blvd", "boul": "blvd",
    "road": "rd", "drive": "dr", "place": "pl", "court": "ct", "lane": "ln", "parkway": "pkwy", "pky": "pkwy",
    "terrace": "ter", "highway": "hwy", "square": "sq", "circle": "cir", "plaza": "plz", "expressway": "expy",
    "st": "st", "ave": "ave", "blvd": "blvd", "rd": "rd", "dr": "dr", "pl": "pl", "ct": "ct", "ln": "ln",
    "pkwy": "pkwy", "ter": "ter", "hwy": "hwy", "sq": "sq", "cir": "cir", "plz": "plz", "expy": "expy", "way": "way",
}  # fmt: skip
_DIRECTIONS: Final = {
    "n": "n", "s": "s", "e": "e", "w": "w", "north": "n", "south": "s", "east": "e", "west": "w",
    "no": "n", "so": "s", "ne": "ne", "nw": "nw", "se": "se", "sw": "sw",
}  # fmt: skip


def fold(text: str) -> str:
    """``text`` in small letters without accents, apostrophes inside words closed up."""
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    plain = _APOSTROPHES.sub("", plain)
    return _INITIALS.sub(lambda found: found[0].replace(".", ""), plain)


def latin_name(text: str) -> NameParts:
    """The name without legal form and filler words, and its distinguishing words in the order written."""
    folded = _COMPOUNDS.sub(r"\1\2", _ORDINAL.sub(r"\1", fold(text)))
    words = [_WORD_FORMS.get(word, word) for word in _WORDS.findall(folded)]
    kept = [word for word in words if word not in _STOP and word not in _FORMS] or words
    return NameParts(" ".join(kept), "", "", tuple(dict.fromkeys(kept)))


def latin_address(text: str) -> AddressParts:
    """House number, street without its type and direction, postal code, and all words of the address."""
    folded = fold(text).replace("\n", " ")
    postal = _ZIP.search(folded)
    area = postal[1] if postal and postal.start() > 0 else ""
    body = folded[: postal.start()] if area and postal else folded
    first = _NUMBER.match(body)
    number = first[1].lstrip("0") if first else ""
    rest = _ORDINAL.sub(r"\1", body[first.end() :] if first else body)
    words = _WORDS.findall(_UNIT.sub(" ", rest))
    street, direction = _street(words)
    return AddressParts(
        number, street, area, direction, tuple(dict.fromkeys([*([number] if number else []), *words]))
    )


def _street(words: list[str]) -> tuple[str, str]:
    """The words up to the street's type, and the direction that stands before them."""
    direction = ""
    if len(words) > 1 and words[0] in _DIRECTIONS:
        direction, words = _DIRECTIONS[words[0]], words[1:]
    kept: list[str] = []
    for word in words:
        if word in _TYPES and kept:
            break
        kept.append("st" if word == "saint" else word)
    if len(kept) > 1 and kept[-1] in _DIRECTIONS:
        kept.pop()
    return " ".join(kept), direction
