"""The names on a label and what the lists say of each. A name is told only where one line of a list is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.ingredients.catalogue import Catalogue, Hit
from zhuangjian.engines.ingredients.cutting import Part, Piece, Section, cleaned, pieces, sections
from zhuangjian.engines.ingredients.lists import Entry, Kind
from zhuangjian.engines.ingredients.spelling import bracketed, chinese, key, without_brackets
from zhuangjian.engines.ingredients.verdicts import Verdict, judged

# A block without a heading is a list when at least this share of its pieces is known, or when it is long and even.
LIST_SHARE = 0.4
LONGEST = 160
WORDS = 12
JOINED = 5

_AMOUNT = re.compile(
    r"[(\[]?\s*(?:[<>≤≥~约]\s*)?\d+(?:\.\d+)?\s*(?:%|％|ppm|mg/g|mg/ml|w/w|iu)\s*(?:w/w|w/v|v/v)?\s*[)\]]?",
    re.IGNORECASE,
)
_CAS = re.compile(r"[(\[]?\s*(?:cas\s*(?:no\.?)?\s*:?\s*)?\b\d{2,7}-\d{2}-\d\b\s*[)\]]?", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:and|et|y|及|和|与|以及|含有?|contains?|certified organic|organic|natural|有机)\s*[::]?\s*",
    re.IGNORECASE,
)
_ISOMER = re.compile(r"^(?:(?:D|L|DL)-|\([+-]\)-)(?=[A-Za-z])")
_TAIL = re.compile(r"\s*(?:等(?:成[分份])?|及其他.*)$")
_CLAIM = re.compile(
    r"free of|free from|without|visit|https?:|www\.|formulated|please|product|this |these |our |\bis\b|\bare\b|\bhelps?\b|certified|"
    r"boutique|no info|不含|无添加|详见|请见|见包装|以实物",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands on the label, the line meant (None: not known), what is remarked, and the verdict."""

    text: str
    part: Part
    hit: Hit | None
    remark: str
    verdict: Verdict

    @property
    def matched(self) -> str | None:
        """The list's name, in the writing of the label."""
        return self.hit.name if self.hit else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        entry = self.hit.entry if self.hit else None
        return {
            "text": self.text,
            "matched": self.matched,
            "remark": self.remark,
            "verdict": str(self.verdict),
            "part": str(self.part),
            "how": self.hit.how if self.hit else None,
            "number": entry.number if entry else None,
            "name_zh": entry.chinese if entry else None,
            "inci": entry.inci if entry else None,
        }


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    hit: Hit | None


def parse_label(text: str, catalogue: Catalogue) -> list[Named]:
    """The names of a label's list in its order; empty for a text that holds none."""
    found = list(sections(cleaned(text)))
    blocks = [(section, list(_named(section, catalogue))) for section in found]
    headed = any(section.headed and told for section, told in blocks)
    names: list[Named] = []
    for section, told in blocks:
        if _is_list(section, told, catalogue, headed):
            names += [
                _judged(one, section.part, catalogue) for one in told if one.hit or _plausible(one.text)
            ]
    return names


def judge_name(text: str, catalogue: Catalogue) -> Named:
    """One name by itself, as a filed formula has it."""
    plain = cleaned(text).strip()
    return _judged(_Told(plain, _find(plain, catalogue)), Part.LISTED, catalogue)


def _is_list(section: Section, told: list[_Told], catalogue: Catalogue, headed: bool) -> bool:
    if not told:
        return False
    known = sum(one.hit is not None for one in told)
    if not catalogue:
        return section.headed or (not headed and len(told) >= 3 and all(_plausible(one.text) for one in told))
    if section.headed:
        # “Key ingredients:” and the like head sentences as well.
        return known > 0 or sum(_plausible(one.text) for one in told) * 2 > len(told)
    if known == 0:
        return False
    return known / len(told) >= LIST_SHARE and not (len(told) < 3 and headed)


