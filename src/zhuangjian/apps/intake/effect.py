"""What undoing a batch would do, told before it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.apps import apps

from zhuangjian.apps.intake.models import Batch, BatchChange, Quarantine

# Kinds of rows that follow from others are not told.
DERIVED = {"registry.searchtext", "registry.jurisdiction", "registry.licenceunit"}


@dataclass(frozen=True)
class Effect:
    """(title, count) of rows that would go, be set back and come back; released and waiting rows; later batches."""

    made: list[tuple[str, int]]
    changed: list[tuple[str, int]]
    gone: list[tuple[str, int]]
    released: int
    waiting: int
    later: list[int]
    journalled: bool


def effect_of(batch: Batch) -> Effect:
    """Counted from what the batch noted of itself; the registry is not touched."""
    made: Counter[str] = Counter()
    changed: dict[str, set[str]] = {}
    gone: Counter[str] = Counter()
    parts = BatchChange.objects.unrestricted().filter(batch=batch)
    for changes in parts.values_list("changes", flat=True).iterator(chunk_size=20):
        made.update({label: len(keys) for label, keys in changes.get("made", {}).items()})
        gone.update({label: len(rows) for label, rows in changes.get("gone", {}).items()})
        for label, rows in changes.get("changed", {}).items():
            changed.setdefault(label, set()).update(rows)
    held = Quarantine.objects.unrestricted().filter(batch=batch)
    later = Batch.objects.unrestricted().filter(pk__gt=batch.pk, undone_at=None).order_by("-pk")
    return Effect(
        _titled(made),
        _titled({label: len(keys) for label, keys in changed.items()}),
        _titled(gone),
        held.filter(status="released").count(),
        held.filter(status="open").count(),
        list(later.values_list("pk", flat=True)[:10]),
        parts.exists() or not batch.new + batch.changed,
    )


def _titled(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [
        (str(apps.get_model(label)._meta.verbose_name), count)
        for label, count in sorted(counts.items())
        if count and label not in DERIVED
    ]
