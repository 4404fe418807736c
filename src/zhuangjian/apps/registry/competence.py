"""Who is competent for a party: the answer of the competence rule (CQ 2, 4, 53), found among the authorities on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.registry import bulk
from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.engines.rules import competent_authority
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import AuthorityKind

UNSETTLED = "主体类别未明，由省级监管部门确定监管机构"
Found = tuple[tuple[int, str, str], ...]


class Competence:
    """Looks competence up once per combination of kinds and division; make a new one for each piece of work."""

    def __init__(self) -> None:
        rows = Authority.objects.unrestricted().filter(is_active=True).order_by("pk")
        self.by_kind: dict[str, list[Authority]] = {}
        for row in rows:
            self.by_kind.setdefault(row.kind, []).append(row)
        self.known: dict[tuple[frozenset[str], str], Found] = {}

    def found(self, kinds: Collection[str], region_code: str) -> Found:
        """(authority id, article, reason) of every competent authority; none for a place outside the province."""
        if not region_code.startswith(home_prefix()):
            return ()
        if not kinds:
            return tuple(
                (a.pk, cite("authorities"), UNSETTLED)
                for a in self.by_kind.get(AuthorityKind.MUNICIPAL, [])[:1]
            )
        key = (frozenset(kinds), region_code)
        if key not in self.known:
            self.known[key] = self._look(sorted(kinds), region_code)
        return self.known[key]

    def _look(self, kinds: list[str], region_code: str) -> Found:
        try:
            answer = competent_authority(kinds, region_code)
        except Refusal:
            # A division the pack does not list: the province itself is certain.
            answer = competent_authority(kinds, home_prefix())
        rows: dict[int, tuple[int, str, str]] = {}
        for competent in answer.value:
            for authority in self._bodies(competent):
                rows.setdefault(authority.pk, (authority.pk, competent.article, competent.reason[:200]))
        return tuple(rows.values())

    def _bodies(self, competent: Any) -> Iterable[Authority]:
        municipal = self.by_kind.get(AuthorityKind.MUNICIPAL, [])[:1]
        if competent.kind is AuthorityKind.DISTRICT:
            here = [a for a in self.by_kind.get("district", []) if a.region_code == competent.division_code]
            return here or municipal
        bureaus = self.by_kind.get(AuthorityKind.INSPECTION_BUREAU, [])
        # With several bureaus the file does not say whose the party is: the provincial level assigns it (交办).
        only = (
            bureaus
            if len(bureaus) == 1 and AuthorityKind.INSPECTION_BUREAU in competent.carried_out_by
            else []
        )
        return [*municipal, *only]


def settle(
    parties: Iterable[Party],
    kinds: dict[int, set[str]],
    competence: Competence,
    born: Collection[int] = (),
) -> int:
    """Store the competence of these parties, replacing what was stored; returns how many rows were written.

    ``born`` names parties just made, for which nothing can be stored yet.
    """
    listed = list(parties)
    rows = [
        (party.pk, authority, article, reason)
        for party in listed
        for authority, article, reason in competence.found(kinds.get(party.pk, ()), party.region_code)
    ]
    older = [p.pk for p in listed if p.pk not in born]
    if older:
        Jurisdiction.objects.unrestricted().filter(party_id__in=older).delete()
    bulk.insert(
        [
            bulk.made(Jurisdiction, party_id=party, authority_id=authority, article=article, reason=reason)
            for party, authority, article, reason in rows
        ]
    )
    return len(rows)


def settle_all(chunk: int = 2000) -> int:
    """Store every party's competence anew, after authorities or the rule pack changed; returns rows written."""
    competence = Competence()
    written, last = 0, 0
    while parties := list(
        Party.objects.unrestricted().filter(pk__gt=last, is_synthetic=False).order_by("pk")[:chunk]
    ):
        kinds: dict[int, set[str]] = {}
        pairs = PartyKindRow.objects.unrestricted().filter(party__in=parties).values_list("party_id", "kind")
        for party, kind in pairs:
            kinds.setdefault(party, set()).add(kind)
        written += settle(parties, kinds, competence)
        last = parties[-1].pk
    return written
