"""Chinese company names in their parts: region, own name, trade, organisational form, branch, former name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zhuangjian.engines.matching import forms
from zhuangjian.engines.matching.core import Reading, read
from zhuangjian.engines.matching.industries import all_trade, is_trade
from zhuangjian.engines.matching.places import places_from
from zhuangjian.engines.matching.regions import divisions, is_country
from zhuangjian.engines.matching.scripts import simplified
from zhuangjian.engines.names.normal import normalise_name

_BRACKET: Final = re.compile(r"（([^（）]*)）")
_HANZI: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_BRANCH: Final = re.compile(r"(?:公司|店|厂|部|中心|处|行|院|所|库|仓)$")

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_SHORTER_FORM: Final = 0.1


@dataclass(frozen=True, slots=True)
class NameParts:
    """``name`` is the normalised spelling; every other part is cut from it as written, empty where there is none.

    ``pieces`` are ``(kind, text)`` in order and give ``name`` when joined; kinds are ``core region industry form
    branch former note``. ``region``, ``industry`` and ``form`` join their pieces without brackets.
    """

    name: str
    core: str = ""
    region: str = ""
    industry: str = ""
    form: str = ""
    branch: str = ""
    former: str = ""
    note: str = ""
    pieces: tuple[tuple[str, str], ...] = ()


def split_name(text: str) -> NameParts:
    """The parts of one company name; never fails. A name without Chinese characters is its own core."""
    name = normalise_name(text)
    return _split(name)


@lru_cache(maxsize=200_000)
def _split(name: str) -> NameParts:
    if not _HANZI.search(name):
        return NameParts(name, core=name, pieces=(("core", name),) if name else ())
    kinds, former = _brackets(name)
    open_places = [at for at, kind in enumerate(kinds) if not kind]
    _body(simplified("".join(name[at] for at in open_places)), open_places, kinds)
    pieces: list[tuple[str, str]] = []
    for kind, character in zip(kinds, name, strict=True):
        if pieces and pieces[-1][0] == kind:
            pieces[-1] = (kind, pieces[-1][1] + character)
        else:
            pieces.append((kind, character))
    joined = {kind: "".join(t for k, t in pieces if k == kind) for kind in set(kinds)}
    bare = {kind: part.replace("（", "").replace("）", "") for kind, part in joined.items()}
    return NameParts(
        name,
        core=bare.get("core", "").strip(" -·,，."),
        region=bare.get("region", ""),
        industry=bare.get("industry", ""),
        form=bare.get("form", ""),
        branch=bare.get("branch", ""),
        former=former,
        note=joined.get("note", ""),
        pieces=tuple(pieces),
    )


def _brackets(name: str) -> tuple[list[str], str]:
    """A kind for each character inside brackets, empty for the open text; and the former name told in them."""
    kinds = [""] * len(name)
    former = ""
    for found in _BRACKET.finditer(name):
        inside = simplified(found.group(1))
        kind = "note"
        told = forms.FORMER.match(inside)
        if told:
            kind = "former"
            former = former or found.group(1)[told.start(1) :].strip()
        elif forms.IN_BRACKETS.match(inside):
            kind = "form"
        elif _is_region(inside):
            kind = "region"
        elif found.start() == 0 and found.end() < len(name) and not all_trade(inside):
            kind = "core" if len(inside) <= 6 else "note"
        elif inside and all_trade(inside):
            kind = "industry"
        elif found.start() and len(inside) > 2 and _BRANCH.search(inside):
            kind = "branch"
        kinds[found.start() : found.end()] = [kind] * (found.end() - found.start())
    for at, character in enumerate(name):
        if character in "（）" and not kinds[at]:
            kinds[at] = "note"
    if "" not in kinds:
        kinds = ["core" if kind == "note" else kind for kind in kinds]
    return kinds, former


def _is_region(text: str) -> bool:
    table = divisions()
    if text in table.full or text in table.short or is_country(text):
        return True
    return len(text) > 2 and any(place.end == len(text) and place.cost < 0.5 for place in places_from(text))


def _body(text: str, at: list[int], kinds: list[str]) -> None:
    """Give each open character its kind; ``at`` tells where the characters of ``text`` stand in the name."""

    def mark(start: int, end: int, kind: str) -> None:
        for place in at[start:end]:
            kinds[place] = kind

    branch = forms.branch_start(text)
    end = len(text) if branch is None else branch
    mark(end, len(text), "branch")
    head = forms.form_in_front(text[:end])
    mark(0, head, "form")
    starts = [start for start in forms.form_starts(text[:end]) if start >= head] or [end]
    found = [_with_form(text, head, start, end) for start in starts]
    # The longest form unless it cuts a word of trade in two.
    body, tail, reading = min(
        found, key=lambda one: one[2].cost + (0.0 if one is found[0] else _SHORTER_FORM)
    )
    mark(body, end, "form")
    mark(tail, body, "region")
    mark(head, head + reading.region, "region")
    mark(head + reading.region, head + reading.start, "industry")
    mark(head + reading.start, head + reading.core, "core")
    mark(head + reading.core, head + reading.trade, "industry")
    mark(head + reading.trade, tail, "branch")


def _with_form(text: str, head: int, form: int, end: int) -> tuple[int, int, Reading]:
    """Where the form and a region before it begin, and the reading of what stands before both."""
    body = _weak_form(text, form) if form == end else form
    tail = max(head, _region_behind(text[:body]))
    return body, tail, read(text[head:tail])


def _weak_form(text: str, end: int) -> int:
    weak = forms.weak_form_start(text[:end])
    return weak if weak is not None and read(text[:weak]).core < weak else end


def _region_behind(text: str) -> int:
    """Where a region at the end begins (甲技术上海有限公司, 3M中国有限公司); ``len(text)`` when there is none."""
    table = divisions()
    for length in range(min(table.longest, len(text) - 2), 1, -1):
        word, before = text[-length:], text[:-length]
        if is_country(word) and not any(place.end == len(before) for place in places_from(text)[1:]):
            return len(before)
        short = table.short.get(word, ())
        known = word in table.full or any(row.level < 3 or before.endswith("集团") for row in short)
        if known and any(is_trade(before[-n:]) for n in range(2, 6) if len(before) > n):
            return len(before)
    return len(text)


def name_key(text: str) -> str:
    """What two spellings of one firm's name share: the own name in simplified small letters without punctuation.

    A name without an own name (大庆市电力公司) gives its region without endings and its trade, so that it only
    equals itself; empty for an empty name.
    """
    parts = split_name(text)
    words = parts.core or f"{_bare_region(parts.region)}{parts.industry}" or parts.name
    return _NOT_LETTERS.sub("", simplified(words).casefold())


def _bare_region(region: str) -> str:
    return re.sub(
        r"(?<=..)(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|县|区|旗)",
        "",
        simplified(region),
    )