def _named(section: Section, catalogue: Catalogue) -> Iterator[_Told]:
    cut = [piece for piece in pieces(section.text) if any(ch.isalpha() or ch.isdigit() for ch in piece.text)]
    place = 0
    while place < len(cut):
        taken, told = _from(cut, place, catalogue)
        yield from told
        place += taken


def _from(cut: list[Piece], place: int, catalogue: Catalogue) -> tuple[int, list[_Told]]:
    """How many pieces the next name is made of, and the name; several where one piece holds several."""
    first = _find(cut[place].text, catalogue)
    longest = min(JOINED, len(cut) - place)
    for count in range(longest, 1, -1):
        span = cut[place : place + count]
        if not any(ch.isalpha() or ch.isdigit() for ch in span[1].text):
            continue
        joined = "".join((piece.divider if at else "") + piece.text for at, piece in enumerate(span))
        spaced = "".join(((piece.divider + " ") if at else "") + piece.text for at, piece in enumerate(span))
        if (first is None or any(not catalogue.find(piece.text) for piece in span[1:])) and catalogue.known(
            joined
        ):
            return count, [_Told(spaced.replace("\n", " "), catalogue.find(joined))]
    text = cut[place].text
    if first is not None:
        return 1, [_Told(text, first)]
    return 1, list(_several(text, catalogue)) or [_Told(text, None)]


def _find(text: str, catalogue: Catalogue) -> Hit | None:
    """The line meant by a piece, by itself or less what is written around a name."""
    for form in _forms(text):
        if (hit := catalogue.find(form)) is not None:
            return hit
    return _divided(text, catalogue)


def _forms(text: str) -> Iterator[str]:
    seen: set[str] = set()
    plain = _CAS.sub(" ", _AMOUNT.sub(" ", text))
    tail = _TAIL.sub("", plain)
    lead = _LEAD.sub("", tail)
    for form in (text, plain, tail, lead, _ISOMER.sub("", lead)):
        form = form.strip(" .:;,*()[]-+") if form is not text else form
        if form and form not in seen:
            seen.add(form)
            yield form
    if ":" in lead:
        yield lead.rpartition(":")[2]
    if not key(without_brackets(lead)):
        yield lead.strip("()[]{} ")


def _divided(text: str, catalogue: Catalogue) -> Hit | None:
    """A name said twice over (Parfum/Fragrance; Annatto (CI 75120)): both mean the same, or one is a colour's number, or
    one is in a language that no list has."""
    parts = [part for part in _SLASH.split(text) if part.strip()]
    if len(parts) > 1:
        hits = [hit for part in parts if (hit := catalogue.find(part)) is not None]
        colours = [hit for part in parts if _is_colour(part) and (hit := catalogue.find(part)) is not None]
        if len(hits) == len(parts) == 2 and len(colours) == 1:
            return Hit(colours[0].entry, colours[0].name, "alias")
        foreign = sum(bool(_FRENCH.search(part)) for part in parts)
        if hits and len({id(hit.entry) for hit in hits}) == 1 and len(hits) >= len(parts) - foreign:
            return Hit(hits[0].entry, hits[0].name, "alias")
    ending = _ENDING.search(text)
    if ending is not None and without_brackets(text).strip(" .*") and not re.search("[,、;]", ending[1]):
        hit = catalogue.find(ending[1])
        if hit is not None and (_is_colour(ending[1]) or catalogue.known(ending[1])):
            return Hit(hit.entry, hit.name, "brackets")
    return None


