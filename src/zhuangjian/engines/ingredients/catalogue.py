"""Lists made ready to be asked: which line of which list a written name means, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhuangjian.engines.ingredients.lists import Entry, Kind, ReferenceList
from zhuangjian.engines.ingredients.near import Near
from zhuangjian.engines.ingredients.spelling import bracketed, chinese, key, misread, without_brackets
from zhuangjian.engines.ingredients.synonyms import SYNONYMS

# A name of fewer Latin letters says too little once a bracket or a letter is taken away.
SHORT = 3
# Labels repeat the same few thousand names; no more than this many answers are kept.
REMEMBERED = 100_000
_COLOUR = re.compile(r"^\s*c\.?\s*i\.?\s*(?:no\.?\s*)?(\d{5})(?::\d)?\s*$", re.IGNORECASE)


Pair = tuple[Entry, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """The line meant, the name by which it was found as the list writes it, and how: ``exact``, ``inci``, ``normalised``,
    ``alias``, ``brackets`` or ``spelling``."""

    entry: Entry
    name: str
    how: str


class _Names:
    """The names of the lists of one rank: as they stand, less their brackets, and by what else they are called."""

    def __init__(self, lists: Iterable[ReferenceList]) -> None:
        self.first: dict[str, list[Pair]] = {}
        self._second: dict[str, list[Pair]] = {}
        self.alias: dict[str, str] = {}
        for entry in (entry for listed in lists for entry in listed.entries):
            for name in (entry.chinese, entry.inci, *entry.names):
                _put(self.first, key(name), entry, name)
            for name in (entry.chinese, entry.inci):
                for other in _other_forms(name):
                    _put(self._second, key(other), entry, name)
        for group in SYNONYMS:
            keys = [key(name) for name in group]
            known = next((one for one in keys if one in self.first), None)
            if known is not None:
                self.alias |= {one: known for one in keys if one not in self.first}
        self._near = Near(self.first, (name for pairs in self.first.values() for _, name in pairs))

    def straight(self, text: str) -> Hit | None:
        """The line with this name, read with no letter changed."""
        wanted = key(text)
        if not wanted:
            return None
        if entries := self.first.get(wanted):
            entry, name = _one_of(entries, wanted)
            same = " ".join(text.split()).casefold() == name.casefold()
            how = ("inci" if name == entry.inci else "exact") if same else "normalised"
            return Hit(entry, name, how)
        if (hit := self._called(wanted, "alias")) is not None:
            return hit
        if colour := _COLOUR.match(text):
            wanted = f"ci{colour[1]}"
            entries = self.first.get(wanted, [])
            return Hit(*_one_of(entries, wanted), "normalised") if entries else None
        if (hit := self._bare(wanted)) is not None:
            return hit
        bare = without_brackets(text)
        if bare != text and _long(short := key(bare)):
            if entries := self.first.get(short):
                return Hit(*_one_of(entries, short), "brackets")
            return self._called(short, "brackets") or self._bare(short)
        return None

    def near(self, text: str) -> Hit | None:
        """The only line whose name differs by one letter."""
        for form in dict.fromkeys((text, without_brackets(text))):
            if near := self._near.one(key(form), form):
                return Hit(*_one_of(self.first[near], near), "spelling")
        return None

    def _called(self, wanted: str, how: str) -> Hit | None:
        other = self.alias.get(wanted)
        if other is None:
            return None
        entry, name = _one_of(self.first[other], other)
        written = entry.chinese if chinese(wanted) else entry.inci
        return Hit(entry, written or name, how)

    def _bare(self, wanted: str) -> Hit | None:
        """A name without its brackets, when all who could be meant are one substance."""
        entries = self._second.get(wanted, [])
        current = [pair for pair in entries if "曾用名" not in pair[0].remark] or entries
        if len({id(entry) for entry, _ in current}) != 1:
            return None
        return Hit(*current[0], "brackets")


class Catalogue:
    """The names of one or more lists. National lists come before naming lists; foreign lists are asked apart."""

    def __init__(self, lists: Iterable[ReferenceList]) -> None:
        self.lists = tuple(lists)
        national = [one for one in self.lists if one.kind is Kind.CATALOGUE]
        self._national = {id(entry) for listed in national for entry in listed.entries}
        self._ranks = [_Names(national), _Names(one for one in self.lists if one.kind is Kind.NAMES)]
        self._asked: dict[str, Hit | None] = {}
        self._foreign: dict[str, list[str]] = {}
        self._extra: dict[Kind, dict[str, Entry]] = {Kind.MAXIMA: {}, Kind.PROHIBITED: {}}
        for listed in self.lists:
            if listed.kind is Kind.FOREIGN:
                self._add_foreign(listed)
            elif listed.kind in self._extra:
                self._add_extra(listed, self._extra[listed.kind])

    def __bool__(self) -> bool:
        return any(rank.first for rank in self._ranks)

    @property
    def judges(self) -> bool:
        """Whether a national list is among them, so that a name not found can be said to be missing."""
        return bool(self._national)

    def is_national(self, entry: Entry) -> bool:
        """Whether the line is of the national catalogue."""
        return id(entry) in self._national

    def find(self, text: str) -> Hit | None:
        """The line that a written name means, if exactly one is meant."""
        if text not in self._asked:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            self._asked[text] = self._find(text)
        return self._asked[text]

    def _find(self, text: str) -> Hit | None:
        for ask in (_Names.straight, _by_look, _Names.near):
            if ask is _Names.near and chinese(text):
                return None
            for rank in self._ranks:
                if (hit := ask(rank, text)) is not None:
                    return hit
        return None

    def known(self, text: str) -> bool:
        """Whether the text is a name as it stands, no letter changed and no bracket left out."""
        wanted = key(text)
        return bool(wanted) and any(wanted in rank.first or wanted in rank.alias for rank in self._ranks)

    def foreign(self, hit: Hit | None, text: str) -> list[str]:
        """The lines of foreign lists on which the name stands: a reason to look, no more."""
        names = [text] + ([hit.entry.inci, hit.entry.chinese] if hit else [])
        found: list[str] = []
        for name in names:
            found += self._foreign.get(key(name), []) if name else []
        return list(dict.fromkeys(found))

    def extra(self, kind: Kind, hit: Hit | None, text: str) -> Entry | None:
        """The line of the list of prohibited substances or of historical maxima with one of the names."""
        names = [text] + ([hit.entry.chinese, hit.entry.inci] if hit else [])
        return next(
            (entry for name in names if name and (entry := self._extra[kind].get(key(name))) is not None),
            None,
        )

    def _add_foreign(self, listed: ReferenceList) -> None:
        for entry in listed.entries:
            for name in (entry.inci, entry.chinese, *entry.names):
                if _long(key(name)):
                    where = f"{listed.title}第 {entry.number} 项" if entry.number else listed.title
                    self._foreign.setdefault(key(name), []).append(where)

    def _add_extra(self, listed: ReferenceList, into: dict[str, Entry]) -> None:
        for entry in listed.entries:
            for name in (entry.chinese, entry.inci, *entry.names):
                if len(key(name)) > 0:
                    into.setdefault(key(name), entry)


def _by_look(rank: _Names, text: str) -> Hit | None:
    """Letters and digits that look alike taken for one another."""
    for other in misread(text):
        if (hit := rank.straight(other)) is not None:
            return Hit(hit.entry, hit.name, "spelling")
    return None


def _put(into: dict[str, list[Pair]], wanted: str, entry: Entry, name: str) -> None:
    if wanted and all(known is not entry for known, _ in into.get(wanted, ())):
        into.setdefault(wanted, []).append((entry, name))


def _one_of(entries: list[Pair], wanted: str) -> Pair:
    """Of lines with the same name the one that has it in both languages, then the first that is no former name."""

    def worth(pair: Pair) -> tuple[bool, bool]:
        return (
            "曾用名" in pair[0].remark,
            not (key(pair[0].inci) == wanted and bool(pair[0].chinese)),
        )

    return min(entries, key=worth)


def _long(wanted: str) -> bool:
    return len(wanted) >= SHORT or chinese(wanted)


def _other_forms(name: str) -> Iterator[str]:
    """The name without its brackets, and with the everyday word in place of the botanical one before it."""
    if not name or (bare := without_brackets(name)) == name:
        return
    if _long(key(bare)):
        yield bare
    inner = bracketed(name)
    if len(inner) == 1 and not chinese(name) and inner[0].isascii() and inner[0][:1].isalpha():
        _, _, after = name.partition(f"({inner[0]})")
        if after.strip():
            yield f"{inner[0]} {after}"
