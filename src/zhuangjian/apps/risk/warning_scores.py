"""Every party's probability, written part by part under the digest that its run was entered with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk.models import WarningRun, WarningScore, WarningStage

if TYPE_CHECKING:
    from zhuangjian.engines.risk.warning_current import Warned

PART = 500


def scores_of(parties: Sequence[Warned]) -> list[WarningScore]:
    """The rows, not stored yet, likeliest first."""
    return [
        WarningScore(
            party_id=int(one.entity),
            rank=place,
            probability=round(one.probability, 4),
            low=round(one.low, 4),
            high=round(one.high, 4),
            reasons=[cause.text for cause in one.reasons],
        )
        for place, one in enumerate(parties, 1)
    ]


def digest_of(rows: Iterable[WarningScore]) -> str:
    """Over every row in order."""
    digest = hashlib.sha256()
    for one in rows:
        said = [one.rank, one.party_id, one.probability, one.low, one.high, one.reasons]
        digest.update(json.dumps(said, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def stored_digest(run: WarningRun) -> str:
    """Over the rows as they are stored."""
    return digest_of(WarningScore.objects.unrestricted().filter(run=run).order_by("rank").iterator())


def store(run: WarningRun, rows: Sequence[WarningScore]) -> None:
    """Write them; of a party that was struck off meanwhile nothing is, and the run cannot be promoted then."""
    for begin in range(0, len(rows), PART):
        part = rows[begin : begin + PART]
        for one in part:
            one.run = run
        with transaction.atomic():
            WarningScore.objects.bulk_create(part)


def promoted() -> WarningRun | None:
    """The run whose scores are shown."""
    return WarningRun.objects.unrestricted().filter(stage=str(WarningStage.PROMOTED)).order_by("pk").first()


def warning_of(person: Any, party: Party) -> WarningScore | None:
    """What the promoted run says of that party, for officials who see it."""
    rows = WarningScore.objects.visible_to(person).filter(party=party, run__stage=str(WarningStage.PROMOTED))
    return rows.select_related("run").first()
