"""Checkpoints from a finding's own words: phrases of our lexicon, the wording of the packs, and findings that somebody
has put to a checkpoint before. A suggestion, never a judgement; below ``SURE`` it is “none of these”."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from zhuangjian.engines.names import normalise_name
from zhuangjian.engines.rules.checklists import checklist

EDITIONS = ("gmp-2022-actual", "gmp-2022-commissioned")
# What one phrase counts for, what a letter more of it adds, and what likeness in wording counts beside them.
PHRASE = 1.0
LETTER = 0.12
OWN = 1.5
LIKENESS = 4.0
EARLIER = 6.0
# Less than this says nothing.
SURE = 1.2
GAP = 14
# Of so many texts the typical ones are chosen, and none so like another that it repeats it.
SAMPLE, SAME = 200, 0.8
_ENTRUSTING = re.compile(
    r"委托方|对受托|受托(?:方|生产企业|企业)[^，。；]{0,12}(?:监督|遴选|审核|评估)|注册人、?备案人[^，。；]{0,8}受托"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A finding that somebody put to a checkpoint."""

    text: str
    number: str
    edition: str = EDITIONS[0]


@dataclass(frozen=True, slots=True)
class Suggested:
    """One checkpoint, how much speaks for it, and the words that do. ``inferred``: its number or wording in the pack is
    inferred and not seen in an official source."""

    edition: str
    number: str
    topic: str
    score: float
    words: tuple[str, ...]
    inferred: bool

    @property
    def sure(self) -> bool:
        """Whether enough speaks for it to be offered."""
        return self.score >= SURE


@dataclass(frozen=True)
class _Phrase:
    pattern: re.Pattern[str]
    weight: float


class Model:
    """One edition's checkpoints with what is known of their findings."""

    def __init__(self, edition: str, lexicon: dict[str, list[str]], examples: Sequence[Example]) -> None:
        self.edition = edition
        self._items = {item.no: item for item in checklist(edition).items}
        shared: dict[str, int] = {}
        for phrases in lexicon.values():
            for phrase in phrases:
                shared[phrase.lstrip("!").lower()] = shared.get(phrase.lstrip("!").lower(), 0) + 1
        self._phrases = {
            number: [_phrase(phrase, shared[phrase.lstrip("!").lower()]) for phrase in phrases]
            for number, phrases in lexicon.items()
        }
        documents = [
            (
                number,
                f"{item.topic}。{item.summary}。"
                + "，".join(p.lstrip("!").replace("…", "") for p in lexicon.get(number, ())),
            )
            for number, item in self._items.items()
        ]
        self._wording = _Likeness(documents)
        self._earlier = _Likeness([(e.number, e.text) for e in examples if e.number in self._items])

    def suggest(self, text: str, most: int = 3) -> list[Suggested]:
        """The checkpoints for which most speaks, best first."""
        plain = _plain(text)
        score: dict[str, float] = dict.fromkeys(self._items, 0.0)
        words: dict[str, list[tuple[float, str]]] = {number: [] for number in self._items}
        for number, phrases in self._phrases.items():
            for phrase in phrases:
                if (found := phrase.pattern.search(plain)) is not None:
                    score[number] += phrase.weight
                    words[number].append((phrase.weight, found[0]))
        for number, likeness in self._wording.of(plain):
            score[number] += LIKENESS * likeness
        nearest: dict[str, float] = {}
        for number, likeness in self._earlier.of(plain):
            nearest[number] = max(nearest.get(number, 0.0), likeness)
        for number, likeness in nearest.items():
            score[number] += EARLIER * likeness
        best = sorted(score, key=lambda number: (-score[number], int(number)))[:most]
        return [self._told(number, score[number], words[number]) for number in best]

    def _told(self, number: str, score: float, words: list[tuple[float, str]]) -> Suggested:
        item = self._items[number]
        led = tuple(dict.fromkeys(word for _, word in sorted(words, key=lambda pair: -pair[0])))[:4]
        inferred = "to_be_confirmed" in (item.basis.number, item.basis.text)
        return Suggested(self.edition, number, item.topic, round(score, 3), led, inferred)


class _Likeness:
    """Texts by their strings of one to three letters, weighed by rarity: the cosine with another text."""

    def __init__(self, documents: Sequence[tuple[str, str]]) -> None:
        self._count = len(documents)
        seen: dict[str, int] = {}
        grams = [(number, _grams(_plain(text))) for number, text in documents]
        for _, found in grams:
            for gram in found:
                seen[gram] = seen.get(gram, 0) + 1
        self._rarity = {gram: math.log((1 + self._count) / (1 + n)) + 1 for gram, n in seen.items()}
        self._vectors = [(number, *self._weighed(found)) for number, found in grams]

    def of(self, plain: str) -> Iterable[tuple[str, float]]:
        if not self._vectors:
            return
        vector, length = self._weighed(_grams(plain))
        for number, other, size in self._vectors:
            if length and size:
                yield number, sum(w * other.get(gram, 0.0) for gram, w in vector.items()) / (length * size)

    def _weighed(self, grams: dict[str, int]) -> tuple[dict[str, float], float]:
        vector = {gram: (1 + math.log(n)) * self._rarity.get(gram, 0.0) for gram, n in grams.items()}
        return vector, math.sqrt(sum(weight * weight for weight in vector.values()))


