"""To whom the law has a lead's outcome reported back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.engines import rules
from zhuangjian.engines.rules.vocabulary import AuthorityKind


def addressees(lead: Lead, key: str, day: date) -> list[Any]:
    """The dispatching unit; and who assigned the task where the pack names a second one and an institution dispatched."""
    inspection = lead.inspection
    found = [inspection.dispatching_unit]
    named = rules.due(key, day, region=settings.REGION).value.to
    if len(named) > 1 and inspection.dispatching_unit.kind == AuthorityKind.INSPECTION_INSTITUTION:
        found.append(inspection.organising_unit)
    return found
