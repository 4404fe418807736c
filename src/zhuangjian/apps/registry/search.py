"""Finding parties by any name they ever had, by pinyin, credit code, licence, registration or filing number.

Chinese has no spaces, and a trigram index finds nothing for a word of two characters: the index holds every pair of
neighbouring characters and the last character, written as ASCII so that both databases take each as one word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.models import Licence, Party, PartyName, Product, SearchText
from zhuangjian.apps.registry.spelling import syllables
from zhuangjian.engines.identifiers import ABBREVIATIONS, NumberKind, parse_permit
from zhuangjian.engines.names import normalise_name
from zhuangjian.kernel.shown import prefixed

_CHINESE = re.compile(r"[^\x00-\x7f（）·]+")
_LATIN = re.compile(r"[0-9a-z]+")
_TAIL = re.compile(r"(股份|集团|科技)*(有限责任公司|有限公司|公司|厂)$")
LONGEST_SOUND = 24
LONGEST_QUERY = 100


def words_of(names: Iterable[str]) -> str:
    """The index words of a party with these names: pairs (``c…``), syllables (``p…``), initials (``i…``), Latin (``a…``)."""
    words: dict[str, None] = {}
    for name in names:
        for word in _words(normalise_name(name)):
            words[word] = None
    return " ".join(sorted(words))


def _words(name: str) -> Iterable[str]:
    for run in _CHINESE.findall(name):
        yield from map(_pair, map("".join, pairwise(run)))
        yield _pair(run[-1])
    yield from (f"a{word}" for word in _LATIN.findall(name.lower()))
    sounds = syllables(name)
    core = len(syllables(_TAIL.sub("", name)))
    initials = "".join([s[0] for s in sounds])
    yield f"p{''.join(sounds)[:120]}"
    yield f"i{initials[:60]}"
    for start in range(1, core):
        # Every syllable has a letter: so many are enough for the longest sound.
        stop = min(core, start + LONGEST_SOUND)
        yield f"p{''.join(sounds[start:stop])[:LONGEST_SOUND]}"
        yield f"i{initials[start:stop]}"


@lru_cache(maxsize=50_000)
def _pair(characters: str) -> str:
    return "c" + "".join(f"{ord(ch):05x}" for ch in characters)


def index(party_ids: Iterable[int]) -> None:
    """Bring the index up to date for these parties."""
    ids = list(party_ids)
    names: dict[int, list[str]] = {}
    for party, name in (
        PartyName.objects.unrestricted().filter(party_id__in=ids).values_list("party_id", "name")
    ):
        names.setdefault(party, []).append(name)
    for party, name in Party.objects.unrestricted().filter(pk__in=ids).values_list("pk", "name"):
        names.setdefault(party, []).append(name)
    store({party: words_of(dict.fromkeys(found)) for party, found in names.items()})


def store(words: dict[int, str], born: Collection[int] = ()) -> None:
    """Write index words by party id; ``born`` names parties just made, which have none yet."""
    first = [(party, text) for party, text in words.items() if party in born]
    bulk.insert_values(SearchText, ("party_id", "words"), first)
    SearchText.objects.bulk_create(
        [SearchText(party_id=party, words=text) for party, text in words.items() if party not in born],
        update_conflicts=True,
        update_fields=["words"],
        unique_fields=["party"],
        batch_size=400,
    )


def rebuild(chunk: int = 2000) -> int:
    """Index every party anew; returns how many."""
    done, last = 0, 0
    while ids := list(
        Party.objects.unrestricted().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:chunk]
    ):
        index(ids)
        done, last = done + len(ids), ids[-1]
    return done


def find(parties: QuerySet[Party], query: str) -> QuerySet[Party]:
    """Those of ``parties`` (already limited to what the person may see) that the query means, best first.

    An empty query finds nothing. Words divided by spaces must all occur.
    """
    given = query.replace("\x00", "")[:LONGEST_QUERY]
    text = normalise_name(given)
    if not text:
        return parties.none()
    # Blanks are dropped between Chinese characters in a name, but in a query they divide words.
    words = [word for word in map(normalise_name, given.split()) if word]
    found = parties.filter(_by_number(text) | _by_name(words))
    same = PartyName._base_manager.filter(party=OuterRef("pk"), name=text)
    rank = Case(
        When(name=text, then=Value(0)),
        When(Exists(same), then=Value(1)),
        When(name__startswith=text, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.annotate(rank=rank, length=Length("name")).order_by("rank", "length", "pinyin", "pk")


def _by_number(text: str) -> Q:
    compact = "".join(text.split()).upper()
    parsed = parse_permit(compact) if re.search(r"[\u4e00-\u9fff]", compact) else None
    if parsed is not None and parsed.kind is not NumberKind.UNKNOWN:
        licences = Licence._base_manager.filter(prefixed("number", parsed.normal)).values("party_id")
        products = Product._base_manager.filter(prefixed("number", parsed.normal), party__isnull=False)
        return Q(pk__in=licences) | Q(pk__in=products.values("party_id"))
    if not compact.isascii() or not compact.isalnum() or len(compact) < 4:
        return Q(pk__in=())
    reach = prefixed("credit_code", compact) | prefixed("old_code", compact)
    if compact.isdecimal() and len(compact) == 8:
        numbers = [f"{province}妆{compact}" for province in (*ABBREVIATIONS, "内")]
        reach |= Q(pk__in=Licence._base_manager.filter(number__in=numbers).values("party_id"))
    return reach


def _by_name(words: Sequence[str]) -> Q:
    reach = Q()
    expressions: list[str] = []
    for part in words:
        runs = _CHINESE.findall(part)
        for run in runs:
            expressions += [_pair(run[i : i + 2]) for i in range(max(1, len(run) - 1))]
            if len(run) == 1:
                expressions[-1] += "*"
        if len(runs) > 1 or (runs and runs[0] != part) or any(len(run) > 2 for run in runs):
            # Pairs may come from different places of a name; the words themselves must stand in one.
            whole = PartyName._base_manager.filter(party=OuterRef("pk"), name__icontains=part)
            reach &= Q(Exists(whole)) | Q(name__icontains=part)
        elif not runs:
            expressions += _latin(part)
    together = "".join(words)
    if expressions and not _CHINESE.search(together):
        joined = "".join(_LATIN.findall(together.lower()))
        return Q(pk__in=matching([_any_sound(joined)])) | Q(pk__in=matching(expressions))
    return reach & Q(pk__in=matching(expressions)) if expressions else Q(pk__in=())


def _latin(part: str) -> list[str]:
    return [_any_sound(word) for word in _LATIN.findall(part.lower())]


def _any_sound(word: str) -> str:
    return f"({_starts('p', word)} OR {_starts('i', word)} OR a{word}*)" if word else ""


def _starts(kind: str, word: str) -> str:
    return f"{kind}{word[:LONGEST_SOUND]}*"


def matching(expressions: Sequence[str]) -> Any:
    """Party ids whose words match all expressions (``word``, ``word*``, ``(a* OR b*)``)."""
    wanted = [e for e in expressions if e]
    if not wanted:
        return ()
    if connection.vendor == "postgresql":
        query = " & ".join(e.replace(" OR ", " | ").replace("*", ":*") for e in wanted)
        return RawSQL(
            "SELECT party_id FROM registry_searchtext WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",
            [query],
        )
    return RawSQL(
        "SELECT rowid FROM registry_searchindex WHERE registry_searchindex MATCH %s", [" AND ".join(wanted)]
    )
