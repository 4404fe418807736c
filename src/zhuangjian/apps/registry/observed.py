"""What was ever seen of a licence, put together: for licences of which some entry left columns out.

Usually every entry says every column, and the licence with its editions holds all there is. Once one does not, the
licence keeps what each entry said, with the first and the last day, and its present contents and editions follow from
that alone. So the order in which the files come does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.apps.registry.models import Licence, LicenceEdition
from zhuangjian.apps.registry.scopes import FACTS, Said

DAYS = frozenset(("issued_on", "expires_on"))
Facts = dict[str, Any]
# As kept: {"from": day, "to": day, "said": {column: text}}, in the order in which they came.
Seen = list[dict[str, Any]]


@dataclass(frozen=True)
class Edition:
    """Contents of a licence and when they were seen."""

    facts: Facts
    seen_from: date
    seen_to: date


@dataclass(frozen=True)
class State:
    """Present contents, since when they were seen, and the earlier ones."""

    facts: Facts
    seen_from: date
    editions: tuple[Edition, ...]


def facts_of(row: Licence | LicenceEdition) -> Facts:
    """The five columns of a stored row."""
    return {name: getattr(row, name) for name in FACTS}


def stored(said: Said) -> Facts:
    """The five columns as they are stored when nothing else is known."""
    return {name: said.get(name) or (None if name in DAYS else "") for name in FACTS}


def mixed(licence: Licence, editions: Iterable[LicenceEdition], said: Said) -> bool:
    """Whether any entry seen of this licence, or this one, leaves a column out."""
    if licence.observed:
        return True
    if any(not said.get(name) for name in FACTS):
        return True
    rows: list[Licence | LicenceEdition] = [*([licence] if licence.last_seen else []), *editions]
    return any(not getattr(row, name) for row in rows for name in FACTS)


def seen(licence: Licence, editions: Iterable[LicenceEdition]) -> Seen:
    """What was seen of the licence so far."""
    if licence.observed:
        return [dict(entry) for entry in licence.observed]
    found = [_entry(_nonblank(row), row.seen_from, row.seen_to) for row in _in_order(editions)]
    if licence.last_seen:
        found.append(_entry(_nonblank(licence), licence.seen_from or licence.last_seen, licence.last_seen))
    return found


def _in_order(editions: Iterable[LicenceEdition]) -> list[LicenceEdition]:
    return sorted(editions, key=lambda row: row.seen_to)


def _nonblank(row: Licence | LicenceEdition) -> Said:
    return {name: value for name, value in facts_of(row).items() if value}


def _entry(said: Said, seen_from: date, seen_to: date) -> dict[str, Any]:
    return {
        "from": seen_from.isoformat(),
        "to": seen_to.isoformat(),
        "said": {name: str(said[name]) for name in FACTS if name in said},
    }


def with_sighting(seen: Seen, said: Said, day: date) -> Seen:
    """The same with one more sighting; contents seen before are one entry with a wider span."""
    new = _entry(said, day, day)
    rest = [entry for entry in seen if entry["said"] != new["said"]]
    for entry in seen:
        if entry["said"] == new["said"]:
            new |= {"from": min(new["from"], entry["from"]), "to": max(new["to"], entry["to"])}
    return [*rest, new]


def fold(seen: Seen) -> State:
    """Contents now and before. Of each column the last entry that says it counts; where an entry leaves a column out,
    it is what was last said by then, or else what is first said after."""
    spans: dict[tuple[Any, ...], list[str]] = {}
    now = _key(_filled(seen, None))
    for entry in seen:
        span = spans.setdefault(_key(_filled(seen, entry)), [entry["from"], entry["to"]])
        span[:] = min(span[0], entry["from"]), max(span[1], entry["to"])
    first = spans.pop(now, [max(entry["to"] for entry in seen)])[0]
    editions = tuple(
        Edition(dict(zip(FACTS, key, strict=True)), date.fromisoformat(start), date.fromisoformat(end))
        for key, (start, end) in sorted(spans.items(), key=lambda item: (item[1], str(item[0])))
    )
    return State(dict(zip(FACTS, now, strict=True)), date.fromisoformat(first), editions)


def _key(facts: Facts) -> tuple[Any, ...]:
    return tuple(facts[name] for name in FACTS)


def _filled(seen: Seen, entry: Mapping[str, Any] | None) -> Facts:
    """An entry's columns, or the present ones; what it leaves out from the entries around it."""
    found: Said = dict(entry["said"]) if entry else {}
    for name in FACTS:
        if name not in found:
            told = [other for other in seen if name in other["said"]]
            if told:
                found[name] = _nearest(told, entry)["said"][name]
    return {
        name: date.fromisoformat(str(value)) if name in DAYS and value else value
        for name, value in stored(found).items()
    }


def _nearest(told: Sequence[Mapping[str, Any]], entry: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Of the entries that say a column, the last one by the entry's day, or else the first one after it."""
    # Of two entries of one day the one that came later counts: somebody put the first one right.
    latest = list(enumerate(told))
    by_then = [one for one in latest if entry is None or one[1]["to"] <= entry["to"]]
    if by_then:
        return max(by_then, key=lambda one: (one[1]["to"], one[0]))[1]
    return min(latest, key=lambda one: (one[1]["to"], -one[0]))[1]
