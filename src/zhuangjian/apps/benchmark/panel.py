"""Benchmark enterprises in the dossier of an enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhuangjian.apps.benchmark.law import criteria_here
from zhuangjian.apps.benchmark.models import Candidacy
from zhuangjian.apps.benchmark.sheets import view

SHOWN = 5


def context_of(person: Any, party: Any) -> Mapping[str, Any] | None:
    """Its candidacies and titles; left out where the place selects none."""
    if not criteria_here(timezone.localdate()):
        return None
    rows = Candidacy.objects.visible_to(person).filter(party=party)[:SHOWN]
    return {"rows": [(row, view(row)) for row in rows]}
