"""What is still open of a problem outside the task: seizures, samples without a result, provinces that were not told."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from zhuangjian.apps.outside.models import Handling, HandlingKind, OutsideProblem

SEIZURES = [str(HandlingKind.SEALING), str(HandlingKind.DETENTION)]


def seized(case: OutsideProblem) -> QuerySet[Handling]:
    """Sealings and detentions that have not ended, the one that ends first first."""
    return case.handlings.filter(kind__in=SEIZURES, ended_on=None).order_by("until", "pk")


def untested(case: OutsideProblem) -> QuerySet[Handling]:
    """Samples whose result, or whose second result, is not there yet."""
    rows = case.handlings.filter(kind=str(HandlingKind.SAMPLING)).order_by("pk")
    return rows.filter(result_on=None) | rows.filter(reinspection_on__isnull=False, final_on=None)


def arguable(case: OutsideProblem, on: date) -> QuerySet[Handling]:
    """Samples that failed and for which the party may still ask for another test."""
    return case.handlings.filter(passed=False, reinspection_on=None, reinspect_until__gte=on).order_by("pk")


def told_provinces(case: OutsideProblem) -> bool:
    """Whether a letter went to a province on the label; before there were letters, what was entered by hand."""
    sent = case.letters.filter(sent_at__isnull=False).exclude(stage="withdrawn")
    return sent.exists() or case.handlings.filter(kind=str(HandlingKind.NOTICE)).exists()