def _grams(plain: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for stretch in re.findall(r"[\u4e00-\u9fff]+", plain):
        for size in (1, 2, 3):
            for place in range(len(stretch) - size + 1):
                gram = stretch[place : place + size]
                found[gram] = found.get(gram, 0) + 1
    for word in re.findall(r"[a-z]{3,}", plain):
        found[word[:7]] = found.get(word[:7], 0) + 1
    return found


def _plain(text: str) -> str:
    return " ".join(normalise_name(text).lower().split())


def _phrase(written: str, shared: int) -> _Phrase:
    text = written.lstrip("!").lower()
    parts = [re.escape(part) for part in text.split("…")]
    pattern = rf"[^。；;]{{0,{GAP}}}?".join(parts) if not text.isascii() else r"[^.;]{0,40}?".join(parts)
    if text.isascii():
        pattern = rf"\b{pattern}"
    letters = len(text.replace("…", "")) if not text.isascii() else len(text) / 3
    weight = (PHRASE + LETTER * letters) * (OWN if written.startswith("!") else 1.0) / math.sqrt(shared)
    return _Phrase(re.compile(pattern), weight)


def edition_of(text: str) -> str:
    """The edition whose words a finding uses: that for those who commission production, or that for producers."""
    return EDITIONS[1] if _ENTRUSTING.search(text) else EDITIONS[0]


@lru_cache(maxsize=8)
def model(edition: str, examples: tuple[Example, ...] = ()) -> Model:
    """The model of an edition with the examples at hand."""
    return Model(edition, _lexicon()[edition], [one for one in examples if one.edition == edition])


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[str, list[str]]]:
    read = yaml.safe_load(_text())
    return {
        edition: {str(no): [str(word) for word in words] for no, words in items.items()}
        for edition, items in read.items()
    }


@lru_cache(maxsize=1)
def _text() -> str:
    return (Path(__file__).parent / "lexicon.yaml").read_text(encoding="utf-8")


def version(examples: Sequence[Example] = ()) -> str:
    """A name for exactly this model: of its lexicon and its examples."""
    told = _text() + "".join(sorted(f"{e.edition}\t{e.number}\t{e.text}\n" for e in examples))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def typical(texts: Sequence[str], most: int = 3) -> list[str]:
    """Those of ``texts`` that say what the others say: by mean likeness to all, none that repeats one before it."""
    known = list(dict.fromkeys(text.strip() for text in texts if text.strip()))[:SAMPLE]
    likeness = _Likeness([(str(place), text) for place, text in enumerate(known)])
    to = {place: dict(likeness.of(_plain(text))) for place, text in enumerate(known)}
    order = sorted(range(len(known)), key=lambda place: (-sum(to[place].values()), place))
    chosen: list[int] = []
    for place in order:
        if all(to[place].get(str(other), 0.0) < SAME for other in chosen):
            chosen.append(place)
        if len(chosen) == most:
            break
    return [known[place] for place in chosen]


def nearest(text: str, texts: Sequence[str], most: int = 3) -> list[tuple[int, float]]:
    """The places of those of ``texts`` that are most like ``text``, with their likeness (0-1), best first; the alike once."""
    likeness = _Likeness([(str(place), one) for place, one in enumerate(texts)])
    found = sorted(likeness.of(_plain(text)), key=lambda pair: (-pair[1], int(pair[0])))
    chosen: list[tuple[int, float]] = []
    said: set[str] = set()
    for place, score in found:
        if len(chosen) == most or score <= 0:
            break
        if texts[int(place)] not in said:
            said.add(texts[int(place)])
            chosen.append((int(place), round(score, 3)))
    return chosen


# What only the place where it was found can say: names in marks, codes, dates and numbers.
_PARTICULAR = re.compile(
    r"[“《「\"‘][^”》」\"’]{1,40}[”》」\"’]|[(（][^()（）]*[A-Za-z0-9][^()（）]*[)）]"
    r"|[A-Za-z0-9][A-Za-z0-9./:%\-—~℃°]*(?:年(?:\d+月)?(?:\d+日)?)?(?:\d+月)?(?:\d+日)?"
)
BLANK = "＿＿"


def blanked(text: str) -> str:
    """A published wording without what was particular to its case: names in marks, codes, dates, numbers become blanks."""
    return re.sub(rf"(?:{BLANK}[、，\s]*)+{BLANK}", BLANK, _PARTICULAR.sub(BLANK, text.strip()))