_SLASH = re.compile(r"\s*[/\\]\s*")
_FRENCH = re.compile(
    r"\b(?:extrait|huile|cire|sel|poudre|prot[eé]ine|terre|eau|beurre|cera|mel|maris|solum|faex)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"[(\[]([^\[\]]{3,})[)\]]\s*[.*]*$")


def _is_colour(text: str) -> bool:
    return bool(re.fullmatch(r"\s*c\.?\s*i\.?\s*(?:no\.?\s*)?\d{5}(?::\d)?\s*", text, re.IGNORECASE))


def _several(text: str, catalogue: Catalogue) -> Iterator[_Told]:
    """Names that one piece holds: listed in its brackets, or side by side with nothing but room between them."""
    inner = [one for one in bracketed(text) if re.search("[,、;]", one)]
    if inner:
        told = [_Told(piece.text, _find(piece.text, catalogue)) for one in inner for piece in pieces(one)]
        if sum(one.hit is not None for one in told) * 2 >= len(told) > 1:
            outer = without_brackets(text).strip(" .:")
            if outer:
                yield _Told(outer, _find(outer, catalogue))
            yield from told
            return
    yield from _side_by_side(text, catalogue)


_GAP = re.compile(r"\s{2,}|\s+(?:&|and|\+)\s+", re.IGNORECASE)
# Words that end a longer name more often than they are a name by themselves.
_ENDS = {"water", "extract", "oil", "powder", "juice", "butter", "wax", "milk", "水", "油", "粉"}
SHORT_WORD = 4
LONGEST_NAME = 10
MOST_WORDS = {False: 16, True: 300}


def _side_by_side(text: str, catalogue: Catalogue) -> Iterator[_Told]:
    parts = [part for part in _GAP.split(text) if part.strip()]
    if len(parts) > 1:
        told = [_Told(part, _find(part, catalogue)) for part in parts]
        if all(one.hit for one in told):
            yield from told
            return
    yield from _spaced(text.split(), catalogue)


def _spaced(words: list[str], catalogue: Catalogue) -> Iterator[_Told]:
    """Names with no mark between them, all of which must be known as they stand."""
    told: list[_Told] = []
    place = 0
    most = MOST_WORDS[chinese("".join(words))]
    while place < len(words) <= most:
        for count in range(min(LONGEST_NAME, len(words) - place), 0, -1):
            text = " ".join(words[place : place + count])
            alone = (text.lower() in _ENDS and place > 0) or (not chinese(text) and len(text) < SHORT_WORD)
            if not alone and catalogue.known(text):
                told.append(_Told(text, catalogue.find(text)))
                place += count
                break
        else:
            return
    if len(told) > 1:
        yield from told


def _plausible(text: str) -> bool:
    """Whether an unknown piece may be a name: neither a sentence nor a claim."""
    if _CLAIM.search(text) or len(text) > LONGEST or not any(ch.isalpha() for ch in text):
        return False
    return len(text.split()) <= WORDS and (not chinese(text) or len(without_brackets(text)) <= 40)


def _judged(told: _Told, part: Part, catalogue: Catalogue) -> Named:
    hit, remarks = told.hit, []
    verdict = Verdict.UNKNOWN if catalogue.judges else Verdict.UNCHECKED
    most = catalogue.extra(Kind.MAXIMA, hit, told.text)
    if hit is not None and catalogue.is_national(hit.entry):
        verdict = judged(hit.entry.remark)
        most = most or hit.entry
        remarks += [hit.entry.remark] if hit.entry.remark else []
    elif hit is not None:
        verdict = Verdict.UNCHECKED if verdict is Verdict.UNCHECKED else Verdict.NAMED
    if banned := catalogue.extra(Kind.PROHIBITED, hit, told.text):
        verdict = Verdict.PROHIBITED
        remarks.append(f"禁用原料目录{f'第 {banned.number} 项' if banned.number else ''}：{banned.title}")
    if amounts := _amounts(most):
        remarks.append(f"最高历史使用量：{amounts}")
    if where := catalogue.foreign(hit, told.text):
        remarks.append(f"名称见于境外清单（{'、'.join(where[:3])}），须人工核对")
        if verdict not in (Verdict.PROHIBITED, Verdict.TO_BE_PROHIBITED, Verdict.FORMER_NAME):
            verdict = Verdict.LOOK
    if hit is not None and hit.how == "spelling":
        remarks.append(f"写法有出入，按“{hit.name}”对照")
    return Named(told.text, part, hit, "；".join(remarks), verdict)


def _amounts(entry: Entry | None) -> str:
    if entry is None:
        return ""
    both = (("淋洗类", entry.rinse_off), ("驻留类", entry.leave_on))
    return "，".join(f"{kind} {amount}%" for kind, amount in both if amount)
