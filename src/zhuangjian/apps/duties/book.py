"""Opening and closing duties; called by actions only, inside their transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from zhuangjian.apps.duties.models import Duty


def open_duty(
    kind: str,
    title: str,
    *,
    article: str,
    target: models.Model,
    url: str,
    event: str,
    at: Any,
    person: Any = None,
    authority: Any = None,
    role: str = "",
    holder_party: Any = None,
    party: Any = None,
    due: date | None = None,
    answer: Any = None,
) -> Duty:
    """Open one duty. ``answer`` is the rule's Answer a computed ``due`` came from (its value has due/unit/days).

    Exactly one holder: a person, an authority with a role, or a party. The same open duty is not opened twice.
    """
    holders = [person is not None, authority is not None, holder_party is not None]
    if sum(holders) != 1 or (authority is not None and not role):
        raise ValueError("a duty has one holder: a person, an authority with a role, or a party")
    fields: dict[str, Any] = {
        "title": title,
        "article": article,
        "url": url,
        "event": event,
        "event_on": timezone.localtime(at).date(),
        "opened_at": at,
        "role": str(role),
        "party": party,
        "due": due,
    }
    if answer is not None:
        limit = answer.value
        fields |= {
            "due": limit.due,
            "unit": limit.unit,
            "days": limit.days,
            "provisional": limit.provisional,
            "basis": answer.basis,
            "pack": answer.pack,
        }
    duty, _ = Duty.objects.get_or_create(
        kind=kind,
        target_model=target._meta.label_lower,
        target_id=target.pk,
        person=person,
        authority=authority,
        holder_party=holder_party,
        done_at=None,
        defaults=fields,
    )
    return duty


def close_duties(target: models.Model, *kinds: str, by: Any, at: Any, outcome: str = "done") -> int:
    """Close the open duties of these kinds on an object (all kinds when none is named); returns how many."""
    open_ones = Duty.objects.filter(target_model=target._meta.label_lower, target_id=target.pk, done_at=None)
    if kinds:
        open_ones = open_ones.filter(kind__in=kinds)
    return open_ones.update(done_at=at, done_by=by, outcome=outcome)
