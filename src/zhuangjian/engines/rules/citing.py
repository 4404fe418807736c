"""``cited``: the article behind a key of ours, in the pack of a region and on a day.

Code never names an article. It names what it is about (``team``, ``plan``, ``record`` …; the base pack's
``citations.yaml`` lists the keys), and the pack says which article that is there: the region's own, else the national
one, else none. A document that is not in force on the day is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .answer import Basis
from .loader import Pack
from .lookup import pack_for
from .models import Citation


@dataclass(frozen=True, slots=True)
class Cited:
    """An article and how sure it is; both the empty word where the law of the place has none."""

    article: str = ""
    basis: Basis = "official"


def cited(key: str, *, region: str | None = None, on: date | None = None, pack: Pack | None = None) -> Cited:
    """What the region's law has under ``key`` on ``on`` (without a day: whatever its date)."""
    rules: Pack | None = pack or pack_for(region)
    known = False
    while rules is not None:
        entry = rules.citations.get(key)
        known = known or entry is not None
        if entry is not None and entry.article and _in_force(rules, entry, on):
            return Cited(entry.article, basis_of(rules, entry.article, entry.basis))
        rules = rules.base
    if not known and _lists_keys(pack or pack_for(region)):
        raise KeyError(f"no such citation: {key}")
    return Cited()


def basis_of(pack: Pack, article: str, given: Basis | None = None) -> Basis:
    """How sure an article is: as its document, unless ``given`` says otherwise."""
    document = pack.documents.get(article.partition(" ")[0])
    return given or (document.basis if document else "official")


def _lists_keys(pack: Pack) -> bool:
    return bool((pack.base or pack).citations)


def _in_force(pack: Pack, entry: Citation, on: date | None) -> bool:
    since = pack.documents[entry.article.partition(" ")[0]].effective_from
    return on is None or since is None or since <= on
