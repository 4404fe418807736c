"""Who comes into question for being helped one to one: small makers in production that are weak in system or management."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.apps.guidance.dossier import standing_of
from zhuangjian.apps.guidance.law import factors, pairing_weak
from zhuangjian.apps.registry.models import Jurisdiction, Licence, Party


@dataclass(frozen=True)
class Candidate:
    """An enterprise with each factor and its ground; ``fits`` says whether the factors that the pack names are weak."""

    party: Party
    points: list[dict[str, Any]]
    weak: int
    fits: bool


def producing(on: date) -> Any:
    """The keys of enterprises whose production licence runs on that day."""
    return (
        Licence.objects.unrestricted()
        .filter(expires_on__gte=on)
        .order_by()
        .values_list("party_id", flat=True)
        .distinct()
    )


def judged(party: Party, on: date) -> Candidate:
    """What the dossier of an enterprise says on that day."""
    points = standing_of(party, on).points
    size, *others = pairing_weak(on)
    names = factors(on)
    weak = {names[index] for index, one in enumerate(points) if one["weak"] is True}
    return Candidate(party, points, len(weak), size in weak and bool(weak & set(others)))


def candidates(on: date) -> Iterator[Candidate]:
    """Those in production, under some unit, whose factors fit; the weakest first is a matter of the list's order."""
    supervised = Jurisdiction.objects.unrestricted().values_list("party_id", flat=True)
    for party in Party.objects.unrestricted().filter(pk__in=producing(on)).filter(pk__in=supervised):
        found = judged(party, on)
        if found.fits:
            yield found
